import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {diffLines} from 'diff'
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest'
import {allRules} from '../src/builtin-all.js'
import {check} from '../src/check.js'
import type {Change, Outcome} from '../src/check-request.js'
import {decode} from '../src/encoding.js'
import {undoLast} from '../src/fix/undo.js'
import {writeChanges} from '../src/fix/write.js'
import type {CheckFlags} from '../src/flags.js'
import type {Diagnostic, Report, Result} from '../src/model.js'
import {loadReporter} from '../src/report/index.js'
import {indexLines} from '../src/report/lines.js'
import {readRuleFiles} from '../src/rule-files.js'
import {ruleInfos} from '../src/rule-infos.js'
import {createRequest, findInput} from '../src/run-input.js'
import {createRunOptions} from '../src/run-options.js'

/**
 * A whole repository, run as the program runs it, on a copy. With UPDATE=1 the expected files are written anew:
 * read the difference before committing it.
 */
const project = 'fixtures/projects/legacy-stack'
const expected = `${project}.expected`
const isUpdate = process.env.UPDATE === '1'

const data = allRules()
const everything: CheckFlags = {'min-severity': 'info'}
const reports = {pretty: 'report.txt', json: 'report.json', sarif: 'report.sarif', github: 'report.github.txt'}

/** What .gitignore and common sense leave out; git would not carry it in the fixture. */
const decoys = ['build/.env', 'build/k8s/app.yaml', 'node_modules/old-sdk/.env', 'infra/.terraform/modules/a/main.tf']
const decoy =
  'AWS_REGION=eu-west-1\nAWS_ENDPOINT_URL_STS=https://sts.amazonaws.com\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n'

/** Rules that the Alibaba project shows, and one whose findings make the fixes of a tree unsafe: terraform-monorepo shows it. */
const OTHERS = /^aliyun\/|^aws\/mixed-provider-endpoint$|^aws\/single-region-trail$/

/** Milliseconds: the first run loads every format. */
const HOOK = 60_000

let found: Report

beforeAll(async () => {
  if (isUpdate) rmSync(expected, {recursive: true, force: true})
  const cwd = copyProject()
  found = (await run(cwd, everything)).report
  return () => rmSync(cwd, {recursive: true, force: true})
}, HOOK)

describe('reports', () => {
  test.each(Object.entries(reports))('%s', async (format, file) => {
    expectFiles({[file]: Buffer.from(await render(format, found, everything))}, file)
  })

  test('speak of every rule', () => {
    const spoken = new Set(diagnosticsOf(found).map(({rule}) => rule))
    const silent = readRuleFiles('rules').rules.filter(
      ({id, on}) => on !== 'file' && !OTHERS.test(id) && !spoken.has(id),
    )
    expect(silent.map(({id}) => id)).toEqual([])
  })

  test('speak of a file that cannot be read, and of the others all the same', async () => {
    const cwd = temporaryCopy()
    writeFileSync(join(cwd, 'config/latin1.env'), Buffer.from('AWS_REGION=\u00e9\n', 'latin1'))
    const {report} = await run(cwd, everything)
    const unreadable = diagnosticsOf(report).filter(({rule}) => rule === 'core/unreadable')
    expect(unreadable.map(({severity, message}) => [severity, message])).toEqual([
      ['warning', 'this file is not UTF-8'],
    ])
    expect(report.results.filter(({path}) => path !== 'config/latin1.env')).toEqual(found.results)
  })

  test('show no credential', async () => {
    for (const format of Object.keys(reports)) {
      const text = await render(format, found, everything)
      expect(text).not.toMatch(/opens-nothing|not-a-real|EXAMPLEKEYID|bm90LWEtcmVhbC10b2tlbg/)
    }
  })
})

