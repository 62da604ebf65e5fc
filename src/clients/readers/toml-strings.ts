import {type AST, ParseError, parseTOML} from 'toml-eslint-parser'
import type {Leaf} from './leaves.js'

/** The strings of a TOML text in order, and what is `true`. None where it cannot be parsed. */
export function tomlStrings(text: string): Leaf[] {
  const leaves: Leaf[] = []
  const top = parse(text)?.body[0]
  for (const node of top?.body ?? []) {
    if (node.type === 'TOMLKeyValue') addPair(node, [], leaves)
    else for (const pair of node.body) addPair(pair, node.resolvedKey.map(String), leaves)
  }
  return leaves
}

function parse(text: string): AST.TOMLProgram | null {
  try {
    return parseTOML(text.replace(/^\uFEFF/, ' '))
  } catch (error) {
    if (error instanceof ParseError) return null
    throw error
  }
}

function addPair({key, value, range}: AST.TOMLKeyValue, above: readonly string[], leaves: Leaf[]): void {
  addValue(
    value,
    [...above, ...key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))],
    range,
    leaves,
  )
}

function addValue(
  node: AST.TOMLContentNode,
  path: readonly string[],
  whole: readonly [number, number] | null,
  leaves: Leaf[],
): void {
  if (node.type === 'TOMLInlineTable') for (const pair of node.body) addPair(pair, path, leaves)
  else if (node.type === 'TOMLArray')
    node.elements.forEach((item, index) => addValue(item, [...path, String(index)], null, leaves))
  else if (node.kind === 'string') {
    const marks = node.multiline ? 3 : 1
    const range = {start: node.range[0] + marks, end: node.range[1] - marks}
    leaves.push({path, value: node.value, range, whole: whole ? {start: whole[0], end: whole[1]} : range})
  } else if (node.kind === 'boolean' && node.value && whole !== null) {
    const range = {start: node.range[0], end: node.range[1]}
    leaves.push({path, value: 'true', range, whole: {start: whole[0], end: whole[1]}})
  }
}
