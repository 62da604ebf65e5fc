import {describe, expect, test} from 'vitest'
import {applyEdits} from '../../src/fix/apply.js'
import type {Parsed, TextEdit} from '../../src/model.js'
import {unitOf} from '../parsed.js'

const workload = `apiVersion: apps/v1
kind: Deployment
metadata: {name: app}
spec:
  template:
    spec:
      containers:
        - name: web
          args: [--sts-endpoint=https://sts.test, --verbose]
          env:
            - {name: AWS_REGION, value: eu-west-1}
            - {name: TOKEN_FILE, valueFrom: {fieldRef: {fieldPath: x}}}
          envFrom: [{configMapRef: {name: shared}}]
`

interface Reading {
  readonly path: string
  readonly text: string
  /** Kind, name, parent's kind and what can be added, of every scope but the file. */
  readonly scopes: readonly string[]
  /** Surface, key, value (or expression) and scope kind, of the entries the case is about. */
  readonly entries: readonly string[]
}

describe('what one process sees', () => {
  test.each<Reading>([
    {
      path: 'deploy.yaml',
      text: workload,
      scopes: ['workload app < file: null', 'container web < workload: env'],
      entries: [
        'env AWS_REGION=eu-west-1 container',
        'flag --sts-endpoint=https://sts.test container',
        'flag --verbose=true container',
      ],
    },
    {
      path: '.github/workflows/ci.yml',
      text: 'env: {A: 1}\njobs:\n  build:\n    env: {B: "${{ secrets.X }}"}\n    steps:\n      - name: one\n        env: {C: c}\n        run: export AWS_D=d\n',
      scopes: ['workflow ci.yml < file: env', 'job build < workflow: env', 'step one < job: env'],
      entries: ['env A=1 workflow', 'env B=${{ secrets.X }} job', 'env C=c step', 'env AWS_D=d step'],
    },
    {
      path: 'compose.yaml',
      text: 'services:\n  a: {environment: [A=1, B]}\n  b: {environment: {A: 2}, env_file: x.env}\n',
      scopes: ['service a < file: env', 'service b < file: env'],
      entries: ['env A=1 service', 'env A=2 service'],
    },
    {
      path: 'telegraf.conf',
      text: '[[inputs.exec]]\n  commands = ["x"]\n  environment = ["A=1"]\n',
      scopes: ['configuration configuration 1 < file: env'],
      entries: ['env A=1 configuration'],
    },
    {
      path: 'a.plist',
      text: '<plist><dict><key>Label</key><string>l</string><key>ProgramArguments</key><array><string>/bin/sh</string><string>-c</string><string>AWS_A=1 x</string></array></dict></plist>',
      scopes: ['service l < file: null', 'command x < service: null'],
      entries: ['env AWS_A=1 command'],
    },
    {
      path: 'main.tf',
      text: 'resource "x" "y" {\n  env = [for k, v in {AWS_REGION = "r"} : {name = k, value = v}]\n  no = [for k, v in {AWS_REGION = "s"} : v]\n}\n',
      scopes: ['resource y < file: null', 'configuration resource.x.y.env < resource: null'],
      entries: ['env AWS_REGION=r configuration'],
    },
    {
      path: 'main.tf',
      text: 'provider "aws" {\n  region = "eu-west-1"\n}\nprovider "aws" {\n  alias  = "x"\n  region = var.region\n}\n',
      scopes: ['provider aws < file: tree', 'provider x < file: tree'],
      entries: ['tree region=eu-west-1 provider', 'tree alias=x provider', 'tree region=var.region provider'],
    },
    {
      path: 'values.json',
      text: '{"deep": {"er": {"AWS_REGION": "eu-west-1", "A": "b"}}}',
      scopes: ['configuration deep.er < file: null'],
      entries: ['env AWS_REGION=eu-west-1 configuration', 'tree A=b file'],
    },
    {
      path: 'secret.yaml',
      text: 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {AWS_REGION: ZXUtd2VzdC0x, BROKEN: "%%"}\n',
      scopes: ['secret s < file: null'],
      entries: ['env AWS_REGION=eu-west-1 secret', 'env BROKEN=null secret'],
    },
    {
      path: 'two.yaml',
      text: 'services: {a: {environment: {A: 1}}}\n---\nservices: {a: {environment: {A: 2}}}\n',
      scopes: [],
      entries: [],
    },
  ])('$path', async ({path, text, scopes, entries}) => {
    const {parsed} = await unitOf(path, text)
    const seen = parsed.scopes.filter(({kind}) => kind !== 'file')
    const read = parsed.entries.map(
      ({surface, key, value, expression, scope}) => `${surface} ${key}=${value ?? expression} ${scope.kind}`,
    )

    expect(seen.map(({kind, name, parent, adds}) => `${kind} ${name} < ${parent?.kind}: ${adds}`)).toEqual(scopes)
    expect(read).toEqual(expect.arrayContaining([...entries]))
  })

  test('scopes have ids of their own, and links by name', async () => {
    const text = `${workload}---\n${workload}`
    const {scopes} = (await unitOf('deploy.yaml', text)).parsed

    const ids = scopes.filter(({kind}) => kind !== 'file').map(({id}) => id)
    expect(new Set(ids).size).toBe(4)
    expect(scopes.filter(({kind}) => kind === 'container').map(({links}) => links)).toEqual([
      [{kind: 'config-map', target: 'shared'}],
      [{kind: 'config-map', target: 'shared'}],
    ])
  })

  test('the value of a credential stays in the parser', async () => {
    const text = 'services: {a: {environment: {AWS_SECRET_ACCESS_KEY: planted, B: c}}}\n'
    const {entries, secrets} = (await unitOf('compose.yaml', text)).parsed

    expect(entries.find(({key}) => key === 'AWS_SECRET_ACCESS_KEY')).toMatchObject({value: null, expression: null})
    expect(secrets.map(({start, end}) => text.slice(start, end))).toEqual(['planted'])
  })
})

