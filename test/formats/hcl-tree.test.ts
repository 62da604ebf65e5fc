import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {readHcl} from '../../src/formats/hcl-tree.js'
import type {ListNode, MapNode, NewValue} from '../../src/formats/tree.js'
import {allNodes, apply, content, expectInside, nodeAt, pairNamed, plain, scalarAt} from './tree-probe.js'
import {writtenHcl} from './written-hcl.js'

const PROVIDER = `# one account
provider "aws" {
  region  = "eu-west-1" # home
  profile = "ops"

  endpoints {
    sts = "https://sts.amazonaws.com"
    s3  = "http://localhost:4566"
  }
}

provider "aws" {
  alias  = "west"
  region = var.region
}
`
const BACKEND = `terraform {
  backend "s3" {
    bucket       = "state"
    sts_endpoint = "https://sts.amazonaws.com"
    assume_role = {
      role_arn = "arn:aws:iam::111122223333:role/x"
    }
  }
}
`
const LAMBDA = `resource "aws_lambda_function" "sync" {
  function_name = "sync-\${var.stage}"
  timeout       = 30

  environment {
    variables = merge({
      AWS_STS_REGIONAL_ENDPOINTS = "legacy"
      REGION                     = data.aws_region.current.name
    }, var.extra)
  }
}
`
const TASK = `resource "aws_ecs_task_definition" "app" {
  container_definitions = jsonencode([
    {
      name = "app"
      environment = concat([
        { name = "AWS_REGION", value = "eu-west-1" },
        { name = "STAGE", value = var.stage }
      ], local.environment)
    }
  ])
}
`
const DEPLOYMENT = `resource "kubernetes_deployment" "app" {
  spec {
    template {
      spec {
        container {
          image = "app:1"

          env {
            name  = "AWS_REGION"
            value = "eu-west-1"
          }

          env {
            name  = "AWS_STS_REGIONAL_ENDPOINTS"
            value = "legacy"
          }

          dynamic "env" {
            for_each = var.extra
            content {
              name  = env.key
              value = "fixed"
            }
          }
        }
      }
    }
  }
}
`
const TERRAGRUNT = `remote_state {
  backend = "s3"
  config = {
    bucket   = "state"
    endpoint = "https://sts.amazonaws.com"
  }
}

generate "provider" {
  path     = "provider.tf"
  contents = <<-EOF
    provider "aws" {
      region = "eu-west-1"
    }
  EOF
}

inputs = merge(local.common, {region = "eu-west-1"})
`
const SAMPLES = [PROVIDER, BACKEND, LAMBDA, TASK, DEPLOYMENT, TERRAGRUNT]
const CONTAINER = ['resource', 'kubernetes_deployment', 'app', 'spec', 'template', 'spec', 'container']

