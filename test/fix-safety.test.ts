import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs'
import fc from 'fast-check'
import {beforeAll, describe, expect, test} from 'vitest'
import {detectFormat} from '../src/formats/detect.js'
import type {Applicability} from '../src/model.js'
import {readRuleFiles} from '../src/rule-files.js'
import {
  commentsOf,
  expectInside,
  expectSameHabits,
  missingIn,
  shownOf,
  strayChanges,
  writtenErrors,
} from './fix-safety/invariants.js'
import {DOCUMENTS} from './fix-safety/random-documents.js'
import {createReader} from './fix-safety/readers.js'
import {applied, diagnosticsOf, replay, run, type Step, type Tree} from './fix-safety/run.js'
import {KEY_ID, SECRET, VARIANTS} from './fix-safety/variants.js'

/** The never-harm harness: what no fix may do, whatever the rule, the format and the hand that wrote the file. */
interface Case {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly others: Tree
  readonly region: string | null
}

const examples: readonly Case[] = readRuleFiles('rules').rules.flatMap(({id, examples}) =>
  examples.flatMap(({name, path, bad, files = {}, region = null}) =>
    bad === undefined
      ? []
      : [{name: `${id}: ${name ?? path}`, path, text: bad, others: new Map(Object.entries(files)), region}],
  ),
)

const fixtures: readonly Case[] = (
  existsSync('fixtures') ? readdirSync('fixtures', {recursive: true, encoding: 'utf8'}) : []
)
  .map((path) => `fixtures/${path.replaceAll('\\', '/')}`)
  .filter((path) => !path.includes('.expected/') && detectFormat(path) !== null && statSync(path).isFile())
  .sort()
  .map((path) => ({name: path, path, text: readFileSync(path, 'utf8'), others: new Map(), region: null}))

/** `FC_RUNS=500` looks for new cases and tries every variant; without it the same ones are tried each time. */
const SWEEP = process.env['FC_RUNS']

const CLASSES: readonly (readonly Applicability[])[] = [['safe'], ['safe', 'unsafe']]

let readers: Awaited<ReturnType<typeof createReader>>

beforeAll(async () => {
  readers = await createReader()
})

describe.each([...examples, ...fixtures].map((one, at) => [one.name, one, at] as const))(
  '%s',
  (_, {path, text, others, region}, at) => {
    const format = detectFormat(path) ?? 'dotenv'
    const texts = VARIANTS.flatMap(({name, make}, turn) => {
      // Each text as it is and in a third of the other ways, in turns, so that each way meets every rule and format.
      if (turn > 0 && SWEEP === undefined && (at + turn) % 3 !== 0) return []
      const made = make(text, format)
      return made === null ? [] : [[name, new Map([...others, [path, made]])] as const]
    })

    test.each(texts)('%s', async (_, tree) => {
      for (const classes of CLASSES) await expectNoHarm(tree, classes, region)
    })
  },
)

describe('any settings beside any others', () => {
  test.each(Object.entries(DOCUMENTS))('%s', async (_, documents) => {
    const property = fc.asyncProperty(documents, fc.constantFrom(...CLASSES), async ({path, text}, classes) => {
      await expectNoHarm(new Map([[path, text]]), classes, null)
    })
    await fc.assert(property, SWEEP === undefined ? {numRuns: 40, seed: 1} : {numRuns: Number(SWEEP)})
  })
})

async function expectNoHarm(tree: Tree, classes: readonly Applicability[], region: string | null): Promise<void> {
  const outcome = await run(tree, classes, region)
  const fixed = applied(tree, outcome)
  expectShown(fixed, outcome)

  const again = await run(fixed, classes, region)
  expect(again.changes, 'a second run').toEqual([])

  const {tree: replayed, steps} = await replay(tree, classes, region)
  expect(fixed, 'what the reported fixes come to').toEqual(replayed)
  for (const step of steps) {
    await expectKept(step)
    if (!classes.includes('unsafe')) expect(writtenErrors(step), step.after).toEqual([])
  }
}

function expectShown(tree: Tree, outcome: Awaited<ReturnType<typeof run>>): void {
  for (const {path, text, diagnostics} of outcome.report.results) {
    expect(text).toBe(tree.get(path))
    for (const {range, fix} of diagnostics) {
      expectInside(text, range)
      for (const edit of fix?.edits ?? []) expectInside(text, edit.range)
    }
  }
  const shown =
    shownOf(diagnosticsOf(outcome)) + outcome.changes.flatMap(({made}) => made.map(({title}) => title)).join()
  expect(shown).not.toContain(KEY_ID)
  expect(shown).not.toContain(SECRET)
  expect(shown).not.toContain('could not be proved here')
}

async function expectKept(step: Step): Promise<void> {
  const {path, before, after} = step
  expectSameHabits(before, after)

  const kept = missingIn(await commentsOf(path, after), await commentsOf(path, before))
  expect(kept.filter((comment) => !comment.includes('stslint-'))).toEqual([])

  const format = detectFormat(path) ?? 'dotenv'
  const [old, now] = [readers(format, before), readers(format, after)]
  expect(now === null, 'an independent reader refuses the new text').toBe(old === null)
  expect(strayChanges(step, old, now), after).toEqual([])
}
