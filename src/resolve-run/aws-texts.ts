import {isAwsFile} from '../formats/file-kind.js'
import type {Entry, FileKind, Scope} from '../model.js'
import type {SharedFile} from '../resolve/types.js'
import type {Unit} from '../scopes/view.js'
import type {PartSource} from '../settings/recognise.js'
import {createStandIns} from './computed.js'
import type {Computed} from './model.js'
import {textOf} from './shared-files.js'
import {lineOf} from './variables.js'

/** An AWS config or credentials file: one of its own, or the text of one in a here-document, a ConfigMap, user data. */
export interface AwsText {
  readonly unit: Unit
  readonly kind: FileKind
  /** Where it stands beside others. */
  readonly directory: string
  readonly scopes: readonly Scope[]
  readonly file: SharedFile
  /** Values that stand in `file` for what is computed. */
  readonly computed: readonly Computed[]
  /** Entries that `file` is left without: nothing can stand for their values. */
  readonly left: readonly Entry[]
}

/** Of texts inside another, those that are known as a whole but for values. */
export function awsTextsOf(unit: Unit, regions: readonly string[]): AwsText[] {
  if (isAwsFile(unit.kind)) return [ownText(unit)]
  const parts = unit.parts.filter(({kind, own}) => isAwsFile(kind) && own.isWhole)
  return parts.map((part) => innerText(unit, part, regions))
}

export function ownText(unit: Unit): AwsText {
  const {file, kind, parsed} = unit
  const directory = directoryOf(file.absolute)
  return {unit, kind, directory, scopes: parsed.scopes, file: textOf(unit), computed: [], left: []}
}

function innerText(unit: Unit, part: PartSource, regions: readonly string[]): AwsText {
  const {document, kind, parsed, own} = part
  const standIns = createStandIns(regions)
  const place = lineAt(unit, part)
  const computed = new Map(
    parsed.entries
      .filter(({value, expression}) => value === null && expression !== null)
      .map((entry) => [lineOf(unit, entry.range.start), asWritten(unit, entry)] as const),
  )
  const value = (entry: Entry) => standIns.valueOf(entry)
  const lines = own.text.split('\n').map((line, at) => {
    const entry = computed.get(place(at + 1))
    if (entry === undefined) return line
    return value(entry) === null ? '#' : `${entry.key} = ${value(entry)}`
  })
  return {
    unit,
    kind,
    directory: `${unit.file.absolute}:${directoryOf(document.path)}`,
    scopes: parsed.scopes,
    file: {path: unit.document.path, text: lines.join('\n'), lineAt: place},
    computed: standIns.made,
    left: [...computed.values()].filter((entry) => value(entry) === null),
  }
}

/** The inner document has a filler for what the outer one computes. */
function asWritten({document}: Unit, entry: Entry): Entry {
  const {start, end} = entry.valueRange
  return {...entry, expression: document.text.slice(start, end)}
}

function lineAt(unit: Unit, {own}: PartSource): (line: number) => number {
  const starts = [0, ...[...own.text.matchAll(/\n/g)].map(({index}) => index + 1)]
  return (line) => lineOf(unit, own.offset(starts[line - 1] ?? 0))
}

function directoryOf(path: string): string {
  return path.replace(/[^/\\]+$/, '')
}
