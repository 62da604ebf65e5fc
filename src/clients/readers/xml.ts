import {Parser} from 'htmlparser2'
import type {Range} from '../../model.js'

export interface Element {
  readonly name: string
  /** By their names in lower case: MSBuild does not tell them apart. */
  readonly attributes: ReadonlyMap<string, Value>
  /** Its text without blanks around it, where it holds text alone. */
  readonly text: Value | null
  readonly children: readonly Element[]
}

export interface Value {
  readonly value: string
  readonly range: Range
}

interface Open {
  readonly name: string
  readonly attributes: Map<string, Value>
  text: Value | null
  readonly children: Open[]
}

/** XML as a tree; elements that do not end, end with what is around them. */
export function readXml(text: string): Element {
  const root: Open = {name: '', attributes: new Map(), text: null, children: []}
  const stack: Open[] = [root]
  let attributes = new Map<string, Value>()
  const parser: Parser = new Parser(
    {
      onattribute: (name, value) => {
        // The parser says where the attribute stands, not its value.
        const after = parser.startIndex + name.length
        const [, lead, raw] = /^(\s*=\s*["']?)([^"'<>]*)/.exec(text.slice(after, parser.endIndex + 1)) ?? ['', '', '']
        const start = after + lead!.length
        attributes.set(name.toLowerCase(), {value, range: {start, end: start + raw!.length}})
      },
      onopentag: (name) => {
        const element: Open = {name, attributes, text: null, children: []}
        attributes = new Map()
        stack.at(-1)!.children.push(element)
        stack.push(element)
      },
      ontext: (data) => {
        const element = stack.at(-1)!
        const value = data.trim()
        if (value === '' || element.text !== null) return
        const start = parser.startIndex + data.length - data.trimStart().length
        element.text = {value, range: {start, end: start + value.length}}
      },
      onclosetag: () => void (stack.length > 1 && stack.pop()),
    },
    {xmlMode: true},
  )
  parser.end(text)
  return root
}

/** Every element of that name, wherever it stands, in order. */
export function elementsNamed(root: Element, name: string): Element[] {
  const found: Element[] = []
  const stack: Element[] = [root]
  for (let element = stack.pop(); element !== undefined; element = stack.pop()) {
    if (element.name === name) found.push(element)
    stack.push(...element.children.toReversed())
  }
  return found
}

export function child(element: Element | undefined, name: string): Element | undefined {
  return element?.children.find((candidate) => candidate.name === name)
}
