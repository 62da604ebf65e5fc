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
import {afterAll, beforeAll, describe, expect, test} from 'vitest'
import {check} from '../src/check.js'
import type {Change, Outcome} from '../src/check-request.js'
import {writeChanges} from '../src/fix/write.js'
import type {CheckFlags} from '../src/flags.js'
import {loadReporter} from '../src/report/index.js'
import {indexLines} from '../src/report/lines.js'
import {readRuleFiles} from '../src/rule-files.js'
import {createRequest, findInput} from '../src/run-input.js'
import {createRunOptions} from '../src/run-options.js'

/**
 * One project per ecosystem, with the report and the trees that it must give. UPDATE=1 writes them anew: read the difference.
 * What a person found in a project is in the tables of `<name>.md`.
 */
const PROJECTS: readonly {name: string; speaksOf?: RegExp}[] = [
  {name: 'alibaba', speaksOf: /^aliyun\/|^aws\/mixed-provider-endpoint$/},
  {name: 'kubernetes-platform'},
  {name: 'data-platform'},
  {name: 'observability'},
  {
    name: 'terraform-monorepo',
    speaksOf:
      /^aws\/(terraform-deprecated-sts-key|opt-in-region-with-global|fips-endpoint-override|partition-global|china-suffix|vpce-without-regional|vpce-reachability|single-region-trail|token-version-v1|requested-region-condition)$/,
  },
  {
    name: 'pipelines',
    speaksOf:
      /^aws\/(legacy-setting|audience-partition|duration-with-role-chaining|assume-root-not-regional|insecure-scheme|missing-region)$/,
  },
  {
    name: 'dotfiles',
    speaksOf:
      /^aws\/(config-duplicate-key|config-inline-comment|setting-in-wrong-place|duration-with-role-chaining|fips-with-global|missing-region|blanket-endpoint-url)$/,
  },
]

const isUpdate = process.env.UPDATE === '1'
const all: CheckFlags = {'no-home': true, 'no-config': true, quiet: true, 'min-severity': 'info'}
/** Milliseconds: the first run loads every format. */
const HOOK = 120_000

const temporary: string[] = []
afterAll(() => {
  for (const directory of temporary) rmSync(directory, {recursive: true, force: true})
})

describe.each(PROJECTS)('$name', ({name, speaksOf = /^$/}) => {
  const expected = `fixtures/projects/${name}.expected`
  let found: Outcome
  let cwd: string

  beforeAll(async () => {
    if (isUpdate) rmSync(expected, {recursive: true, force: true})
    cwd = copyOf(name)
    found = await run(cwd, all)
  }, HOOK)

  test('gives its report', async () => {
    expectTree(new Map([['report.txt', Buffer.from(await render(found, cwd))]]), expected, 'report.txt')
  })

  test('speaks of every rule it is about', () => {
    const spoken = new Set(found.report.results.flatMap(({diagnostics}) => diagnostics.map(({rule}) => rule)))
    const wanted = readRuleFiles('rules').rules.filter(({id}) => speaksOf.test(id))
    expect(wanted.map(({id}) => id).filter((id) => !spoken.has(id))).toEqual([])
  })

  test.each(['pretty', 'json', 'sarif', 'github'])('shows no credential as %s', async (format) => {
    expect(await render(found, cwd, format)).not.toMatch(/LTAI[A-Za-z0-9]|not-a-real/)
  })

  const rows = readRows(name)
  if (rows.length > 0) {
    test('finds what people found, and falls into no trap', () => {
      expect(rows.filter(({isTrap}) => isTrap).length).toBeGreaterThanOrEqual(10)
      expect(rows.flatMap((row) => misjudged(row, found, cwd))).toEqual([])
    })
  }

  describe.each([
    {tree: 'fixed', flags: {fix: true}},
    {tree: 'fixed-unsafe', flags: {fix: true, 'unsafe-fixes': true}},
  ] satisfies {tree: string; flags: CheckFlags}[])('$tree', ({tree, flags}) => {
    test(
      'is the tree that fixes leave, and stays as it is',
      async () => {
        const fixed = copyOf(name)
        const {changes} = await run(fixed, {...all, ...flags})
        writeAll(changes, fixed)
        const files = readTree(fixed)
        expectTree(
          new Map(changes.map(({file}) => [`${tree}/${file.path}`, files.get(file.path)!])),
          expected,
          `${tree}/`,
        )
        const again = await run(fixed, {...all, ...flags})
        expect(again.changes).toEqual([])
        expectTree(
          new Map([[`after-${tree}.txt`, Buffer.from(await render(again, fixed))]]),
          expected,
          `after-${tree}.txt`,
        )
      },
      HOOK,
    )
  })
})

