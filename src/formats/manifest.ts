import {readGoMod} from '../clients/readers/go.js'
import {readRequirements} from '../clients/readers/python.js'
import {linesOf} from '../clients/readers/requirement.js'
import type {Document, Entry, Format, Parsed, Range, Scope} from '../model.js'
import {readPlugins} from './jenkins-plugins.js'
import {looseSecret} from './loose-secrets.js'

/**
 * requirements.txt, go.mod and Jenkins' plugins.txt: which packages a program is built with, as `pip.<name>`, `go.<module>` and
 * `jenkins.<plugin>`. Never edited.
 */
export const manifest: Format = {id: 'manifest', parse}

function parse({path, text}: Document): Parsed {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const scope: Scope = {
    id: '',
    kind: 'file',
    name,
    range: {start: 0, end: text.length},
    parent: null,
    links: [],
    adds: null,
  }
  const entries = packagesIn(name, {path, text}).map(({ecosystem, package: written, requirement, range}): Entry => {
    // PEP 503: pip takes these for one name.
    const key = ecosystem === 'pip' ? written.toLowerCase().replace(/[-_.]+/g, '-') : written
    return {
      surface: 'tree',
      scope,
      key,
      path: [ecosystem, key],
      value: requirement ?? '',
      type: 'string',
      expression: null,
      range,
      valueRange: {start: range.end, end: range.end},
      shared: false,
    }
  })
  const comments = commentsOf(text)
  const nothing = (): null => null
  return {
    entries,
    scopes: [scope],
    commands: [],
    problems: [],
    comments,
    secrets: comments.flatMap((range) => looseSecret(text, range) ?? []),
    setValue: nothing,
    rename: nothing,
    remove: nothing,
    add: nothing,
    append: nothing,
  }
}

function packagesIn(name: string, file: Document): readonly Package[] {
  const context = {isKnown: () => true, textOf: () => null, scopeRows: []}
  if (name === 'go.mod') return readGoMod(file, context)
  return name === 'plugins.txt' ? readPlugins(file.text) : readRequirements(file, context)
}

interface Package {
  readonly ecosystem: string
  readonly package: string
  readonly requirement: string | null
  readonly range: Range
}

/** `# …` and `// …` at the start of a line or after a blank. */
function commentsOf(text: string): Range[] {
  return linesOf(text).flatMap(({line, start}) => {
    const [head, blank = ''] = /(^|\s)(?:#|\/\/).*/.exec(line) ?? []
    return head === undefined
      ? []
      : [{start: start + line.length - head.length + blank.length, end: start + line.length}]
  })
}
