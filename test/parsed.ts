import {allRules} from '../src/builtin-all.js'
import {Parser} from '../src/check-parse.js'
import {fileKind} from '../src/formats/file-kind.js'
import {detectWithSource} from '../src/formats/source-files.js'
import type {TextEdit} from '../src/model.js'
import {createProject, type Project, type Unit} from '../src/scopes/view.js'

const parser = new Parser(allRules())

/** Files as the engine sees them: read by their formats, recognised by the built-in rows. */
export async function unitsOf(files: Readonly<Record<string, string>>): Promise<Unit[]> {
  return parser.parse(
    Object.entries(files).map(([path, text]) => ({
      file: {path, absolute: `/${path}`, format: detectWithSource(path) ?? 'dotenv', kind: fileKind(path)},
      text,
    })),
  )
}

export async function unitOf(path: string, text: string): Promise<Unit> {
  const [unit] = await unitsOf({[path]: text})
  return unit!
}

export function reparse(unit: Unit, text: string): Unit {
  return parser.reparse(unit, text)
}

/** Env-file links are paths from the root. */
export function projectOf(units: readonly Unit[]): Project {
  return createProject(units, (target) => (units.some(({file}) => file.path === target) ? target : null))
}

export function edit(start: number, end: number, newText: string): TextEdit {
  return {range: {start, end}, newText}
}
