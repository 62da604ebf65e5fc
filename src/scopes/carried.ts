import type {Entry} from '../model.js'
import {FALLING_BACK, isCarried} from '../settings/fallback.js'
import type {Setting} from '../settings/recognise.js'
import {localOf} from './local-uses.js'
import type {Unit} from './view.js'

/** Where an expression says its value stands. */
interface Reference {
  /** As people write it: `var.sts_mode`. */
  readonly name: string
  /** The key paths that may state it; in an HCL file the module's, in a chart the values'. */
  readonly paths: readonly (readonly string[])[]
  /** Whether a file may hold them. */
  isIn(path: string): boolean
}

/**
 * Settings whose value another place states, told of there: the default of a variable, a local, a chart's values, a
 * template's parameter. Only what AWS's own words are, and what no row of its own knows.
 */
export function withCarried(units: readonly Unit[]): readonly Unit[] {
  const users = units.flatMap((unit) =>
    unit.settings.flatMap((setting) => {
      const reference = referenceOf(setting, unit)
      return reference === null ? [] : [{setting, reference}]
    }),
  )
  if (users.length === 0) return units
  return units.map((unit) => {
    const found = new Map<Entry, Setting>()
    for (const {setting, reference} of users) {
      if (!reference.isIn(unit.file.path)) continue
      // The first that uses it gives it its place.
      for (const entry of statedIn(unit, reference))
        if (!found.has(entry)) found.set(entry, toSetting(setting, entry, reference.name))
    }
    if (found.size === 0) return unit
    return {...unit, settings: [...unit.settings.filter(({entry}) => !found.has(entry)), ...found.values()]}
  })
}

/** Whether a file, by its path, may state what one of the units refers to, or use a map of theirs. Null where none may. */
export function mayState(units: readonly Unit[]): ((path: string) => boolean) | null {
  const references = units.flatMap((unit) => unit.settings.flatMap((setting) => referenceOf(setting, unit) ?? []))
  const locals = units.flatMap((unit) => unit.settings.flatMap(({entry}) => localOf(entry, unit) ?? []))
  const all = [...references, ...locals]
  return all.length === 0 ? null : (path) => all.some(({isIn}) => isIn(path))
}

function statedIn({parsed, settings}: Unit, {paths}: Reference): Entry[] {
  // What is known by its name alone is known better by who reads it.
  const known = new Set(settings.flatMap(({entry, row}) => (row.fix === 'report' || row.fix === 'D' ? [] : entry)))
  return parsed.entries.filter(
    (entry) =>
      entry.value !== null &&
      isCarried(entry.value) &&
      !known.has(entry) &&
      paths.some((path) => path.length === entry.path.length && path.every((each, at) => each === entry.path[at])),
  )
}

/** Others may read it too, which the fix says. */
function toSetting(setting: Setting, found: Entry, key: string): Setting {
  return {...setting, entry: {...found, key, shared: true}, whole: found}
}

function referenceOf({name, entry: {expression}}: Setting, {file: {path}, format}: Unit): Reference | null {
  if (expression === null || !FALLING_BACK.has(name)) return null
  if (format === 'hcl') return ofTerraform(expression, path)
  if (format !== 'yaml') return null
  return ofChart(expression, path) ?? ofSameFile(expression, path)
}

function ofTerraform(expression: string, path: string): Reference | null {
  const [, kind, name] = /^(?:"?\$\{)?\s*(var|local)\.(\w+)\s*(?:\}"?)?$/.exec(expression) ?? []
  if (name === undefined) return null
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const isIn = (other: string): boolean =>
    other.startsWith(folder) && /^[^/]+\.(?:tf|tofu|hcl)$/.test(other.slice(folder.length))
  const paths = kind === 'var' ? [['variable', name, 'default']] : [['locals', name]]
  return {name: `${kind}.${name}`, paths, isIn}
}

function ofChart(expression: string, path: string): Reference | null {
  const [, folder] = /^(.*\/|)templates\//.exec(path) ?? []
  const [, name] =
    /^\{\{-?\s*\$?\.Values\.([\w.]+)(?:\s*\|\s*(?:quote|squote|toString|trim))*\s*-?\}\}$/.exec(expression) ?? []
  if (folder === undefined || name === undefined) return null
  const isIn = (other: string): boolean =>
    other.startsWith(folder) && /^values[\w.-]*\.ya?ml$/.test(other.slice(folder.length))
  return {name: `.Values.${name}`, paths: [name.split('.')], isIn}
}

/** Parameters of CloudFormation, inputs of a workflow, `custom` of the Serverless Framework. */
function ofSameFile(expression: string, path: string): Reference | null {
  const isIn = (other: string): boolean => other === path
  const [, parameter] = /^!(?:Ref\s+|Sub\s+["']?\$\{)(\w+)(?:\}["']?)?$/.exec(expression) ?? []
  if (parameter !== undefined) return {name: parameter, paths: [['Parameters', parameter, 'Default']], isIn}
  const [, input] = /^\$\{\{\s*inputs\.([\w-]+)\s*\}\}$/.exec(expression) ?? []
  if (input !== undefined) {
    const calls = ['workflow_call', 'workflow_dispatch'].map((event) => ['on', event, 'inputs', input, 'default'])
    return {name: `inputs.${input}`, paths: [...calls, ['inputs', input, 'default']], isIn}
  }
  const [, custom] = /^\$\{self:([\w.]+)\}$/.exec(expression) ?? []
  return custom === undefined ? null : {name: `self:${custom}`, paths: [custom.split('.')], isIn}
}