describe('traps', () => {
  const traps = readTraps(`${project}.md`)

  test('are many', () => {
    expect(new Set(traps.map(({id}) => id)).size).toBeGreaterThan(35)
  })

  test.each(traps)('$id $file: $text', ({file, text}) => {
    const source = decode(readFileSync(join(project, file))) ?? ''
    const lines = source.split('\n').flatMap((line, index) => (line.includes(text) ? [index + 1] : []))
    expect(lines).not.toEqual([])
    const touching = findingsOn(file, source).filter(({first, last}) =>
      lines.some((line) => first <= line && line <= last),
    )
    expect(touching.map(({rule, first}) => `${first}: ${rule}`)).toEqual([])
  })

  test('lie in ignored directories as well', () => {
    expect(found.results.map(({path}) => path).filter((path) => decoys.includes(path))).toEqual([])
  })
})

describe.each([
  {name: 'fixed', flags: {fix: true}},
  {name: 'fixed-unsafe', flags: {fix: true, 'unsafe-fixes': true, 'min-severity': 'info'}},
] satisfies {name: string; flags: CheckFlags}[])('$name', ({name, flags}) => {
  let fixed: Fixed

  beforeAll(async () => {
    fixed = await fix(flags)
    return () => {
      for (const directory of [fixed.cwd, fixed.state]) rmSync(directory, {recursive: true, force: true})
    }
  }, HOOK)

  test('is the tree that fixes leave', () => {
    const changed = [...readTree(fixed.cwd)].filter(([path, bytes]) => !fixed.before.get(path)?.equals(bytes))
    expect(changed.map(([path]) => path)).toEqual(fixed.changes.map(({file}) => file.path).sort())
    expectFiles(Object.fromEntries(changed.map(([path, bytes]) => [`${name}/${path}`, bytes])), `${name}/`)
  })

  test('differs only where a finding offered an edit', () => {
    expect(fixed.changes.flatMap((change) => unexplained(change))).toEqual([])
  })

  test('does not change when it is fixed again', async () => {
    expect((await run(fixed.cwd, flags)).changes).toEqual([])
  })

  test('leaves the rest to people', async () => {
    const {fix: _, ...seen} = flags
    const {report} = await run(fixed.cwd, seen)
    const file = name === 'fixed' ? 'after-fix.txt' : 'after-fix-unsafe.txt'
    expectFiles({[file]: Buffer.from(await render('pretty', report, seen))}, file)
  })

  test('is put back byte for byte by undo', () => {
    const {restored, refused} = undoLast({env: stateEnv(fixed), platform: process.platform, dryRun: false})
    expect({count: restored.length, refused}).toEqual({count: fixed.changes.length, refused: []})
    expect(readTree(fixed.cwd)).toEqual(fixed.before)
  })
})

function copyProject(): string {
  const cwd = mkdtempSync(join(realpathSync(tmpdir()), 'stslint-project-'))
  cpSync(project, cwd, {recursive: true})
  for (const path of decoys) write(join(cwd, path), decoy)
  return cwd
}

function temporaryCopy(): string {
  const cwd = copyProject()
  onTestFinished(() => rmSync(cwd, {recursive: true, force: true}))
  return cwd
}

async function run(cwd: string, flags: CheckFlags): Promise<Outcome> {
  const all: CheckFlags = {'no-home': true, 'no-config': true, quiet: true, ...flags}
  const options = await createRunOptions([], all, cwd)
  const input = await findInput([], all, options, cwd)
  const {progress, ...request} = await createRequest(input, all, options, () => {})
  progress.end()
  const fixes = flags.fix ? options.fixes : []
  return check({...request, data: async () => data, fix: fixes, version: '0.0.0', today: '2030-01-01'})
}

interface Fixed {
  readonly cwd: string
  readonly state: string
  readonly before: ReadonlyMap<string, Buffer>
  readonly changes: readonly Change[]
}

/** A run that writes, with a state directory of its own. */
async function fix(flags: CheckFlags): Promise<Fixed> {
  const cwd = copyProject()
  const state = mkdtempSync(join(realpathSync(tmpdir()), 'stslint-state-'))
  const before = readTree(cwd)
  const {changes} = await run(cwd, flags)
  const {refused} = writeChanges(changes, {env: stateEnv({state}), cwd, now: new Date('2030-01-01T00:00:00Z')})
  expect(refused).toEqual([])
  return {cwd, state, before, changes}
}

