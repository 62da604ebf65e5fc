import type {CST} from 'yaml'
import {type Member, membersOf} from './yaml-cst.js'
import {type Habit, PLAIN, type Quote} from './yaml-write.js'

/** How a new pair of a map is written: its key and value quoted like the neighbour's. */
export function pairHabit(text: string, members: readonly Member[], neighbour: Member | undefined): Habit {
  const value = quoteOf(neighbour?.value)
  return {...layoutOf(text, members), key: quoteOf(neighbour?.key), below: () => ({...PLAIN, value})}
}

/** How a new list item is written: like the items before it, nearest first. */
export function valueHabit(text: string, neighbours: readonly (CST.Token | null | undefined)[]): Habit {
  const [nearest] = neighbours
  const isFlow = nearest?.type === 'flow-collection'
  const members = neighbours.flatMap((token) => (token && 'items' in token ? membersOf(token) : []))
  return {
    ...layoutOf(text, members),
    key: quoteOf(members.find(({key}) => key)?.key),
    value: quoteOf(nearest),
    flow: isFlow,
    gap: 2,
    below: (key) =>
      valueHabit(
        text,
        members.filter((member) => keyText(member) === key).map(({value}) => value),
      ),
  }
}

function keyText({key}: Member): string | null {
  return key && 'source' in key ? key.source.replace(/^(["'])(.*)\1$/, '$2') : null
}

function quoteOf(token: CST.Token | null | undefined): Quote {
  if (token?.type === 'single-quoted-scalar') return 'single'
  return token?.type === 'double-quoted-scalar' ? 'double' : 'plain'
}

/** Some write the dashes of a list below a key in the key's own column, some indent by four. */
function layoutOf(text: string, members: readonly Member[]): Habit {
  const nested = members.find(({value}) => value?.type === 'block-map')
  const listed = members.find(({value}) => value?.type === 'block-seq')
  const step = Math.max(nested ? columnsBelow(text, nested) : 0, 0) || 2
  return {...PLAIN, step, dash: listed ? Math.max(columnsBelow(text, listed), 0) : step}
}

function columnsBelow(text: string, {key, value}: Member): number {
  return key && value ? columnAt(text, value.offset) - columnAt(text, key.offset) : 0
}

function columnAt(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1)
}