describe('reading', () => {
  test.each([
    {
      name: 'an attribute of a block under its labels',
      text: PROVIDER,
      at: ['provider', 'aws', 'region'],
      type: 'string',
      value: 'eu-west-1',
      slice: 'eu-west-1',
    },
    {
      name: 'a nested block',
      text: PROVIDER,
      at: ['provider', 'aws', 'endpoints', 'sts'],
      type: 'string',
      value: 'https://sts.amazonaws.com',
      slice: 'https://sts.amazonaws.com',
    },
    {
      name: 'a repeated block as another pair',
      text: PROVIDER,
      at: ['provider:1', 'aws', 'region'],
      type: 'expression',
      expression: 'var.region',
      slice: 'var.region',
    },
    {
      name: 'an object in a block',
      text: BACKEND,
      at: ['terraform', 'backend', 's3', 'assume_role', 'role_arn'],
      type: 'string',
      value: 'arn:aws:iam::111122223333:role/x',
      slice: 'arn:aws:iam::111122223333:role/x',
    },
    {
      name: 'a number',
      text: LAMBDA,
      at: ['resource', 'aws_lambda_function', 'sync', 'timeout'],
      type: 'number',
      value: '30',
      slice: '30',
    },
    {
      name: 'an interpolated string as an expression',
      text: LAMBDA,
      at: ['resource', 'aws_lambda_function', 'sync', 'function_name'],
      type: 'expression',
      expression: 'sync-${var.stage}',
      slice: 'sync-${var.stage}',
    },
    {
      name: 'the literal part of a merge',
      text: LAMBDA,
      at: ['resource', 'aws_lambda_function', 'sync', 'environment', 'variables', 'AWS_STS_REGIONAL_ENDPOINTS'],
      type: 'string',
      value: 'legacy',
      slice: 'legacy',
    },
    {
      name: 'a reference in an object',
      text: LAMBDA,
      at: ['resource', 'aws_lambda_function', 'sync', 'environment', 'variables', 'REGION'],
      type: 'expression',
      expression: 'data.aws_region.current.name',
      slice: 'data.aws_region.current.name',
    },
    {
      name: 'through jsonencode and concat',
      text: TASK,
      at: ['resource', 'aws_ecs_task_definition', 'app', 'container_definitions', '0', 'environment', '0', 'value'],
      type: 'string',
      value: 'eu-west-1',
      slice: 'eu-west-1',
    },
    {
      name: 'the content of a dynamic block in its place',
      text: DEPLOYMENT,
      at: [...CONTAINER, 'env:2', 'value'],
      type: 'string',
      value: 'fixed',
      slice: 'fixed',
    },
    {
      name: 'the computed content of a dynamic block',
      text: DEPLOYMENT,
      at: [...CONTAINER, 'env:2', 'name'],
      type: 'expression',
      expression: 'env.key',
      slice: 'env.key',
    },
    {
      name: 'the literal argument of a merge wherever it stands',
      text: TERRAGRUNT,
      at: ['inputs', 'region'],
      type: 'string',
      value: 'eu-west-1',
      slice: 'eu-west-1',
    },
    {
      name: 'a string that is one reference as that reference',
      text: 'a = "${var.region}"',
      at: ['a'],
      type: 'expression',
      expression: 'var.region',
      slice: '${var.region}',
    },
    {
      name: 'a directive as an expression',
      text: 'a = "%{ if b }c%{ endif }"',
      at: ['a'],
      type: 'expression',
      expression: '%{ if b }c%{ endif }',
      slice: '%{ if b }c%{ endif }',
    },
    {
      name: 'a conditional as an expression',
      text: 'a = b ? "c" : "d"',
      at: ['a'],
      type: 'expression',
      expression: 'b ? "c" : "d"',
      slice: 'b ? "c" : "d"',
    },
    {
      name: 'any other function as an expression',
      text: 'a = upper("b")',
      at: ['a'],
      type: 'expression',
      expression: 'upper("b")',
      slice: 'upper("b")',
    },
    {
      name: 'jsonencode of a reference as an expression',
      text: 'a = jsonencode(local.b)',
      at: ['a'],
      type: 'expression',
      expression: 'jsonencode(local.b)',
      slice: 'jsonencode(local.b)',
    },
    {
      name: 'a comprehension as an expression',
      text: 'a = {for k, v in b : k => v}',
      at: ['a'],
      type: 'expression',
      expression: '{for k, v in b : k => v}',
      slice: '{for k, v in b : k => v}',
    },
    {
      name: 'a negative number as an expression',
      text: 'a = -1',
      at: ['a'],
      type: 'expression',
      expression: '-1',
      slice: '-1',
    },
    {name: 'a boolean', text: 'a = false', at: ['a'], type: 'boolean', value: 'false', slice: 'false'},
    {name: 'null as no value', text: 'a = null', at: ['a'], type: 'null', value: null, slice: 'null'},
    {name: 'an empty string', text: 'a = ""', at: ['a'], type: 'string', value: '', slice: ''},
    {
      name: 'spaces at the edges of a string',
      text: 'a = "  b # c  "',
      at: ['a'],
      type: 'string',
      value: '  b # c  ',
      slice: '  b # c  ',
    },
    {
      name: 'escapes, decoded',
      text: 'a = "b\\n\\"\\\\ \\u00e9 $${c} %%{d}"',
      at: ['a'],
      type: 'string',
      value: 'b\n"\\ é ${c} %{d}',
      slice: 'b\\n\\"\\\\ \\u00e9 $${c} %%{d}',
      verbatim: false,
    },
    {
      name: 'what a byte order mark, CRLF and non-ASCII text surround',
      text: '\uFEFFé = "ü😀"\r\na = "b"\r\n',
      at: ['a'],
      type: 'string',
      value: 'b',
      slice: 'b',
    },
    {
      name: 'quoted keys with colons',
      text: 'a = {"b c" : "d"}',
      at: ['a', 'b c'],
      type: 'string',
      value: 'd',
      slice: 'd',
    },
    {
      name: 'a heredoc by its lines',
      text: 'a = <<EOF\n b\n$${c}\nEOF\n',
      at: ['a'],
      type: 'string',
      value: ' b\n${c}\n',
      slice: ' b\n$${c}\n',
      verbatim: false,
    },
    {
      name: 'an indented heredoc without its indentation',
      text: 'a = <<-EOF\r\n    b\r\n      c\r\n  EOF\r\n',
      at: ['a'],
      type: 'string',
      value: 'b\r\n  c\r\n',
      slice: '    b\r\n      c\r\n',
      verbatim: false,
    },
    {
      name: 'an interpolated heredoc as an expression',
      text: 'a = <<EOF\nb ${c}\nEOF\n',
      at: ['a'],
      type: 'expression',
      expression: 'b ${c}\n',
      slice: 'b ${c}\n',
      verbatim: false,
    },
    {
      name: 'an unquoted label',
      text: 'provider aws {\n  region = "b"\n}\n',
      at: ['provider', 'aws', 'region'],
      type: 'string',
      value: 'b',
      slice: 'b',
    },
    {name: 'a tuple', text: 'a = [\n  "b", # c\n  "d",\n]', at: ['a', '1'], type: 'string', value: 'd', slice: 'd'},
    {
      name: 'an object as the whole file',
      text: '{"a": {"b": "c"}}',
      at: ['a', 'b'],
      type: 'string',
      value: 'c',
      slice: 'c',
    },
  ])('reads $name', ({text, at, type, value = null, expression = null, slice, verbatim = true}) => {
    const tree = readHcl({path: 'a.tf', text})

    const node = scalarAt(tree, at)

    expect(node).toMatchObject({kind: 'scalar', type, value, expression, verbatim, shared: false})
    expect(text.slice(node.valueRange.start, node.valueRange.end)).toBe(slice)
    expect(tree.problems).toEqual([])
  })

  test.each([
    {
      name: 'comments have their marks and no line end',
      text: '# a\r\nb = 1 // c\r\n/* d\ne */',
      problems: [],
      comments: ['# a', '// c', '/* d\ne */'],
      keys: ['b'],
    },
    {
      name: 'computed keys are left out',
      text: '(a) = 1',
      problems: [['HCL has no meaning from here', '(a) = 1']],
      comments: [],
      keys: [],
    },
    {name: 'an empty file is an empty body', text: '', problems: [], comments: [], keys: []},
    {
      name: 'an open block is told of, and read',
      text: 'a = 1\nb {\n  c = 2\n',
      problems: [['Block is not closed', '{']],
      comments: [],
      keys: ['a', 'b'],
    },
    {
      name: 'an attribute without a value does not take that of another',
      text: 'x {\n  a =\n  b = 1\n}\nc = 2\n',
      problems: [['HCL has no meaning from here', '=']],
      comments: [],
      keys: ['x', 'c'],
    },
    {
      name: 'an open list is told of',
      text: 'a = [1, 2\nb = 3\n',
      problems: [['HCL has no "]" here', '']],
      comments: [],
      keys: ['a', 'b'],
    },
    {
      name: 'an open string is told of',
      text: 'a = "x\nb = y"\nc = 1\n',
      problems: [['String is not closed on its line', '"x']],
      comments: [],
      keys: ['a', 'c'],
    },
    {
      name: 'an escape that is none is told of',
      text: 'a = "x\\d"\nb = "\\u00e9"\nc = "\\u00"\n',
      problems: [
        ['String has an escape that HCL does not know', '\\d'],
        ['String has an escape that HCL does not know', '\\u'],
      ],
      comments: [],
      keys: ['b'],
    },
    {
      name: 'a here-document without an end is told of',
      text: 'a = 1\nb = <<EOF\nc = 2\n',
      problems: [['Here-document EOF has no end', '<<EOF']],
      comments: [],
      keys: ['a'],
    },
    {
      name: 'a comment that does not end is told of',
      text: 'a = 1\n/* b\nc = 2\n',
      problems: [['Comment is not closed', '/* b']],
      comments: ['/* b\nc = 2\n'],
      keys: ['a'],
    },
    {
      name: 'an element that is torn leaves its neighbours',
      text: 'a = {\n  b =\n  c = 1\n}\nd = [1, =, 2]\n',
      problems: [
        ['HCL has no meaning from here', '='],
        ['HCL has no meaning from here', '=, 2]'],
      ],
      comments: [],
      keys: ['a', 'd'],
    },
    {
      name: 'a brace too many is told of',
      text: 'a = 1\n}\n',
      problems: [['HCL has no meaning from here', '}']],
      comments: [],
      keys: ['a'],
    },
  ])('$name', ({text, problems, comments, keys}) => {
    const tree = readHcl({path: 'a.tf', text})

    expect(tree.problems.map(({message, range}) => [message, text.slice(range.start, range.end)])).toEqual(problems)
    expect(tree.comments.map(({start, end}) => text.slice(start, end))).toEqual(comments)
    expect((tree.roots[0] as MapNode).pairs.map(({key}) => key)).toEqual(keys)
  })

  test('leaves computed keys out of an object', () => {
    const tree = readHcl({path: 'a.tf', text: 'a = {(b) = 1, "${c}" = 2, d.e = 3, f = 4, 5 = 6}'})

    expect((nodeAt(tree, ['a']) as MapNode).pairs.map(({key}) => key)).toEqual(['f', '5'])
  })

  test('says that a text is nested too deeply, and reads the next', () => {
    const tree = readHcl({path: 'a.tf', text: `a = ${'['.repeat(50_000)}${']'.repeat(50_000)}`})

    expect(tree.roots).toEqual([])
    expect(tree.problems).toEqual([{message: 'HCL is nested too deeply to read', range: {start: 0, end: 1}}])
    expect(readHcl({path: 'a.tf', text: 'a = 1'}).problems).toEqual([])
  })
})

