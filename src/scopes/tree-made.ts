import {composed, joined, madeUp, type Placed, standing} from '../formats/placed-text.js'
import type {ListNode, MapNode, Node, ScalarNode} from '../formats/tree.js'
import type {Scope} from '../model.js'
import type {TreeState} from './tree-state.js'

/**
 * Text that a file puts together from pieces: CloudFormation's `Fn::Join` and `Fn::Sub` with a list, Terraform's `join`.
 * Null where the node is none of them.
 */
export function madeText(node: Node): Placed | null {
  const call = callOf(node)
  if (call === null) return null
  const [first, second] = call.list.items
  if (first?.kind !== 'scalar' || first.value === null || second === undefined) return null
  if (call.name === 'Sub') return second.kind === 'map' ? filledIn(first, second) : null
  if (second.kind !== 'list') return null
  const separator = first.value
  return joined(second.items.flatMap((item, index) => (index === 0 ? [] : [madeUp(separator)]).concat(pieceOf(item))))
}

/** The text, where none of it is computed. */
export function knownText(node: Node): string | null {
  const made = madeText(node)
  return made === null || made.computed.length > 0 ? null : made.text
}

/** Takes a text of several lines down as the document it may be. */
export function readMade(state: TreeState, node: Node, key: string, scope: Scope): void {
  const made = node.shared ? null : madeText(node)
  const file = made === null && node.kind === 'map' ? iniFile(node) : null
  if (file) state.embedded.push(composed({path: file.path, scope, isPart: true}, () => file.text))
  if (made?.text.includes('\n')) state.embedded.push(composed({path: key, scope}, () => made))
}

/** Ansible's `ini_file`: one key of a section of a file. */
function iniFile({pairs}: MapNode): {readonly path: string; readonly text: Placed} | null {
  const at = (name: RegExp): ScalarNode | null => {
    const found = pairs.find(({key}) => name.test(key))?.value
    return found?.kind === 'scalar' && found.value !== null ? found : null
  }
  const [path, section, option, value] = [at(/^(?:path|dest)$/), at(/^section$/), at(/^option$/), at(/^value$/)]
  if (!path || !section || !option || !value) return null
  const text = joined([
    madeUp(`[${section.value}]\n`),
    ofScalar(option, option.value!),
    madeUp(' = '),
    ofScalar(value, value.value!),
    madeUp('\n'),
  ])
  return {path: path.value!, text}
}

interface MakingCall {
  readonly name: 'Join' | 'Sub'
  readonly list: ListNode
}

function callOf(node: Node): MakingCall | null {
  if (node.kind === 'map') return node.pairs.length === 1 ? ofPair(node) : null
  if (node.kind !== 'scalar' || node.content?.kind !== 'list') return null
  const name = /^(?:!(Join|Sub)\b|(join)\()/.exec(node.expression ?? '')
  return name === null ? null : {name: name[1] === 'Sub' ? 'Sub' : 'Join', list: node.content}
}

function ofPair({pairs: [pair]}: MapNode): MakingCall | null {
  const name = /^Fn::(Join|Sub)$/.exec(pair!.key)?.[1]
  return name !== undefined && pair!.value.kind === 'list'
    ? {name: name as MakingCall['name'], list: pair!.value}
    : null
}

function pieceOf(node: Node): Placed {
  const {start} = node.range
  if (node.kind === 'scalar' && node.value !== null) return ofScalar(node, node.value)
  return madeText(node) ?? {text: '_', at: [start], computed: [{start: 0, end: 1}]}
}

/** What is escaped in the file has one place as a whole. */
export function ofScalar({verbatim, valueRange: {start}}: ScalarNode, value: string): Placed {
  if (verbatim) return standing(value, start)
  return {text: value, at: Array.from({length: value.length}, (_, index) => (index === 0 ? start : -1)), computed: []}
}

function filledIn(template: ScalarNode, {pairs}: MapNode): Placed {
  const text = template.value!
  const whole = ofScalar(template, text)
  const pieces: Placed[] = []
  let from = 0
  const upTo = (end: number): Placed => ({text: text.slice(from, end), at: whole.at.slice(from, end), computed: []})
  for (const {0: hole, 1: name, index} of text.matchAll(/\$\{([^!}][^}]*)\}/g)) {
    const given = pairs.find(({key}) => key === name)?.value
    const at = whole.at[index] ?? -1
    pieces.push(upTo(index), given ? pieceOf(given) : {text: '_', at: [at], computed: [{start: 0, end: 1}]})
    from = index + hole.length
  }
  return joined([...pieces, upTo(text.length)])
}