interface Editing {
  readonly name: string
  readonly path: string
  readonly text: string
  edit(parsed: Parsed): TextEdit[] | null
  /** Null: it cannot be made without loss. */
  readonly expected: string | null
}

const entryOf = ({entries}: Parsed, key: string) => entries.find((entry) => entry.key === key)!
const scopeOf = ({scopes}: Parsed, kind: string) => scopes.find((scope) => scope.kind === kind)!
const compose = (environment: string): string => `services:\n  a:\n    environment:\n${environment}`

describe('edits in the manner of the carrier', () => {
  test.each<Editing>([
    {
      name: 'sets the value of a pair',
      path: 'compose.yaml',
      text: compose('      A: x # note\n'),
      edit: (parsed) => parsed.setValue(entryOf(parsed, 'A'), 'z'),
      expected: compose('      A: z # note\n'),
    },
    {
      name: 'sets the value behind KEY=',
      path: 'compose.yaml',
      text: compose('      - "A=x"\n'),
      edit: (parsed) => parsed.setValue(entryOf(parsed, 'A'), 'y'),
      expected: compose('      - "A=y"\n'),
    },
    {
      name: 'sets the value behind marks and KEY=',
      path: 'pyproject.toml',
      text: '[tool.pytest.ini_options]\nenv = ["R:D:A=x"]\n',
      edit: (parsed) => parsed.setValue(entryOf(parsed, 'A'), 'y'),
      expected: '[tool.pytest.ini_options]\nenv = ["R:D:A=y"]\n',
    },
    {
      name: 'sets the value of a flag',
      path: 'deploy.yaml',
      text: workload,
      edit: (parsed) => parsed.setValue(entryOf(parsed, '--sts-endpoint'), 'https://new.test'),
      expected: workload.replace('https://sts.test', 'https://new.test'),
    },
    {
      name: 'sets no value where a flag has none',
      path: 'deploy.yaml',
      text: workload,
      edit: (parsed) => parsed.setValue(entryOf(parsed, '--verbose'), 'false'),
      expected: null,
    },
    {
      name: 'sets no value of base64',
      path: 'secret.yaml',
      text: 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {AWS_REGION: ZXUtd2VzdC0x}\n',
      edit: (parsed) => parsed.setValue(entryOf(parsed, 'AWS_REGION'), 'eu-west-2'),
      expected: null,
    },
    {
      name: 'renames a name beside its value',
      path: 'deploy.yaml',
      text: workload,
      edit: (parsed) => parsed.rename(entryOf(parsed, 'AWS_REGION'), 'B'),
      expected: workload.replace('name: AWS_REGION', 'name: B'),
    },
    {
      name: 'adds a variable as the others are written',
      path: 'compose.yaml',
      text: compose('      - A=x\n      - B=y\n'),
      edit: (parsed) => parsed.add(scopeOf(parsed, 'service'), 'C', 'z', entryOf(parsed, 'A')),
      expected: compose('      - A=x\n      - C=z\n      - B=y\n'),
    },
    {
      name: 'adds no variable that is there',
      path: 'compose.yaml',
      text: compose('      - A=x\n'),
      edit: (parsed) => parsed.add(scopeOf(parsed, 'service'), 'A', 'z'),
      expected: null,
    },
    {
      name: 'adds no variable to what others share',
      path: 'compose.yaml',
      text: 'x-env: &env {A: x}\nservices:\n  a: {environment: *env}\n  b: {environment: *env}\n',
      edit: (parsed) => parsed.rename(entryOf(parsed, 'A'), 'B'),
      expected: null,
    },
    {
      name: 'adds the block that a nested key needs',
      path: 'main.tf',
      text: 'terraform {\n  backend "s3" {\n    region = "r"\n  }\n}\n',
      edit: (parsed) => parsed.add(scopeOf(parsed, 'backend'), 'endpoints.sts', 'https://sts.test'),
      expected:
        'terraform {\n  backend "s3" {\n    region = "r"\n    endpoints = {\n      sts = "https://sts.test"\n    }\n  }\n}\n',
    },
    {
      name: 'appends to a list',
      path: 'main.tf',
      text: 'resource "x" "y" {\n  hosts = ["a", "b"]\n}\n',
      edit: (parsed) => parsed.append(entryOf(parsed, 'hosts'), 'c'),
      expected: 'resource "x" "y" {\n  hosts = ["a", "c", "b"]\n}\n',
    },
    {
      name: 'appends to a value that is a list',
      path: 'compose.yaml',
      text: compose('      NO_PROXY: "a,b"\n'),
      edit: (parsed) => parsed.append(entryOf(parsed, 'NO_PROXY'), 'c'),
      expected: compose('      NO_PROXY: "a,b,c"\n'),
    },
    {
      name: 'removes a pair with its line',
      path: 'compose.yaml',
      text: compose('      A: x\n      B: y\n'),
      edit: (parsed) => parsed.remove(entryOf(parsed, 'A')),
      expected: compose('      B: y\n'),
    },
    {
      name: 'removes no line with a comment',
      path: 'compose.yaml',
      text: compose('      A: x # note\n      B: y\n'),
      edit: (parsed) => parsed.remove(entryOf(parsed, 'A')),
      expected: null,
    },
  ])('$name', async ({path, text, edit, expected}) => {
    const edits = edit((await unitOf(path, text)).parsed)

    expect(edits && applyEdits(text, edits)).toBe(expected)
  })
})
