import {stringify} from 'yaml'
import type {FormatId} from '../../src/model.js'

/** Maps, lists and text, to be written in any format that holds such. */
export interface Tree {
  [key: string]: unknown
}

/** One writer per format that holds a tree of keys. */
export const writers: Partial<Record<FormatId, (tree: Tree) => string>> = {
  yaml: (tree) => stringify(tree),
  json: (tree) => JSON.stringify(tree, null, 2),
  hcl: (tree) => body(Object.keys(tree).every(isName) ? tree : {a: tree}, ''),
  xml: (tree) => `<root>${elements(tree)}</root>\n`,
  toml: (tree) => table(tree),
  groovy: (tree) => call('', tree),
}

/** How many labels a block of Terraform's has. */
const LABELS: Readonly<Record<string, number>> = {
  backend: 1,
  connection: 1,
  data: 2,
  module: 1,
  provider: 1,
  resource: 2,
  source: 2,
}

function body(tree: Tree, indent: string): string {
  return Object.entries(tree)
    .map(([key, value]) => statement(key, value, indent))
    .join('')
}

/** Blocks as far as their keys are names; an object from there on. */
function statement(key: string, value: unknown, indent: string): string {
  if (!isTree(value) || !Object.keys(value).every(isName)) return `${indent}${key} = ${expression(value)}\n`
  let inner: Tree = value
  const labels: string[] = []
  for (let count = LABELS[key] ?? 0; count > 0; count--) {
    const [[label, next] = ['', null]] = Object.entries(inner)
    if (Object.keys(inner).length !== 1 || !isTree(next)) break
    labels.push(` "${label}"`)
    inner = next
  }
  return `${indent}${key}${labels.join('')} {\n${body(inner, `${indent}  `)}${indent}}\n`
}

function expression(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(expression).join(', ')}]`
  if (!isTree(value)) return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)} = ${expression(inner)}`)
    .join(', ')} }`
}

/** Keys that are no names stand in a property. */
function elements(tree: Tree): string {
  return Object.entries(tree)
    .map(([key, value]) => {
      const tag = key.replaceAll(/[^\w.-]/g, '-')
      if (isTree(value)) return `<${tag}>${elements(value)}</${tag}>`
      const text = String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
      return `<property><name>${key}</name><value>${text}</value></property>`
    })
    .join('')
}

function table(tree: Tree): string {
  return Object.entries(tree)
    .map(([key, value]) => `${isName(key) ? key : JSON.stringify(key)} = ${inline(value)}\n`)
    .join('')
}

function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  if (!isTree(value)) return JSON.stringify(value)
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${isName(key) ? key : JSON.stringify(key)} = ${inline(inner)}`)
    .join(', ')} }`
}

/** Text is an argument, everything else a call of its own. */
function call(name: string, tree: Tree): string {
  const entries = Object.entries(tree)
  const named = entries.flatMap(([key, value]) =>
    isTree(value) ? [] : [`${/^\w+$/.test(key) ? key : `'${key}'`}: '${value}'`],
  )
  const inner = entries.flatMap(([key, value]) => (isTree(value) ? [call(key, value)] : []))
  return name === ''
    ? [...named.map((argument) => `note(${argument})\n`), ...inner].join('')
    : `${name}(${named.join(', ')}) {\n${inner.join('')}}\n`
}

function isName(key: string): boolean {
  return /^[A-Za-z_][\w-]*$/.test(key)
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