describe('setting a value', () => {
  test.each([
    {name: 'keeps the quotes', text: 'a = "b" # c', value: 'd', expected: 'a = "d" # c'},
    {
      name: 'escapes what HCL must',
      text: 'a = "b"',
      value: '"\\\n%{d}\u0001',
      expected: 'a = "\\"\\\\\\n%%{d}\\u0001"',
    },
    {
      name: 'writes an interpolation as given',
      text: 'a = "b"',
      value: 'https://sts.${var.x["y"]}.z',
      expected: 'a = "https://sts.${var.x["y"]}.z"',
    },
    {name: 'escapes an interpolation that does not close', text: 'a = "b"', value: '${c', expected: 'a = "$${c"'},
    {name: 'quotes what replaces an expression', text: 'a = var.b', value: 'c', expected: 'a = "c"'},
    {
      name: 'replaces an interpolated string inside its quotes',
      text: 'a = "${var.b}"',
      value: 'c',
      expected: 'a = "c"',
    },
    {name: 'keeps a boolean a boolean', text: 'a = true', value: 'false', expected: 'a = false'},
    {name: 'keeps a number a number', text: 'a = 80', value: '443', expected: 'a = 443'},
    {name: 'quotes what replaces a boolean', text: 'a = true', value: 'b', expected: 'a = "b"'},
    {name: 'quotes a boolean that replaces a string', text: 'a = "b"', value: 'true', expected: 'a = "true"'},
    {name: 'keeps BOM and CRLF', text: '\uFEFFa = "b"\r\n', value: 'c', expected: '\uFEFFa = "c"\r\n'},
    {name: 'leaves a heredoc alone', text: 'a = <<EOF\nb\nEOF\n', value: 'c', expected: null},
    {name: 'leaves an expression with a comment alone', text: 'a = f(b, # c\n  d)', value: 'e', expected: null},
  ])('$name', ({text, value, expected}) => {
    const tree = readHcl({path: 'a.tf', text})

    const edits = tree.edits.setScalar(scalarAt(tree, ['a']), value)

    expect(edits && apply(text, edits)).toBe(expected)
  })
})

