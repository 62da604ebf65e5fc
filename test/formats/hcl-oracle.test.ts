import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {expect, test} from 'vitest'
import {detectFormat} from '../../src/formats/detect.js'
import {readHcl} from '../../src/formats/hcl-tree.js'
import type {Tree} from '../../src/formats/tree.js'
import {readRuleFiles} from '../../src/rule-files.js'
import {loadOracle} from './hcl-oracle.js'
import {everything} from './tree-probe.js'
import {writtenHcl} from './written-hcl.js'

const oracle = await loadOracle()

const examples = readRuleFiles('rules').rules.flatMap(({examples}) =>
  examples.flatMap(({path, bad, good, silent, files = {}}) =>
    [...Object.entries(files), ...[bad, good, silent].map((text) => [path, text] as const)].flatMap(([name, text]) =>
      text !== undefined && detectFormat(name) === 'hcl' ? [text] : [],
    ),
  ),
)

const fixtures = readdirSync('fixtures', {recursive: true, withFileTypes: true})
  .filter((entry) => entry.isFile() && detectFormat(entry.name) === 'hcl')
  .map(({parentPath, name}) => readFileSync(join(parentPath, name), 'utf8'))

/** What Terraform's own documentation shows of the language. */
const LANGUAGE = String.raw`
locals {
  a = var.b != "" ? var.b : "c-${'$'}{var.d ? "e" : "f"}"
  g = [for s in var.list : upper(s) if s != ""]
  h = {for k, v in var.map : k => v...}
  i = aws_instance.x[*].id
  j = aws_instance.x.*.id
  k = var.l["m"].n[0]
  o = (1 + 2) * 3 >= 4 && !var.p || -var.q < 5
  r = f(g("x", [1, 2,]), {a = 1, "b" : 2}...)
  s = provider::aws::arn_parse("x")
  t = <<-EOT
    %{ for ip in var.ips ~}
    server ${'$'}{ip}
    %{ endfor ~}
  EOT
  u = [
    # first
    "x", // second
    { y = "z" }, /* third */
  ]
  v = "$${'$'}{not} %%{this} \" \\ \u00e9"
  w = merge({ A = "b" }, { C = var.d }, var.e)
  x = try(jsondecode(file("${'$'}{path.module}/x.json")), {})
  y = 1.5e3
  z = null
}
resource aws_x "y" "z" { a = true }
moved {
  from = aws_x.a
  to   = aws_x.b
}
`

function same(text: string): void {
  const [own, other] = [readHcl({path: 'a.tf', text}), oracle({path: 'a.tf', text})]
  expect(everything(own)).toEqual(everything(other))
}

test('the language as it is documented', () => same(LANGUAGE))

test.each([...new Set([...examples, ...fixtures])].filter((text) => isRight(oracle({path: 'a.tf', text}))))(
  '%s',
  (text) => same(text),
)

test('any text written as people do', () => {
  fc.assert(fc.property(writtenHcl, same), {numRuns: 300})
})

/** Of a broken text two readers need not keep the same rest. */
function isRight({problems}: Tree): boolean {
  return problems.length === 0
}

test('finds a text broken where the grammar does, as far as Terraform does', () => {
  const broken = examples.filter((text) => !isRight(oracle({path: 'a.tf', text})))
  for (const text of broken) expect(readHcl({path: 'a.tf', text}).problems).not.toEqual([])
})
