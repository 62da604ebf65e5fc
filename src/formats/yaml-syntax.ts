import type {Alias, CST, ParsedNode, Scalar, YAMLMap, YAMLSeq} from 'yaml'

/**
 * The nodes of `yaml`, told apart and made without loading it. It marks them with registered symbols, so that nodes of two
 * copies of the package know each other (yaml, src/nodes/identity.ts).
 */
const NODE_TYPE = Symbol.for('yaml.node.type')
const ALIAS = Symbol.for('yaml.alias')
const MAP = Symbol.for('yaml.map')
const SCALAR = Symbol.for('yaml.scalar')
const SEQ = Symbol.for('yaml.seq')

type Marked = {readonly [NODE_TYPE]?: symbol}

export function isAlias(node: ParsedNode | undefined): node is Alias.Parsed {
  return (node as Marked | undefined)?.[NODE_TYPE] === ALIAS
}

export function isMap(node: ParsedNode): node is YAMLMap.Parsed {
  return (node as Marked)[NODE_TYPE] === MAP
}

export function isSeq(node: ParsedNode): node is YAMLSeq.Parsed {
  return (node as Marked)[NODE_TYPE] === SEQ
}

export function isScalar(node: ParsedNode): node is Scalar.Parsed {
  return (node as Marked)[NODE_TYPE] === SCALAR
}

export function scalar(value: string, type: Scalar.Type, token: CST.FlowScalar | CST.BlockScalar): ParsedNode {
  return {[NODE_TYPE]: SCALAR, value, type, srcToken: token} as unknown as ParsedNode
}

export function aliasNode(source: string, token: CST.FlowScalar): ParsedNode {
  const end = token.offset + token.source.length
  return {[NODE_TYPE]: ALIAS, source, range: [token.offset, end, end], srcToken: token} as unknown as ParsedNode
}

export function collection(kind: 'map' | 'seq', items: readonly unknown[], token: CST.Token): ParsedNode {
  return {[NODE_TYPE]: kind === 'map' ? MAP : SEQ, items, srcToken: token} as unknown as ParsedNode
}
