import type {Document, Format, Parsed, Range, Scope, ShellOut} from '../model.js'
import {readAws, readCmdlet, type Words} from './aws-commands.js'
import {apart, fileScope, type LineSetting, plain, toParsed} from './line-settings.js'
import {linesOf} from './lines.js'
import {writtenTexts} from './powershell-texts.js'

/** PowerShell: variables of the process (`$env:NAME`) and those kept for later ones. */
export const powershell: Format = {id: 'powershell', parse: (document) => parse(document, POWERSHELL)}

/** Batch files of cmd.exe. */
export const batch: Format = {id: 'batch', parse: (document) => parse(document, BATCH)}

interface Dialect extends Words {
  /** Named groups: key, and value with its quote. */
  readonly assignments: readonly RegExp[]
  readonly comment: RegExp
  /** What double quotes do not hold as it is. */
  readonly unfit: RegExp
}

const KEPT =
  /^\s*@?\s*setx\b|SetEnvironmentVariable\(.*["'](?:User|Machine)["']|EnvironmentVariableTarget\]::(?:User|Machine)/i

const VALUE = String.raw`(?:"(?<double>[^"\r\n]*)"|'(?<single>[^'\r\n]*)'|(?<bare>[^\s"';#)]+))`

const GITHUB_ENV = String.raw`["']?\$(?:env:GITHUB_ENV|\{env:GITHUB_ENV\})["']?`

/** Azure Pipelines reads it from what a step prints. */
const TASK_VARIABLE = String.raw`["']?##vso\[task\.setvariable\s+variable=(?<key>[A-Za-z_]\w*)[^\]]*\](?<printed>[^"'\r\n]*?)["']?\s*$`

const POWERSHELL: Dialect = {
  assignments: [
    new RegExp(
      String.raw`^(?<lead>\s*)\$(?:env:(?<key>[A-Za-z_]\w*)|\{env:(?<braced>[A-Za-z_]\w*)\})\s*=\s*${VALUE}\s*;?\s*(?:#.*)?$`,
      'i',
    ),
    new RegExp(
      String.raw`^(?<lead>\s*)\[(?:System\.)?Environment\]::SetEnvironmentVariable\(\s*["'](?<key>[A-Za-z_]\w*)["']\s*,\s*${VALUE}`,
      'i',
    ),
    new RegExp(
      String.raw`^(?<lead>\s*)(?:Set|New)-(?:Item|Content)\s+(?:-Path\s+)?["']?env:[\\/]?(?<key>[A-Za-z_]\w*)["']?\s+(?:-Value\s+)?${VALUE}`,
      'i',
    ),
    new RegExp(
      String.raw`^(?<lead>\s*)New-Item\s+(?:-Path\s+)?["']?env:[\\/]?["']?\s+-Name\s+["']?(?<key>[A-Za-z_]\w*)["']?\s+-Value\s+${VALUE}`,
      'i',
    ),
    // For the steps that follow, of GitHub's jobs and of Azure's.
    new RegExp(
      String.raw`^(?<lead>\s*(?:(?:echo|Write-Output)\s+)?)(?:"(?<key>[A-Za-z_]\w*)=(?<double>[^"\r\n]*)"|'(?<literal>[A-Za-z_]\w*)=(?<single>[^'\r\n]*)')\s*(?:>>|\|\s*(?:Out-File|Add-Content)\s.*?)\s*${GITHUB_ENV}.*$`,
      'i',
    ),
    new RegExp(
      String.raw`^(?<lead>\s*)Add-Content\s+(?:-Path\s+)?${GITHUB_ENV}\s+(?:-Value\s+)?(?:"(?<key>[A-Za-z_]\w*)=(?<double>[^"\r\n]*)"|'(?<literal>[A-Za-z_]\w*)=(?<single>[^'\r\n]*)')\s*$`,
      'i',
    ),
    new RegExp(String.raw`^(?<lead>\s*(?:(?:echo|Write-Host|Write-Output)\s+)?)${TASK_VARIABLE}`, 'i'),
    new RegExp(String.raw`^(?<lead>\s*)setx(?:\.exe)?\s+(?:/m\s+)?["']?(?<key>[A-Za-z_]\w*)["']?\s+${VALUE}`, 'i'),
  ],
  comment: /(?:^|\s)#.*$/,
  computed: /\$/,
  unfit: /["$`]/,
  continuation: '`',
}

const BATCH: Dialect = {
  assignments: [
    /^(?<lead>\s*@?\s*)set\s+"(?<key>[A-Za-z_]\w*)=(?<double>[^"\r\n]*)"\s*$/i,
    /^(?<lead>\s*@?\s*)set\s+(?<key>[A-Za-z_]\w*)=(?<line>[^"\r\n&|<>]*)$/i,
    new RegExp(String.raw`^(?<lead>\s*@?\s*echo\s+)${TASK_VARIABLE}`, 'i'),
    new RegExp(String.raw`^(?<lead>\s*@?\s*)setx(?:\.exe)?\s+(?:/m\s+)?"?(?<key>[A-Za-z_]\w*)"?\s+${VALUE}`, 'i'),
  ],
  comment: /^\s*@?(?:rem\b|::).*$/i,
  computed: /[%!^]/,
  unfit: /["%!^]/,
  continuation: '^',
}

function parse({path, text}: Document, dialect: Dialect): Parsed {
  const scope = fileScope(path, text, 'script', 'env')
  // `setx` writes what later processes start with: what this one has set does not hold there.
  const kept: Scope = {...scope, id: 'kept', name: `${scope.name} (kept variables)`}
  const out: ShellOut = {entries: [], commands: [], comments: [], scopes: [], secrets: [], embedded: []}
  const comments = blockComments(text, dialect)
  const texts = dialect === POWERSHELL ? writtenTexts(text, scope) : []
  out.embedded.push(...texts.map(({embedded}) => embedded))
  const settings: LineSetting[] = []
  for (const line of linesOf(text)) {
    if (texts.some(({range: {start, end}}) => start < line.start && line.end <= end)) continue
    if (comments.some(({start, end}) => start <= line.start && line.start < end)) continue
    const written = text.slice(line.start, line.end)
    const comment = dialect.comment.exec(written)
    if (comment !== null && !/["']/.test(comment[0])) {
      const at = line.start + comment.index + comment[0].length - comment[0].trimStart().length
      comments.push({start: at, end: line.start + written.trimEnd().length})
    }
    const setting = /^\s*#/.test(written) ? null : settingIn(written, line, KEPT.test(written) ? kept : scope, dialect)
    if (setting !== null) settings.push(setting)
    else readCalls(text, line, scope, dialect, out)
  }
  const placed = apart(settings, ({keyRange}) => isNested(text, keyRange.start))
  return toParsed({
    text,
    settings: placed.settings,
    scopes: [scope, kept, ...placed.scopes, ...out.scopes],
    comments,
    embedded: out.embedded,
    more: out,
    setMore: (entry, value) =>
      plain(value) === null || (entry.value === null && entry.expression === null)
        ? null
        : [{range: entry.valueRange, newText: value}],
  })
}

function readCalls(text: string, line: Range, scope: Scope, dialect: Dialect, out: ShellOut): void {
  const written = text.slice(line.start, line.end)
  if (/^\s*(?:#|rem\b|::|echo\b|write-)/i.test(written)) return
  if (/(?:^|[\s&(=])aws(?:\.exe)?\s/i.test(written)) readAws(text, line, scope, dialect, out)
  else if (dialect === POWERSHELL && /-STS[A-Z]/i.test(written)) readCmdlet(text, line, scope, dialect, out)
}

function blockComments(text: string, {continuation}: Dialect): Range[] {
  if (continuation !== '`') return []
  return [...text.matchAll(/<#[\s\S]*?#>/g)].map(({0: found, index}) => ({start: index, end: index + found.length}))
}

/** In a block, a function or an `if`: indented more often than not. */
function isNested(text: string, at: number): boolean {
  return /[ \t]/.test(text[text.lastIndexOf('\n', at - 1) + 1] ?? '')
}

function settingIn(
  written: string,
  {start, next}: {start: number; next: number},
  scope: Scope,
  dialect: Dialect,
): LineSetting | null {
  for (const pattern of dialect.assignments) {
    const match = pattern.exec(written)
    const groups = match?.groups
    if (!match || !groups) continue
    const key = (groups['key'] ?? groups['braced'] ?? groups['literal'])!
    const lead = groups['lead'] ?? ''
    const bare = groups['bare'] ?? groups['line'] ?? groups['printed']
    const raw = groups['double'] ?? groups['single'] ?? bare!.trimEnd()
    const keyAt = written.indexOf(key, lead.length)
    const valueAt = written.indexOf(raw, raw === '' ? match[0].length : keyAt + key.length)
    const isSingle = groups['single'] !== undefined
    const isWhole = match[0].length === written.length
    const range = {start: start + valueAt, end: start + valueAt + raw.length}
    const write = (value: string): string | null => {
      if (bare !== undefined) return plain(value)
      return (isSingle ? /'/ : dialect.unfit).test(value) ? null : value
    }
    return {
      surface: 'env',
      scope,
      key,
      keyRange: {start: start + keyAt, end: start + keyAt + key.length},
      valueRange: range,
      // A bare word that is no command-line argument is a name in PowerShell.
      value:
        (!isSingle && dialect.computed.test(raw)) ||
        (dialect.continuation === '`' && groups['bare'] !== undefined && !/setx|-(?:Item|Content)/i.test(match[0]))
          ? null
          : raw,
      lines: isWhole ? {start, end: next} : null,
      write,
      line: (name, value) => {
        const next = write(value)
        return next === null
          ? null
          : written.slice(0, keyAt) +
              name +
              written.slice(keyAt + key.length, valueAt) +
              next +
              written.slice(valueAt + raw.length).replace(/\s*#.*$/, '')
      },
    }
  }
  return null
}
