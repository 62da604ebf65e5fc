import {allRules} from '../builtin-all.js'
import {check} from '../check.js'
import {clientsAmong} from '../check-clients.js'
import type {CheckRequest, Outcome} from '../check-request.js'
import {isManifest} from '../clients/manifests.js'
import type {Example, RuleData, RuleFile} from '../data.js'
import {fileKind} from '../formats/file-kind.js'
import {detectWithSource} from '../formats/source-files.js'
import {extendRules, loadRules} from '../load-rules.js'
import type {Applicability, Diagnostic, FileRef} from '../model.js'
import {readRuleFiles} from '../rule-files.js'

export interface Failure {
  readonly rule: string
  readonly example: string
  readonly message: string
}

/**
 * Runs every example of the rules in `directories`. A directory with a hosts.yaml stands for itself; others add to the
 * built-in rules and settings.
 *
 * @throws {UserError} RULE_INVALID naming the file and the key
 */
export async function testRules(directories: readonly string[]): Promise<{passed: number; failed: Failure[]}> {
  const files = directories.map((directory) => readRuleFiles(directory))
  const data = files.some(({hosts}) => hosts !== null) ? loadRules(directories) : extendRules(allRules(), directories)
  const rules = files.flatMap((file) => file.rules)
  const failed: Failure[] = []
  let passed = 0
  for (const rule of rules) {
    for (const example of rule.examples) {
      const message = await testExample(rule, example, data)
      if (message === null) passed++
      else failed.push({rule: rule.id, example: example.name ?? example.path, message})
    }
  }
  return {passed, failed}
}

/** What is wrong with one example, or null. */
export async function testExample(rule: RuleFile, example: Example, data: RuleData): Promise<string | null> {
  if (example.silent !== undefined) {
    const [finding] = findings(await run(rule, example, example.silent, data, []), rule)
    return finding ? `should be silent, but: ${finding.message}` : null
  }
  const bad = example.bad ?? ''
  const [finding] = findings(await run(rule, example, bad, data, []), rule)
  if (!finding) return 'finds nothing'
  if (example.severity !== undefined && finding.severity !== example.severity)
    return `is ${finding.severity}, not ${example.severity}`
  if (example.message !== undefined && finding.message !== example.message) return `says: ${finding.message}`
  return testFix(rule, example, bad, data)
}

async function testFix(rule: RuleFile, example: Example, bad: string, data: RuleData): Promise<string | null> {
  const classes: readonly Applicability[] = example.apply === 'unsafe' ? ['safe', 'unsafe'] : ['safe']
  const wanted = example.good ?? bad
  const fixed = textOf(await run(rule, example, bad, data, classes), bad, example.path)
  if (fixed !== wanted) return `is fixed to:\n${fixed}`
  const again = await run(rule, example, fixed, data, classes)
  return textOf(again, fixed, example.path) === fixed ? null : 'changes again when it is fixed twice'
}

function textOf({changes}: Outcome, text: string, path: string): string {
  return changes.find(({file}) => file.path === path)?.after ?? text
}

function findings({report}: Outcome, rule: RuleFile): Diagnostic[] {
  return report.results.flatMap(({diagnostics}) => diagnostics).filter((diagnostic) => diagnostic.rule === rule.id)
}

function run(
  rule: RuleFile,
  example: Example,
  text: string,
  data: RuleData,
  fix: readonly Applicability[],
): Promise<Outcome> {
  const texts = new Map([...Object.entries(example.files ?? {}), [example.path, text] as const])
  const request: CheckRequest = {
    files: [...texts.keys()].filter(isRead).map(toFile),
    fix,
    data: async () => data,
    prefilter: /(?:)/,
    minSeverity: 'info',
    read: (file) => ({status: 'text', text: texts.get(file.path) ?? ''}),
    resolve: (target, from) => resolveIn(texts, target, from),
    // A suppression is about other rules: there all of them run.
    severityOf: (candidate) => (candidate.id === rule.id || rule.on === 'suppression' ? candidate.severity : null),
    region: example.region ?? null,
    enabledRegions: [],
    clients: clientsAmong(texts),
    version: '0',
    today: new Date().toISOString().slice(0, 10),
  }
  return check(request)
}

/** As discovery would: a manifest that is nothing else only says which clients there are. */
export function isRead(path: string): boolean {
  return detectWithSource(path) !== null || !isManifest(path)
}

function toFile(path: string): FileRef {
  return {path, absolute: `/${path}`, format: detectWithSource(path) ?? 'dotenv', kind: fileKind(path)}
}

function resolveIn(texts: ReadonlyMap<string, string>, target: string, from: FileRef): FileRef | null {
  const directory = from.path.slice(0, from.path.lastIndexOf('/') + 1)
  const path = `${directory}${target.replace(/^\.\//, '')}`
  return texts.has(path) ? toFile(path) : null
}