describe('renaming', () => {
  test.each([
    {
      name: 'an attribute',
      text: PROVIDER,
      at: ['provider', 'aws', 'endpoints'],
      old: 'sts',
      key: 'sso',
      expected: PROVIDER.replace('sts =', 'sso ='),
    },
    {
      name: 'a quoted key between its quotes',
      text: 'a = {"b": 1}',
      at: ['a'],
      old: 'b',
      key: 'c d',
      expected: 'a = {"c d": 1}',
    },
    {
      name: 'a bare key, with quotes where it needs them',
      text: 'a = {b = 1}',
      at: ['a'],
      old: 'b',
      key: 'c d',
      expected: 'a = {"c d" = 1}',
    },
    {name: 'no attribute to what is no name', text: 'a = 1', at: [], old: 'a', key: 'b c', expected: null},
    {
      name: 'no key to one that would be computed',
      text: 'a = {"b": 1}',
      at: ['a'],
      old: 'b',
      key: '${c}',
      expected: null,
    },
    {name: 'no block', text: PROVIDER, at: ['provider', 'aws'], old: 'endpoints', key: 'b', expected: null},
    {name: 'no label', text: PROVIDER, at: ['provider'], old: 'aws', key: 'b', expected: null},
  ])('renames $name', ({text, at, old, key, expected}) => {
    const tree = readHcl({path: 'a.tf', text})

    const edits = tree.edits.renameKey(pairNamed(nodeAt(tree, at), old), key)

    expect(edits && apply(text, edits)).toBe(expected)
  })
})

