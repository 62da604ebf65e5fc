import type {SettingRow} from '../../src/data.js'
import {detectFormat} from '../../src/formats/detect.js'
import type {FileKind, FormatId, ScopeKind} from '../../src/model.js'
import {fileMatches, globMatches, segments} from '../../src/scopes/pattern.js'
import {type Tree, writers} from './tree-writers.js'

/** A file made from a row's own data. `aspect`: what it lacks of what the row asks for; null where it has everything. */
export interface Sample {
  readonly aspect: string | null
  readonly path: string
  readonly text: string
}

/** The files that a row must recognise, and those that differ from one of them in a single aspect. */
export function samplesOf(row: SettingRow): readonly Sample[] {
  if (row.env !== undefined) return envSamples(row)
  if (row.flag !== undefined) return row.command === undefined ? flagSamples(row) : commandSamples(row)
  return row.key === undefined ? treeSamples(row) : iniSamples(row)
}

/** `K=V` in an env file: other carriers are the formats' to read. */
function envSamples({env, literal, in: kinds}: SettingRow): Sample[] {
  const name = env!.replaceAll('*', 'A')
  const value = literal === undefined || name.includes(literal) ? 'x' : literal
  const file = (aspect: string | null, key: string): Sample => ({aspect, path: 'a.env', text: `${key}=${value}\n`})
  const map = (aspect: string | null, key: string): Sample => ({
    aspect,
    path: 'map.yaml',
    text: writers.yaml!({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'a'}, data: {[key]: value}}),
  })
  const sample = kinds?.includes('config-map') ? map : file
  return [
    sample(null, name),
    sample('name', `${name}X`),
    sample('case', swapCase(name)),
    ...(kinds?.includes('env-file') === false ? [file('in', name)] : []),
  ]
}

function commandSamples({flag, command, literal}: SettingRow): Sample[] {
  if (command === '*-STS*') {
    const cmdlet = (aspect: string | null, line: string): Sample => ({aspect, path: 'a.ps1', text: `${line} x\n`})
    return [
      cmdlet(null, `Use-STSRole ${flag}`),
      cmdlet('flag', `Use-STSRole ${flag}x`),
      cmdlet('command', `Get-S3Bucket ${flag}`),
    ]
  }
  const sample = (aspect: string | null, words: string, option: string): Sample => ({
    aspect,
    path: 'Dockerfile',
    text: `FROM a\n# ${literal ?? ''}\nRUN ${words} ${option} x\n`,
  })
  const words = command!.replace(/ ?\*$/, ' a').replaceAll('*', 'a')
  return [
    sample(null, words, flag!),
    sample('flag', words, `${flag}x`),
    sample('command', words.replace(/^\S+/, 'other'), flag!),
  ]
}

/** Where arguments stand, by the kind of scope: the document, and the path of its argument list. */
const ARGUMENTS: Partial<Record<ScopeKind, {path: string; document: Tree; list: string}>> = {
  container: {
    path: 'pod.yaml',
    document: {apiVersion: 'v1', kind: 'Pod', spec: {containers: [{name: 'a'}]}},
    list: 'spec.containers.0.args',
  },
  service: {path: 'compose.yaml', document: {services: {a: {image: 'a'}}}, list: 'services.a.command'},
  configuration: {
    path: 'kubeconfig.yaml',
    document: {apiVersion: 'v1', kind: 'Config', users: [{name: 'a', user: {exec: {}}}]},
    list: 'users.0.user.exec.args',
  },
}

function flagSamples(row: SettingRow): Sample[] {
  const kinds = row.in ?? ['container']
  const sample = (aspect: string | null, kind: ScopeKind, flag: string, beside: Beside): Sample => {
    const {path, document, list} = ARGUMENTS[kind]!
    const at = [...segments(list), '0']
    const tree = place(structuredClone(document), at, `${flag}=${row.literal ?? valueFor(row)}`)
    for (const [key, value] of Object.entries(beside)) place(tree, relative([...at, flag], key), value)
    return {aspect, path, text: writers.yaml!(tree)}
  }
  const known = kinds.filter((kind) => ARGUMENTS[kind])
  const [kind] = known
  if (kind === undefined) return []
  const all = besideOf(row)
  const elsewhere = row.in ? (Object.keys(ARGUMENTS) as ScopeKind[]).filter((other) => !row.in!.includes(other)) : []
  return [
    ...known.map((each) => sample(null, each, row.flag!, all)),
    sample('flag', kind, `${row.flag}x`, all),
    ...elsewhere.map((each) => sample(`in ${each}`, each, row.flag!, all)),
    ...lacking(all, row).map(([aspect, beside]) => sample(aspect, kind, row.flag!, beside)),
  ]
}