function stateEnv({state}: Pick<Fixed, 'state'>): NodeJS.ProcessEnv {
  return {XDG_STATE_HOME: state, LOCALAPPDATA: state}
}

async function render(format: string, report: Report, flags: CheckFlags): Promise<string> {
  const options = await createRunOptions([], {'no-config': true, ...flags}, project)
  const reporter = await loadReporter(format, {color: false})
  const {minSeverity} = options
  const rules = format === 'sarif' ? ruleInfos(data) : []
  return reporter(report, {color: false, cwd: project, quiet: false, fixApplied: [], minSeverity, rules})
}

function diagnosticsOf({results}: Report): Diagnostic[] {
  return results.flatMap(({diagnostics}) => diagnostics)
}

function resultOf(path: string): Result | undefined {
  return found.results.find((result) => result.path === path)
}

function findingsOn(path: string, source: string): {rule: string; first: number; last: number}[] {
  const lines = indexLines(source)
  return (resultOf(path)?.diagnostics ?? []).map(({rule, range: {start, end}}) => ({
    rule,
    first: lines.position(start).line,
    last: lines.position(end).line,
  }))
}

interface Trap {
  readonly id: string
  readonly file: string
  readonly text: string
}

function readTraps(path: string): Trap[] {
  const rows = readFileSync(path, 'utf8').matchAll(/^\| (\S+) \| (\S+) \| `(.+)` \| .+ \|$/gm)
  return [...rows].map(([, id = '', file = '', text = '']) => ({id, file, text}))
}

/** What differs without an edit of a reported fix: lines that are not touched by one, and added lines that none brings. */
function unexplained({file, before, after}: Change): string[] {
  const lines = indexLines(before)
  const edits = (resultOf(file.path)?.diagnostics ?? []).flatMap(({fix: offered}) => offered?.edits ?? [])
  const touched = edits.map(({range}) => [lines.position(range.start).line, lines.position(range.end).line] as const)
  const isTouched = (line: number): boolean => touched.some(([first, last]) => first <= line && line <= last)
  const isBrought = (text: string): boolean => edits.some(({newText}) => newText.trim() === text.trim())
  const left: string[] = []
  let at = 1
  for (const {added, removed, count, value} of diffLines(before, after)) {
    const own = Array.from({length: count}, (_, index) => at + index)
    if (removed && !own.every(isTouched)) left.push(`${file.path}:${at}: - ${value}`)
    // An edit of a later pass may stand elsewhere than it would have in the first.
    if (added && !isTouched(at) && !isTouched(at - 1) && !isBrought(value)) left.push(`${file.path}:${at}: + ${value}`)
    if (!added) at += count
  }
  return left
}

function readTree(root: string): Map<string, Buffer> {
  const paths = readdirSync(root, {recursive: true, encoding: 'utf8'}).filter((path) =>
    statSync(join(root, path)).isFile(),
  )
  return new Map(paths.sort().map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path))]))
}

/** The expected files whose path starts with `prefix` are exactly these. */
function expectFiles(files: Readonly<Record<string, Buffer>>, prefix: string): void {
  if (isUpdate) {
    for (const [path, bytes] of Object.entries(files)) write(join(expected, path), bytes)
    return
  }
  const there = existsSync(expected) ? [...readTree(expected)].filter(([path]) => path.startsWith(prefix)) : []
  expect(Object.keys(files).sort()).toEqual(there.map(([path]) => path))
  for (const [path, bytes] of there) {
    expect(files[path]?.toString(), path).toBe(bytes.toString())
    expect(files[path]?.equals(bytes), path).toBe(true)
  }
}

function write(path: string, bytes: Buffer | string): void {
  mkdirSync(dirname(path), {recursive: true})
  writeFileSync(path, bytes)
}