describe('adding a pair', () => {
  test.each<{
    name: string
    text: string
    at?: string[]
    after?: string
    key?: string
    value?: NewValue
    expected: string | null
  }>([
    {
      name: 'in line with its neighbours, below their comment',
      text: PROVIDER,
      at: ['provider', 'aws'],
      after: 'region',
      expected: PROVIDER.replace('# home\n', '# home\n  k       = "v"\n'),
    },
    {
      name: 'with one space where its name is longer',
      text: PROVIDER,
      at: ['provider', 'aws'],
      after: 'profile',
      key: 'sts_region',
      expected: PROVIDER.replace('"ops"\n', '"ops"\n  sts_region = "v"\n'),
    },
    {
      name: 'with one space where the neighbours are not in line',
      text: 'a {\n  bcd = 1\n  ef = 2\n}\n',
      at: ['a'],
      expected: 'a {\n  bcd = 1\n  ef = 2\n  k = "v"\n}\n',
    },
    {
      name: 'at the end of a block',
      text: PROVIDER,
      at: ['provider', 'aws', 'endpoints'],
      expected: PROVIDER.replace('4566"\n', '4566"\n    k   = "v"\n'),
    },
    {
      name: 'into an empty block',
      text: 'provider "aws" {}\n',
      at: ['provider', 'aws'],
      expected: 'provider "aws" {\n  k = "v"\n}\n',
    },
    {
      name: 'into an empty block of two lines, with CRLF',
      text: '\uFEFFa {\r\n  b "c" {\r\n  }\r\n}\r\n',
      at: ['a', 'b', 'c'],
      expected: '\uFEFFa {\r\n  b "c" {\r\n    k = "v"\r\n  }\r\n}\r\n',
    },
    {
      name: 'into a block with a comment alone',
      text: 'a {\n  # none\n}\n',
      at: ['a'],
      expected: 'a {\n  # none\n  k = "v"\n}\n',
    },
    {
      name: 'into a block on one line, which opens it',
      text: 'provider "aws" { region = "b" }\n',
      at: ['provider', 'aws'],
      expected: 'provider "aws" {\n  region = "b"\n  k = "v"\n}\n',
    },
    {
      name: 'as a block, apart from what is above',
      text: BACKEND.replace('backend "s3"', 'x "s3"').replace(/ {4}assume(.|\n)*?}\n/, ''),
      at: ['terraform', 'x', 's3'],
      value: {sts: 'u'},
      expected: BACKEND.replace('backend "s3"', 'x "s3"').replace(
        / {4}assume(.|\n)*?}\n/,
        '\n    k {\n      sts = "u"\n    }\n',
      ),
    },
    {
      name: 'as an attribute in a backend',
      text: BACKEND,
      at: ['terraform', 'backend', 's3'],
      after: 'sts_endpoint',
      value: {sts: 'u'},
      expected: BACKEND.replace('amazonaws.com"\n', 'amazonaws.com"\n    k = {\n      sts = "u"\n    }\n'),
    },
    {
      name: 'as a repeated block',
      text: DEPLOYMENT,
      at: CONTAINER,
      after: 'env',
      key: 'env',
      value: {name: 'A', value: 'b'},
      expected: DEPLOYMENT.replace(
        '"eu-west-1"\n          }\n',
        '"eu-west-1"\n          }\n\n          env {\n            name  = "A"\n            value = "b"\n          }\n',
      ),
    },
    {
      name: 'into the object of a merge',
      text: LAMBDA,
      at: ['resource', 'aws_lambda_function', 'sync', 'environment', 'variables'],
      expected: LAMBDA.replace('current.name\n', 'current.name\n      k                          = "v"\n'),
    },
    {
      name: 'into an object of an attribute',
      text: TERRAGRUNT,
      at: ['remote_state', 'config'],
      expected: TERRAGRUNT.replace('amazonaws.com"\n', 'amazonaws.com"\n    k        = "v"\n'),
    },
    {
      name: 'into an object on one line',
      text: TERRAGRUNT,
      at: ['inputs'],
      expected: TERRAGRUNT.replace('eu-west-1"}', 'eu-west-1", k = "v"}'),
    },
    {
      name: 'with commas where the object has them',
      text: 'a = {\n  b = 1,\n  c = 2\n}',
      at: ['a'],
      expected: 'a = {\n  b = 1,\n  c = 2,\n  k = "v"\n}',
    },
    {
      name: 'with a trailing comma where the object has one',
      text: 'a = {\n  b = 1,\n}',
      at: ['a'],
      expected: 'a = {\n  b = 1,\n  k = "v",\n}',
    },
    {
      name: 'with quotes and a colon where the object has them',
      text: 'a = jsonencode({\n  "b": 1,\n  "c": 2\n})',
      at: ['a'],
      after: 'b',
      value: {d: 'e'},
      expected: 'a = jsonencode({\n  "b": 1,\n  "k": {\n    "d": "e"\n  },\n  "c": 2\n})',
    },
    {
      name: 'with quotes where the key is no name',
      text: 'a = {\n  b = 1\n}',
      at: ['a'],
      key: 'x/y',
      expected: 'a = {\n  b = 1\n  "x/y" = "v"\n}',
    },
    {name: 'into an empty object', text: 'a = {}\n', at: ['a'], expected: 'a = {\n  k = "v"\n}\n'},
    {
      name: 'to a file of variables',
      text: 'region = "a"\nstage  = "b"',
      expected: 'region = "a"\nstage  = "b"\nk      = "v"',
    },
    {
      name: 'to a file of variables, as an object',
      text: 'region = "a"\n',
      value: {b: 'c'},
      expected: 'region = "a"\nk = {\n  b = "c"\n}\n',
    },
    {name: 'to an empty file', text: '', expected: 'k = "v"\n'},
    {name: 'below the comment of a file that has only that', text: '# none\n', expected: '# none\nk = "v"\n'},
    {name: 'as a list', text: 'a = 1\n', value: ['b', 'c'], expected: 'a = 1\nk = ["b", "c"]\n'},
    {name: 'never as an attribute that is no name', text: 'a = 1\n', key: 'x y', expected: null},
    {name: 'never between a label and its block', text: PROVIDER, at: ['provider'], expected: null},
    {name: 'never where the block is broken', text: 'a {\n  b =\n  c = 1\n}\n', at: ['a'], expected: null},
  ])('adds it $name', ({text, at = [], after, key = 'k', value = 'v', expected}) => {
    const tree = readHcl({path: 'a.tf', text})
    const map = nodeAt(tree, at) as MapNode

    const edits = tree.edits.addPair(
      map,
      key,
      value,
      map.pairs.find((pair) => pair.key === after),
    )

    expect(edits && apply(text, edits)).toBe(expected)
  })
})

