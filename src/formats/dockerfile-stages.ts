import type {Document, Scope} from '../model.js'
import type {Instruction} from './dockerfile-lines.js'

export interface Stage {
  readonly scope: Scope
  /** With its `FROM`. */
  readonly instructions: readonly Instruction[]
}

/** What stands before the first `FROM` is nobody's environment: its arguments only fill in `FROM` lines. */
export function stagesOf({path, text}: Document, instructions: readonly Instruction[]): Stage[] {
  const froms = instructions.flatMap(({keyword, onbuild}, index) => (keyword === 'FROM' && !onbuild ? [index] : []))
  const before = instructions.slice(0, froms[0])
  const file: Scope = {
    id: 'file',
    kind: 'file',
    name: path,
    range: {start: 0, end: text.length},
    parent: null,
    links: [],
    adds: null,
  }
  const stages: Stage[] = before.length > 0 ? [{scope: file, instructions: before}] : []
  const named = new Map<string, Scope>()
  const ids = new Set<string>()
  froms.forEach((first, index) => {
    const own = instructions.slice(first, froms[index + 1])
    const {image, name} = fromOf(own[0]!)
    const label = name !== null && /^[\w.-]+$/.test(name) ? name : String(index)
    const id = ids.has(`stage:${label}`) ? `stage:${label}#${index}` : `stage:${label}`
    ids.add(id)
    const scope: Scope = {
      id,
      kind: 'stage',
      name: name ?? String(index),
      range: {start: own[0]!.range.start, end: own.at(-1)!.range.end},
      parent: named.get(image.toLowerCase()) ?? null,
      links: [],
      adds: 'env',
    }
    if (name !== null) named.set(name.toLowerCase(), scope)
    stages.push({scope, instructions: own})
  })
  return stages
}

function fromOf({line, from}: Instruction): {image: string; name: string | null} {
  const words = line.text
    .slice(from)
    .split(/\s+/)
    .filter((word) => word !== '' && !word.startsWith('--'))
  return {image: words[0] ?? '', name: words[1]?.toLowerCase() === 'as' ? (words[2] ?? null) : null}
}