function iniSamples(row: SettingRow): Sample[] {
  const key = row.key!
  const [section] = [row.section ?? 'a'].flat().map(instance)
  const path = fileOf(row, 'ini')
  const all = besideOf(row)
  const sample = (aspect: string | null, file: string, header: string, name: string, beside: Beside): Sample => ({
    aspect,
    path: file,
    text: iniText(header, {[name]: row.literal ?? 'x', ...beside}),
  })
  const kindless =
    row.kinds?.length === 1 ? [row.kinds[0] === 'aws-config' ? KINDS['aws-credentials'] : KINDS['aws-config']] : []
  return [
    sample(null, path, section!, key, all),
    sample('key', path, section!, `${key}x`, withoutOwn(all, key)),
    ...(row.section === undefined || [row.section].flat().includes('*')
      ? []
      : [sample('section', path, 'other', key, all)]),
    ...kindless.map((file) => sample('kind', file, section!, key, all)),
    ...(row.files ? [sample('file', otherFile(row, 'ini'), section!, key, all)] : []),
    ...lacking(all, row).map(([aspect, beside]) => sample(aspect, path, section!, key, beside)),
  ]
}

/** `services x.sts` is a block of `[services x]`. */
function iniText(section: string, keys: Readonly<Record<string, string>>): string {
  const [header, block] = section.startsWith('services ') ? section.split('.') : [section]
  const lines = Object.entries(keys).map(([key, value]) => `${block ? '  ' : ''}${key} = ${value}`)
  return [`[${header}]`, ...(block ? [`${block} =`] : []), ...lines, ''].join('\n')
}

/** Formats that hold a tree of keys. A format that comes later and has no writer here needs an `example` in each row. */
const TREES = Object.keys(writers) as FormatId[]

/** A scope that a row asks for: where the row's path goes on, and what else makes it that scope. */
interface Surroundings {
  readonly path: readonly string[]
  readonly beside: readonly (readonly [path: readonly string[], value: string])[]
}

function surroundingsOf({in: kinds = [], path}: SettingRow, format: FormatId): Surroundings | null {
  if (kinds.includes('container')) {
    return {
      path: ['spec'],
      beside: [
        [['apiVersion'], 'v1'],
        [['kind'], 'Pod'],
      ],
    }
  }
  if (!kinds.includes('statement')) return null
  return format === 'hcl' && segments(path!).includes('condition')
    ? {path: ['data', 'aws_iam_policy_document', 'a', 'statement'], beside: []}
    : {path: ['Statement'], beside: [[['Statement', 'Effect'], 'Allow']]}
}

function treeSamples(row: SettingRow): Sample[] {
  if (row.in && surroundingsOf(row, 'yaml') === null) return []
  const formats = row.formats ?? TREES
  const written = formats.filter((format) => writers[format])
  const [first] = written
  if (first === undefined) return []
  const all = besideOf(row)
  const sample = (aspect: string | null, format: FormatId, change: Partial<Change>): Sample => {
    const path = change.path ?? concretePath(row, format)
    const tree = place({}, path, change.value ?? valueFor(row))
    const around = aspect === 'in' ? null : surroundingsOf(row, format)
    for (const [at, value] of around?.beside ?? []) place(tree, at, value)
    for (const [key, value] of Object.entries(change.beside ?? all)) place(tree, relative(path, key), value)
    if (row.literal && !JSON.stringify(tree).includes(row.literal)) tree['note'] = row.literal
    return {aspect, path: change.file ?? fileOf(row, format), text: writers[format]!(tree)}
  }
  const path = concretePath(row, first)
  return [
    ...written.map((format) => sample(null, format, {})),
    ...otherPaths(row, path).map((other) =>
      sample(`path ${other.join('.')}`, first, {path: other, beside: withoutOwn(all, path.at(-1)!)}),
    ),
    ...((row.files ?? row.kinds) ? [sample('file', first, {file: otherFile(row, first)})] : []),
    ...TREES.filter((format) => !formats.includes(format)).map((format) =>
      sample(`format ${format}`, format, {path: concretePath(row, format), file: fileOf({files: []}, format)}),
    ),
    ...(row.in ? [sample('in', first, {path: concretePath({...row, in: []}, first)})] : []),
    ...(row.item === undefined ? [] : [sample('item', first, {value: 'EC2=https://ec2.example.com'})]),
    ...lacking(all, row).map(([aspect, beside]) => sample(aspect, first, {beside})),
  ]
}

interface Change {
  readonly path: readonly string[]
  readonly file: string
  readonly beside: Beside
  readonly value: string
}

/** Terraform's keys stand in a block; elsewhere `**` may be nothing. What ends in `*` is the items of a list. */
function concretePath(row: SettingRow, format: FormatId): string[] {
  const pattern = segments(row.path!)
  return pattern.flatMap((segment, index) => {
    const around = index === 0 ? surroundingsOf(row, format) : null
    if (segment === '**') return around ? [...around.path] : format === 'hcl' ? ['a'] : []
    if (segment !== '*') return [fits(row.literal, segment) ?? instance(segment)]
    return pattern.slice(index).every((later) => later === '*') ? ['0'] : ['a']
  })
}

