import type {Found, ManifestFile, ReadContext} from '../model.js'
import {linesOf, readRequirement} from './requirement.js'

/** environment.yml of conda: `- boto3=1.34.2`, `- conda-forge::awscli >=2.15`, and below `- pip:` what pip installs. */
export function readConda({text}: ManifestFile, context: ReadContext): Found[] {
  let isDependencies = false
  let pipDepth: number | null = null
  return linesOf(text).flatMap(({line, start}) => {
    const [, key] = /^([\w-]+)\s*:/.exec(line) ?? []
    if (key !== undefined) isDependencies = key === 'dependencies'
    const [all, blanks, quote, item] = /^(\s*)-\s+(["']?)([^"'#\n]+?)\s*(?:["']\s*)?(?:\s#.*)?$/.exec(line) ?? []
    if (!isDependencies || all === undefined) return []
    const depth = blanks!.length
    if (pipDepth !== null && depth <= pipDepth) pipDepth = null
    if (item === 'pip:') pipDepth = depth
    const at = start + line.indexOf(item!, depth + 1 + quote!.length)
    return pipDepth !== null && depth > pipDepth ? readRequirement(item!, at, context) : readSpec(item!, at, context)
  })
}

/** A match specification: `channel::name=version=build`, in which one `=` means a beginning. */
function readSpec(item: string, at: number, {isKnown}: ReadContext): Found[] {
  const [, name, spec = ''] = /^(?:[\w./-]+::)?([\w.-]+)\s*(.*)$/.exec(item) ?? []
  if (name === undefined || !isKnown('pip', name)) return []
  const [, single] = /^(?:=|(?=\d))([\d.]+)(?:\.\*)?(?:[= ].*)?$/.exec(spec) ?? []
  const version = single !== undefined && single.split('.').length > 2 ? single : null
  const requirement = version !== null || spec === '' ? null : single === undefined ? spec : `==${single}.*`
  const range = {start: at, end: at + item.length}
  // conda-forge has both major versions of the CLI.
  const isNew = name === 'awscli' && !/^(?:[=~<]*|>=?)\s*1(?:\.|$)|<\s*2/.test(version ?? requirement ?? '')
  if (isNew) return [{ecosystem: 'cli', package: 'aws-cli', requirement, version, range}]
  return [{ecosystem: 'pip', package: name, requirement, version, range}]
}