describe('adding an item', () => {
  const environment = ['resource', 'aws_ecs_task_definition', 'app', 'container_definitions', '0', 'environment']
  test.each<{name: string; text: string; at: string[]; after?: number; value: NewValue; expected: string}>([
    {
      name: 'as flat as the one before, in the list of a concat',
      text: TASK,
      at: environment,
      after: 0,
      value: {name: 'A', value: 'b'},
      expected: TASK.replace('"eu-west-1" },', '"eu-west-1" },\n        { name = "A", value = "b" },'),
    },
    {
      name: 'at the end',
      text: TASK,
      at: environment,
      value: {name: 'A', value: 'b'},
      expected: TASK.replace('var.stage }', 'var.stage },\n        { name = "A", value = "b" }'),
    },
    {
      name: 'over lines like the one before',
      text: 'a = [\n  {\n    name  = "b"\n    value = "c"\n  },\n]',
      at: ['a'],
      value: {name: 'd', value: 'e'},
      expected: 'a = [\n  {\n    name  = "b"\n    value = "c"\n  },\n  {\n    name  = "d"\n    value = "e"\n  },\n]',
    },
    {
      name: 'written as JSON where the others are',
      text: 'a = jsonencode([{"b": "c"}])',
      at: ['a'],
      value: {b: 'd'},
      expected: 'a = jsonencode([{"b": "c"}, {"b": "d"}])',
    },
    {name: 'on one line', text: 'a = ["b", "c"]', at: ['a'], after: 0, value: 'd', expected: 'a = ["b", "d", "c"]'},
    {
      name: 'behind a trailing comma and its comment',
      text: 'a = [\n  "b", # c\n]',
      at: ['a'],
      value: 'd',
      expected: 'a = [\n  "b", # c\n  "d",\n]',
    },
    {
      name: 'behind an item that is a call',
      text: 'a = [jsonencode({b = 1})]',
      at: ['a'],
      after: 0,
      value: 'd',
      expected: 'a = [jsonencode({b = 1}), "d"]',
    },
    {name: 'into an empty list', text: 'a = []', at: ['a'], value: 'd', expected: 'a = ["d"]'},
    {
      name: 'that is a map into an empty list',
      text: 'a = []',
      at: ['a'],
      value: {b: 'c'},
      expected: 'a = [\n  {\n    b = "c"\n  }\n]',
    },
  ])('adds it $name', ({text, at, after, value, expected}) => {
    const tree = readHcl({path: 'a.tf', text})
    const list = nodeAt(tree, at) as ListNode

    expect(apply(text, tree.edits.addItem(list, value, after === undefined ? undefined : list.items[after]))).toBe(
      expected,
    )
  })
})

