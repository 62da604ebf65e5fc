import {describe, expect, test} from 'vitest'
import {check} from '../src/check.js'
import {clientsAmong} from '../src/check-clients.js'
import type {Example, RuleData, RuleFile} from '../src/data.js'
import {isRead} from '../src/engine/test-rules.js'
import {fileKind} from '../src/formats/file-kind.js'
import {detectWithSource} from '../src/formats/source-files.js'
import {compile} from '../src/load-rules.js'
import type {Applicability, Diagnostic, FileRef} from '../src/model.js'
import {once} from '../src/once.js'
import {readRuleFiles} from '../src/rule-files.js'

/** What the examples of rules/ have to show between them, beyond being right one by one (test/rules.test.ts). */
const files = readRuleFiles('rules')
const {rules} = files
const everyRule = compile([files])

/** Traps of the catalogue of false positives that concern the formats stslint reads. */
const TRAPS = numbers(
  'T',
  [
    1, 3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 26, 30, 31, 32, 33, 34, 35, 36, 37, 40, 41,
    42, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 56, 60, 61, 62, 63, 64,
  ],
)
// Not here: T02, T07, T43, T65, T66 are TypeScript, Python and Go; T55 (state, snapshots, build output) is decided by path
// before any rule, in src/discover and src/formats/detect.ts; T57 is about which pages to believe.

/** Fixes that break something though the key is right, each with an example of what is done instead. */
const DANGERS = numbers('D', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26])
// Not here: D11 (alarms filtered by Region) and D12 (STS switched off in a Region) show in no file that is read for settings.

test.each(TRAPS)('%s is left as it is by an example', (number) => {
  expect(shown().filter(({example: {name, good}}) => hasNumber(name, number) && good === undefined)).not.toEqual([])
})

test.each(DANGERS)('%s is shown with what is done instead', (number) => {
  expect(shown().filter(({example: {name}}) => hasNumber(name, number))).not.toEqual([])
})

/** A trap may be an example of one rule; no rule may fall into it. */
describe('a trap is silent under every rule', () => {
  const silent = shown().filter(({example}) => example.silent !== undefined && /\(T\d\d/.test(example.name ?? ''))
  test.each(silent)('$title', async ({example}) => {
    const found = await findingsOf(example, everyRule, example.silent!)
    expect(found.filter(({severity}) => severity !== 'info')).toEqual([])
  })
})

describe.each(rules)('$id', (rule) => {
  const words = once(() => marksShown(rule, markFixes(markMessages(rule))))

  test('has examples enough to be understood', () => {
    expect(rule.examples.length).toBeGreaterThanOrEqual(4)
    expect(rule.examples.some(({silent}) => silent !== undefined)).toBe(true)
  })

  test('shows each message', async () => {
    const wanted = [...marksOf('message', rule.variants ?? []), 'message:base'].filter(
      (mark) => !isUnreachable(rule, mark),
    )
    expect(await words()).toEqual(expect.arrayContaining(wanted))
  })

  test('shows each severity', async () => {
    const found = await marksShown(rule, markSeverities(rule))
    expect(found).toEqual(expect.arrayContaining(marksOf('severity', rule.variants ?? [])))
  })

  test('shows each fix', async () => {
    const wanted = (rule.fix ?? []).map((_, index) => `fix:${index}`)
    expect(await words()).toEqual(expect.arrayContaining(wanted))
  })
})

/** No example can be a file that cannot be read. */
function isUnreachable({on}: RuleFile, mark: string): boolean {
  return on === 'file' && mark === 'message:base'
}

function numbers(letter: string, list: readonly number[]): string[] {
  return list.map((number) => letter + String(number).padStart(2, '0'))
}

function shown(): {title: string; example: Example}[] {
  return rules.flatMap(({id, examples}) =>
    examples.map((example) => ({title: `${id}: ${example.name ?? example.path}`, example})),
  )
}

function hasNumber(name: string | undefined, number: string): boolean {
  return name?.includes(`(${number})`) === true
}

type Variant = NonNullable<RuleFile['variants']>[number]

function marksOf(key: 'message' | 'severity', variants: readonly Variant[]): string[] {
  return variants.flatMap((variant, index) => (variant[key] === undefined ? [] : [`${key}:${index}`]))
}

/** The rule with a mark in front of each text that tells where it came from. */
function markMessages(rule: RuleFile): RuleFile {
  const variants = (rule.variants ?? []).map((variant, index) =>
    variant.message === undefined ? variant : {...variant, message: `<message:${index}>${variant.message}`},
  )
  return {...rule, message: `<message:base>${rule.message}`, variants}
}

/** Severity is chosen apart from the message: only the variants that have one are left, and each says which it is. */
function markSeverities(rule: RuleFile): RuleFile {
  const variants = (rule.variants ?? []).flatMap(({match, severity}, index) =>
    severity === undefined ? [] : [{match, severity, message: `<severity:${index}>`}],
  )
  return {...rule, variants}
}

function markFixes(rule: RuleFile): RuleFile {
  const fix = (rule.fix ?? []).map((template, index) => ({...template, title: `<fix:${index}>${template.title}`}))
  return fix.length === 0 ? rule : {...rule, fix}
}

async function marksShown(rule: RuleFile, marked: RuleFile): Promise<string[]> {
  const others = rule.on === 'suppression' ? rules.filter(({id}) => id !== rule.id) : []
  const data = compile([{...files, rules: [...others, marked]}])
  const marks = new Set<string>()
  for (const example of rule.examples) {
    if (example.bad === undefined) continue
    for (const enabled of [[], OPT_IN]) {
      for (const {message, fix} of await findingsOf(example, data, example.bad, enabled)) {
        for (const text of [message, fix?.title ?? '']) marks.add(/^<(\w+:\w+)>/.exec(text)?.[1] ?? '')
      }
    }
  }
  return [...marks]
}

/** As the config says it with `regions.enabled`. */
const OPT_IN = files.hosts!.partitions.flatMap(({regions}) =>
  Object.keys(regions).filter((name) => regions[name] === 'opt-in'),
)

async function findingsOf(
  {path, files: others = {}, region}: Example,
  data: RuleData,
  text: string,
  enabledRegions: readonly string[] = [],
): Promise<readonly Diagnostic[]> {
  const texts = new Map([...Object.entries(others), [path, text] as const])
  const fix: readonly Applicability[] = []
  const {report} = await check({
    files: [...texts.keys()].filter(isRead).map(toFile),
    fix,
    data: async () => data,
    prefilter: /(?:)/,
    minSeverity: 'info',
    read: (file) => ({status: 'text', text: texts.get(file.path) ?? ''}),
    resolve: () => null,
    severityOf: ({severity}) => severity,
    region: region ?? null,
    enabledRegions,
    clients: clientsAmong(texts),
    version: '0',
    today: '2026-01-01',
  })
  return report.results.filter((result) => result.path === path).flatMap(({diagnostics}) => diagnostics)
}

function toFile(path: string): FileRef {
  return {path, absolute: `/${path}`, format: detectWithSource(path) ?? 'dotenv', kind: fileKind(path)}
}