/** A row of a project's tables: a line with `text` has a finding of the rule, or none at `warning` and above. */
interface Row {
  readonly label: string
  readonly file: string
  readonly text: string
  readonly isTrap: boolean
}

function readRows(name: string): Row[] {
  const path = `fixtures/projects/${name}.md`
  if (!existsSync(path)) return []
  const rows = readFileSync(path, 'utf8').matchAll(/^\| (\S+) \| (\S+) \| `(.+)` \| .+ \|$/gm)
  return [...rows].map(([, label = '', file = '', text = '']) => ({label, file, text, isTrap: !label.includes('/')}))
}

function misjudged({label, file, text, isTrap}: Row, {report}: Outcome, cwd: string): string[] {
  const source = readFileSync(join(cwd, file), 'utf8')
  const lines = indexLines(source)
  const wanted = source.split('\n').flatMap((line, index) => (line.includes(text) ? [index + 1] : []))
  if (wanted.length === 0) return [`${file}: no line with ${text}`]
  const diagnostics = report.results.find(({path}) => path === file)?.diagnostics ?? []
  const touching = diagnostics.filter(({range: {start, end}}) =>
    wanted.some((line) => lines.position(start).line <= line && line <= lines.position(end).line),
  )
  if (!isTrap) return touching.some(({rule}) => rule === label) ? [] : [`${file}: ${text}: ${label} is missed`]
  return touching.filter(({severity}) => severity !== 'info').map(({rule}) => `${file}: ${text}: ${rule} is false`)
}

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(realpathSync(tmpdir()), 'stslint-project-'))
  temporary.push(directory)
  return directory
}

function copyOf(name: string): string {
  const cwd = temporaryDirectory()
  cpSync(`fixtures/projects/${name}`, cwd, {recursive: true})
  return cwd
}

async function run(cwd: string, flags: CheckFlags): Promise<Outcome> {
  const options = await createRunOptions([], flags, cwd)
  const input = await findInput([], flags, options, cwd)
  const {progress, ...request} = await createRequest(input, flags, options, () => {})
  progress.end()
  return check({...request, fix: flags.fix ? options.fixes : [], version: '0.0.0', today: '2030-01-01'})
}

async function render({report}: Outcome, cwd: string, format = 'pretty'): Promise<string> {
  const reporter = await loadReporter(format, {color: false})
  return reporter(report, {color: false, cwd, quiet: false, fixApplied: [], minSeverity: 'info', rules: []})
}

function writeAll(changes: readonly Change[], cwd: string): void {
  const state = temporaryDirectory()
  const env = {XDG_STATE_HOME: state, LOCALAPPDATA: state}
  expect(writeChanges(changes, {env, cwd, now: new Date('2030-01-01T00:00:00Z')}).refused).toEqual([])
}

function readTree(root: string): Map<string, Buffer> {
  const paths = existsSync(root) ? readdirSync(root, {recursive: true, encoding: 'utf8'}) : []
  const files = paths.filter((path) => statSync(join(root, path)).isFile()).sort()
  return new Map(files.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(root, path))]))
}

/** The expected files whose path starts with `prefix` are exactly these. */
function expectTree(files: ReadonlyMap<string, Buffer>, expected: string, prefix: string): void {
  if (isUpdate) {
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(expected, path)), {recursive: true})
      writeFileSync(join(expected, path), bytes)
    }
    return
  }
  const there = new Map([...readTree(expected)].filter(([path]) => path.startsWith(prefix)))
  expect([...files.keys()].sort()).toEqual([...there.keys()])
  for (const [path, bytes] of there) expect(files.get(path)?.toString(), path).toBe(bytes.toString())
}