describe('removing', () => {
  test.each<{name: string; text: string; at?: string[]; index: number; expected: string | null}>([
    {
      name: 'an attribute with its line',
      text: PROVIDER,
      at: ['provider', 'aws', 'endpoints'],
      index: 0,
      expected: PROVIDER.replace(/ +sts = .*\n/, ''),
    },
    {
      name: 'a block with the blank line above it',
      text: PROVIDER,
      at: ['provider', 'aws'],
      index: 2,
      expected: PROVIDER.replace(/\n {2}endpoints {(.|\n)*?}\n/, ''),
    },
    {
      name: 'a block from between others',
      text: DEPLOYMENT,
      at: CONTAINER,
      index: 2,
      expected: DEPLOYMENT.replace(/\n {10}env {\n.*STS(.|\n)*?}\n/, ''),
    },
    {
      name: 'a dynamic block',
      text: DEPLOYMENT,
      at: CONTAINER,
      index: 3,
      expected: DEPLOYMENT.replace(/\n {10}dynamic(.|\n)*?\n {10}}\n/, ''),
    },
    {
      name: 'the first block of a file with the blank line below it',
      text: 'a {\n}\n\nb {\n}\n',
      index: 0,
      expected: 'b {\n}\n',
    },
    {
      name: 'the last block of a file that does not end its line',
      text: '\uFEFFa {\r\n}\r\n\r\nb {\r\n}',
      index: 1,
      expected: '\uFEFFa {\r\n}',
    },
    {name: 'all there is, but the byte order mark', text: '\uFEFFa {\n}', index: 0, expected: '\uFEFF'},
    {name: 'the only attribute of a block', text: 'a {\n  b = 1\n}\n', at: ['a'], index: 0, expected: 'a {}\n'},
    {name: 'the only attribute of a block on one line', text: 'a { b = 1 }\n', at: ['a'], index: 0, expected: 'a {}\n'},
    {
      name: 'an element of a merged object',
      text: LAMBDA,
      at: ['resource', 'aws_lambda_function', 'sync', 'environment', 'variables'],
      index: 0,
      expected: LAMBDA.replace(/ +AWS_STS.*\n/, ''),
    },
    {name: 'an element with its comma', text: 'a = {b = 1, c = 2}', at: ['a'], index: 0, expected: 'a = {c = 2}'},
    {
      name: 'an item of a joined list',
      text: TASK,
      at: ['resource', 'aws_ecs_task_definition', 'app', 'container_definitions', '0', 'environment'],
      index: 0,
      expected: TASK.replace(/ +{ name = "AWS_REGION.*\n/, ''),
    },
    {
      name: 'an item that is a call',
      text: 'a = [jsonencode({b = 1}), "c"]',
      at: ['a'],
      index: 0,
      expected: 'a = ["c"]',
    },
    {name: 'nothing with a comment on its line', text: PROVIDER, at: ['provider', 'aws'], index: 0, expected: null},
    {name: 'nothing with a comment inside', text: 'a {\n  b = 1 # c\n}\nd = 2\n', index: 0, expected: null},
    {name: 'no label from its block', text: PROVIDER, at: ['provider'], index: 0, expected: null},
  ])('removes $name', ({text, at = [], index, expected}) => {
    const tree = readHcl({path: 'a.tf', text})
    const holder = nodeAt(tree, at)

    const edits =
      holder.kind === 'map'
        ? tree.edits.removePair(holder, holder.pairs[index]!)
        : tree.edits.removeItem(holder as ListNode, (holder as ListNode).items[index]!)

    expect(edits && apply(text, edits)).toBe(expected)
  })
})

const mangled = fc
  .tuple(fc.constantFrom(...SAMPLES), fc.nat(), fc.nat(40), fc.string())
  .map(
    ([text, at, length, filler]) => text.slice(0, at % text.length) + filler + text.slice((at % text.length) + length),
  )
const noise = fc.string({
  unit: fc.constantFrom(...'{}[]()"=$%,:\\/*#<~ \nab1', '${', '%{', '<<E\n', '\nE\n', 'a = ', 'b {\n'),
  maxLength: 40,
})
const plainText = fc
  .oneof(fc.string(), fc.string({unit: 'binary'}), fc.constantFrom('${', '%{ if }', 'a"b', '$', '\\'))
  .filter((text) => !/\$\{.*\}/s.test(text))

describe('any text', () => {
  test('is read without throwing, into ranges that lie in it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), mangled, noise), (text) => {
        const tree = readHcl({path: 'a.tf', text})

        for (const {range} of [...tree.problems, ...allNodes(tree)]) expectInside(text, range)
        for (const map of allNodes(tree).filter((node) => node.kind === 'map')) {
          expect(() => tree.edits.addPair(map, 'k', 'v')).not.toThrow()
          for (const pair of map.pairs) {
            expectInside(text, pair.keyRange)
            expectInside(text, pair.range)
            expect(() => [tree.edits.removePair(map, pair), tree.edits.renameKey(pair, 'k')]).not.toThrow()
          }
        }
      }),
      {numRuns: 1000},
    )
  })

  test('written as people do has no problems', () => {
    fc.assert(
      fc.property(writtenHcl, (text) => {
        expect(readHcl({path: 'a.tf', text}).problems).toEqual([])
      }),
      {numRuns: 300},
    )
  })
})

