import type {Token} from './source-tokens.js'

/** What stands between two brackets. */
export interface Group {
  readonly kind: 'group'
  readonly open: Token
  readonly nodes: readonly Node[]
}

export type Node = Token | Group

const CLOSES: Readonly<Record<string, string>> = {'(': ')', '[': ']', '{': '}'}

/** Nobody nests deeper; what does is read as if it stood side by side. */
const DEEPEST = 200

/** Brackets that match nothing are passed over. */
export function nest(tokens: readonly Token[]): readonly Node[] {
  const root: Node[] = []
  const open: {readonly token: Token; readonly nodes: Node[]}[] = []
  for (const token of tokens) {
    if (token.kind === 'open') {
      if (open.length === DEEPEST) continue
      const nodes: Node[] = []
      const list = open.at(-1)?.nodes ?? root
      list.push({kind: 'group', open: token, nodes})
      open.push({token, nodes})
    } else if (token.kind === 'close') {
      const index = open.findLastIndex((one) => CLOSES[one.token.text] === token.text)
      if (index >= 0) open.length = index
    } else (open.at(-1)?.nodes ?? root).push(token)
  }
  return root
}

export function isGroup(node: Node | undefined, bracket?: string): node is Group {
  return node?.kind === 'group' && (bracket === undefined || node.open.text === bracket)
}

export function isMark(node: Node | undefined, ...texts: readonly string[]): node is Token & {readonly kind: 'mark'} {
  return node?.kind === 'mark' && texts.includes(node.text)
}

export function isName(node: Node | undefined): node is Token & {readonly kind: 'name'} {
  return node?.kind === 'name'
}

export function startsLine(node: Node): boolean {
  return node.kind === 'group' ? node.open.startsLine : node.startsLine
}

export function startOf(node: Node): number {
  return node.kind === 'group' ? node.open.range.start : node.range.start
}

export function endOf(node: Node): number {
  if (node.kind !== 'group') return node.range.end
  const last = node.nodes.at(-1)
  return last === undefined ? node.open.range.end : endOf(last)
}

/** What commas keep apart; where `lines`, ends of lines and semicolons do as well. */
export function split(nodes: readonly Node[], lines: boolean): readonly (readonly Node[])[] {
  const parts: Node[][] = [[]]
  for (const node of nodes) {
    const isNewLine = lines && startsLine(node) && !isMark(node, '.', '?.')
    const isEnd = isMark(node, ',') || (lines && isMark(node, ';'))
    if (isEnd || isNewLine) parts.push([])
    if (!isEnd) parts.at(-1)!.push(node)
  }
  return parts.filter((part) => part.length > 0)
}