function fits(literal: string | undefined, glob: string): string | undefined {
  return literal !== undefined && glob.includes('*') && globMatches(glob, literal) ? literal : undefined
}

/** One named segment off, each in turn. */
function otherPaths(row: SettingRow, path: readonly string[]): string[][] {
  const named = segments(row.path!).filter((segment) => segment !== '**' && segment !== '*')
  return path.flatMap((segment, index) => {
    const glob = named.find((candidate) => globMatches(candidate, segment))
    if (glob === undefined) return []
    return [path.with(index, glob.endsWith('*') ? `x${segment}` : `${segment}x`)]
  })
}

/** Relative key of what stands beside to its value. */
type Beside = Readonly<Record<string, string>>

function besideOf(row: SettingRow): Beside {
  return Object.fromEntries(Object.entries(row.with ?? {}).map(([key, glob]) => [key, instance(glob)]))
}

/** A condition on the value itself would put the key back. */
function withoutOwn(all: Beside, own: string): Beside {
  return Object.fromEntries(Object.entries(all).filter(([key]) => key !== own))
}

/** Without each of them in turn, and with another value where the value matters. */
function lacking(all: Beside, row: SettingRow): [string, Beside][] {
  return Object.keys(all).flatMap((key) => {
    const {[key]: _, ...rest} = all
    const without: [string, Beside] = [`without ${key}`, rest]
    return row.with![key] === '*' ? [without] : [without, [`another ${key}`, {...all, [key]: 'another'}]]
  })
}

/** As `with` is read: from the map that holds the last named segment, each `^` one map up. */
function relative(path: readonly string[], key: string): string[] {
  let base = path.slice(
    0,
    path.findLastIndex((segment) => !/^\d+$/.test(segment)),
  )
  let rest = key
  for (; rest.startsWith('^'); rest = rest.slice(rest.startsWith('^.') ? 2 : 1)) base = base.slice(0, -1)
  return [...base, ...segments(rest).map((segment) => (segment === '*' ? '0' : segment))]
}

/** Writes a value into a tree at a path; a digit is an item of a list. */
function place(tree: Tree, path: readonly string[], value: string): Tree {
  let node = tree as Record<string, unknown>
  path.forEach((segment, index) => {
    const next = path[index + 1]
    if (next === undefined) node[segment] = value
    else {
      node[segment] ??= /^\d+$/.test(next) ? [] : {}
      node = node[segment] as Record<string, unknown>
    }
  })
  return tree
}

function valueFor({name, form, item}: SettingRow): string {
  if (item !== undefined) return `EC2=https://ec2.example.com,${item}=https://sts.amazonaws.com`
  if (form === 'host' || form === 'hosts' || /^(?:audience|allow-list)$/.test(name)) return 'sts.amazonaws.com'
  if (/endpoint/.test(name)) return 'https://sts.amazonaws.com'
  return /region/.test(name) ? 'eu-west-1' : 'x'
}

const KINDS: Readonly<Record<NonNullable<FileKind>, string>> = {
  'aws-config': '.aws/config',
  'aws-credentials': '.aws/credentials',
  'aliyun-config': '.aliyun/config.json',
  'aliyun-credentials': '.alibabacloud/credentials',
  'ossutil-config': '.ossutilconfig',
}

const DEFAULT_FILES: Partial<Record<FormatId, string>> = {
  ini: 'cloud.conf',
  yaml: 'a.yaml',
  json: 'a.json',
  hcl: 'a.tf',
  groovy: 'Jenkinsfile',
}

function fileOf({files = [], kinds = []}: Pick<SettingRow, 'files' | 'kinds'>, format: FormatId): string {
  if (kinds[0] !== undefined) return KINDS[kinds[0]]
  const named = files
    .flatMap(alternatives)
    .map((glob) => glob.replaceAll('**/', '').replaceAll('y*ml', 'yaml').replaceAll('*', 'a'))
  return named.find((file) => detectFormat(file) === format) ?? DEFAULT_FILES[format] ?? `a.${format}`
}

/** `a.{b,c}` is a.b and a.c. */
function alternatives(glob: string): string[] {
  const [whole, names] = /\{([^}]*)\}/.exec(glob) ?? []
  return whole === undefined ? [glob] : names!.split(',').map((name) => glob.replace(whole, name))
}

const OTHER_FILES: Partial<Record<FormatId, string>> = {
  ini: '.s3cfg',
  yaml: 'other.yaml',
  json: 'other.json',
  hcl: 'other.hcl',
  groovy: 'other.groovy',
}

function otherFile({files = []}: SettingRow, format: FormatId): string {
  const other = OTHER_FILES[format] ?? `other.${format}`
  return files.some((glob) => fileMatches(glob, other)) ? `unlike/${other}` : other
}

/** What a glob matches. */
function instance(glob: string): string {
  return glob.replace(/^\*(?=.)/, 'a').replaceAll('*', 'a')
}

function swapCase(name: string): string {
  return name === name.toUpperCase() ? name.toLowerCase() : name.toUpperCase()
}