describe('any edit', () => {
  test('of a value changes it and nothing else', () => {
    fc.assert(
      fc.property(writtenHcl, plainText, fc.nat(), (text, to, pick) => {
        const tree = readHcl({path: 'a.tf', text})
        const scalars = allNodes(tree).filter((node) => node.kind === 'scalar')
        const node = scalars[pick % scalars.length]!
        const edits = tree.edits.setScalar(node, to)
        if (edits === null) return void expect(text.slice(node.range.start, node.range.end)).toContain('EOF')
        const again = readHcl({path: 'a.tf', text: apply(text, edits)})

        expect(again.problems).toEqual([])
        expect(edits).toHaveLength(1)
        expect(edits[0]!.range.start >= node.range.start && edits[0]!.range.end <= node.range.end).toBe(true)
        const after = allNodes(again).filter((other) => other.kind === 'scalar')
        expect(after.map(content)).toEqual(scalars.map((other) => (other === node ? to : content(other))))
      }),
      {numRuns: 500},
    )
  })

  test('that adds a pair adds one, and removing it gives the text back', () => {
    fc.assert(
      fc.property(
        writtenHcl,
        fc.nat(),
        fc.nat(),
        fc.oneof(plainText, fc.constant({name: 'a', value: 'b'})),
        (text, pick, position, to) => {
          const tree = readHcl({path: 'a.tf', text})
          const maps = allNodes(tree).filter((node) => node.kind === 'map')
          const map = maps[pick % maps.length]!
          const anchor = map.pairs[position % (map.pairs.length + 1)]
          const edits = tree.edits.addPair(map, 'new_key', to, anchor)
          if (edits === null) return void expect(map.pairs).toHaveLength(1)
          const added = apply(text, edits)
          const again = readHcl({path: 'a.tf', text: added})
          const at = anchor ? map.pairs.indexOf(anchor) + 1 : map.pairs.length
          const grown = allNodes(again).filter((node) => node.kind === 'map')[pick % maps.length]!

          expect(again.problems).toEqual([])
          expect(grown.pairs.map(({key}) => key)).toEqual(map.pairs.map(({key}) => key).toSpliced(at, 0, 'new_key'))
          expect(plain(grown.pairs[at]!.value)).toEqual(to)
          const back = apply(added, again.edits.removePair(grown, grown.pairs[at]!))
          // What had no line for it was opened, and stays open or closes for good.
          const reflowed = map.pairs.length === 0 || text.slice(map.range.start, map.range.end) === '{ a = 1 }'
          expect(reflowed ? back.replace(/\s/g, '') : back).toBe(reflowed ? text.replace(/\s/g, '') : text)
        },
      ),
      {numRuns: 500},
    )
  })

  test('that adds an item adds one, and removing it gives the text back', () => {
    fc.assert(
      fc.property(
        writtenHcl,
        fc.nat(),
        fc.nat(),
        fc.oneof(plainText, fc.constant({name: 'a', value: 'b'})),
        (text, pick, position, to) => {
          const tree = readHcl({path: 'a.tf', text})
          const lists = allNodes(tree).filter((node) => node.kind === 'list')
          const list = lists[pick % lists.length]!
          const anchor = list.items[position % (list.items.length + 1)]
          const added = apply(text, tree.edits.addItem(list, to, anchor))
          const again = readHcl({path: 'a.tf', text: added})
          const at = anchor ? list.items.indexOf(anchor) + 1 : list.items.length
          const grown = allNodes(again).filter((node) => node.kind === 'list')[pick % lists.length]!

          expect(again.problems).toEqual([])
          expect(grown.items).toHaveLength(list.items.length + 1)
          expect(plain(grown.items[at]!)).toEqual(to)
          expect(apply(added, again.edits.removeItem(grown, grown.items[at]!))).toBe(text)
        },
      ),
      {numRuns: 500},
    )
  })
})
