import type {Range, TextEdit} from '../model.js'
import {
  addMember,
  type Bracketed,
  beginsLine,
  cut,
  holdsComment,
  indentAt,
  insert,
  lineBreakOf,
  lineEnd,
  lineStart,
  nextLine,
  removeMember,
} from './bracketed.js'
import type {StringToken} from './groovy-scan.js'
import type {MapNode, NewValue, Node, Pair, ScalarNode, TreeEdits} from './tree.js'

/** Where edits find what a node or pair was written as. */
export interface GroovySource {
  readonly text: string
  readonly comments: readonly Range[]
  readonly strings: Map<ScalarNode, StringToken>
  /** Argument lists and literals, brackets included, with the ranges of their members. */
  readonly brackets: Map<Node, {readonly range: Range; readonly members: readonly Range[]}>
  /** Pairs that are statements: `K = V`, with the range of the key; and calls, without. */
  readonly statements: Map<Pair, Range | null>
  /** Pairs that are members of brackets. */
  readonly members: Set<Pair>
}

export function groovyEdits(source: GroovySource): TreeEdits {
  return {
    setScalar: (node, value) => setScalar(source, node, value),
    renameKey: (pair, key) => renameKey(source, pair, key),
    addPair: (map, key, value, after) => addPair(source, map, key, value, after),
    addItem(list, value, after) {
      const box = boxOf(source, list)
      return box && typeof value === 'string' ? addMember(box, () => quoted(value), after?.range) : null
    },
    removePair: (map, pair) => removePair(source, map, pair),
    removeItem(list, item) {
      const box = boxOf(source, list)
      return box && removeMember(box, item.range)
    },
  }
}

function setScalar({strings}: GroovySource, node: ScalarNode, value: string): TextEdit[] | null {
  if (/[\u0000-\u001F\u007F]/.test(value)) return null
  const string = strings.get(node)
  if (!string) return [{range: node.range, newText: quoted(value)}]
  return string.quote === '/' ? null : [{range: node.valueRange, newText: escaped(value, string.quote)}]
}

function escaped(value: string, quote: StringToken['quote']): string {
  const text = value.replaceAll('\\', '\\\\')
  return quote.startsWith('"') ? text.replace(/["$]/g, '\\$&') : text.replaceAll("'", "\\'")
}

function quoted(value: string): string {
  return `'${escaped(value, "'")}'`
}

const NAME = /^[A-Za-z_]\w*$/

function renameKey({statements, members, text}: GroovySource, pair: Pair, key: string): TextEdit[] | null {
  const isKey = statements.get(pair) != null || (members.has(pair) && pair.keyRange.end > pair.keyRange.start)
  const isQuoted = /["']/.test(text.charAt(pair.keyRange.end))
  return isKey && NAME.test(key) && !isQuoted ? [{range: pair.keyRange, newText: key}] : null
}

function addPair(source: GroovySource, map: MapNode, key: string, value: NewValue, after?: Pair): TextEdit[] | null {
  const {text, statements, members} = source
  const neighbour = after ?? map.pairs.findLast((pair) => statements.get(pair) != null || members.has(pair))
  if (!neighbour || !map.pairs.includes(neighbour) || typeof value !== 'string' || !NAME.test(key)) return null
  if (members.has(neighbour)) {
    const box = boxOf(source, map)
    return box && addMember(box, () => `${key}: ${quoted(value)}`, neighbour.range)
  }
  const {start, end} = neighbour.range
  // Only a line of its own: behind a `;` or before a `}` nobody looks for another setting.
  if (statements.get(neighbour) == null || !beginsLine(text, start) || !endsLine(source, end)) return null
  const sign = text.slice(neighbour.keyRange.end, neighbour.value.range.start) === '=' ? '=' : ' = '
  // `env.A = 'b'` and its neighbours share the start of their keys.
  const prefix = text.slice(start, neighbour.keyRange.start)
  return [insert(lineEnd(text, end), lineBreakOf(text) + indentAt(text, start) + prefix + key + sign + quoted(value))]
}

/** But for a comment. */
function endsLine({text, comments}: GroovySource, end: number): boolean {
  const rest = text.slice(end, lineEnd(text, end))
  const start = end + rest.length - rest.trimStart().length
  return rest.trim() === '' || comments.some((comment) => comment.start === start && comment.end >= lineEnd(text, end))
}

function removePair(source: GroovySource, map: MapNode, pair: Pair): TextEdit[] | null {
  const {text, comments, statements, members} = source
  if (members.has(pair)) {
    const box = boxOf(source, map)
    return box && removeMember(box, pair.range)
  }
  const {start, end} = pair.range
  if (statements.get(pair) == null || !beginsLine(text, start) || !endsLine(source, end)) return null
  if (holdsComment(comments, {start, end: lineEnd(text, end)})) return null
  return [cut({start: lineStart(text, start), end: nextLine(text, end)})]
}

function boxOf({text, comments, brackets}: GroovySource, node: Node): Bracketed | null {
  const found = brackets.get(node)
  if (!found) return null
  const {range, members} = found
  return {text, comments, members, range, commas: 'required', gap: ' ', unit: '    ', multiline: false, pad: ''}
}
