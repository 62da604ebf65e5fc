import {describe, expect, test} from 'vitest'
import type {Facts, Rule, SubjectKind} from '../../src/data.js'
import {inOrder, type LintContext, lint} from '../../src/engine/lint.js'
import type {Diagnostic, Severity} from '../../src/model.js'
import {projectOf, unitOf} from '../parsed.js'

interface TestRule extends Partial<Rule> {
  readonly id: string
  readonly on: SubjectKind
}

async function run(
  path: string,
  text: string,
  rules: readonly TestRule[],
  severityOf?: LintContext['severityOf'],
): Promise<Diagnostic[]> {
  const unit = await unitOf(path, text)
  const context: LintContext = {
    project: projectOf([unit]),
    rows: [],
    rules: rules.map((rule) => ({
      severity: 'warning',
      match: () => true,
      message: '',
      why: '',
      links: [],
      variants: [],
      fix: [],
      ...rule,
    })),
    provider: {scopeFacts: () => ({}), settingFacts: () => ({})},
    severityOf: severityOf ?? ((rule) => rule.severity),
    today: '2026-01-01',
  }
  return lint([{unit, context}])
}

const show = (text: string, found: readonly Diagnostic[]): string[] =>
  found.map(
    ({rule, severity, range, message}) => `${rule} ${severity} ${text.slice(range.start, range.end)}: ${message}`,
  )

interface Case {
  readonly name: string
  readonly path?: string
  readonly text: string
  readonly rules: readonly TestRule[]
  readonly found: readonly string[]
}

const region: TestRule = {
  id: 't/region',
  on: 'setting',
  match: ({name}) => name === 'region',
  message: '{{key}} is {{value}}',
}

describe('what a finding is about', () => {
  test.each<Case>([
    {
      name: 'a setting, at its value',
      text: 'A=1\nAWS_REGION="x"\n',
      rules: [region],
      found: ['t/region warning x: AWS_REGION is x'],
    },
    {
      name: 'a setting without a value, at its key',
      text: 'AWS_REGION=\n',
      rules: [region],
      found: ['t/region warning AWS_REGION=: AWS_REGION is '],
    },
    {
      name: 'a scope, once',
      text: 'AWS_REGION=x\nAWS_DEFAULT_REGION=y\n',
      rules: [{id: 't/s', on: 'scope', match: (facts) => facts['own.region'] === true}],
      found: ['t/s warning AWS_REGION=x: '],
    },
    {
      name: 'a scope, at the setting its rule names',
      text: 'AWS_REGION=x\nAWS_DEFAULT_REGION=y\n',
      rules: [{id: 't/s', on: 'scope', at: ['default-region']}],
      found: ['t/s warning AWS_DEFAULT_REGION=y: '],
    },
    {
      name: 'a use of an operation',
      path: 'Dockerfile',
      text: 'FROM x\nRUN aws sts assume-root --x\n',
      rules: [{id: 't/c', on: 'call', message: '{{operation}}'}],
      found: ['t/c warning aws sts assume-root: AssumeRoot'],
    },
    {
      name: 'what could not be read',
      text: 'AWS_REGION=x\nno line\n',
      rules: [{id: 't/p', on: 'problem'}],
      found: ['t/p warning no line: '],
    },
    {
      name: 'any key of an AWS file',
      path: '.aws/config',
      text: '[default]\nnobody_knows = 1\n',
      rules: [{id: 't/e', on: 'entry', message: '{{key}} in {{section}}'}],
      found: ['t/e warning nobody_knows = 1: nobody_knows in default'],
    },
    {name: 'no key of another file', text: 'NOBODY_KNOWS=1\n', rules: [{id: 't/e', on: 'entry'}], found: []},
  ])('$name', async ({path = '.env', text, rules, found}) => {
    expect(show(text, await run(path, text, rules))).toEqual(found)
  })
})

const when = (key: string, value: Facts[string]) => (facts: Facts) => facts[key] === value

describe('how it is said', () => {
  test.each<Case>([
    {
      name: 'by the first variant that holds',
      text: 'AWS_REGION=x\n',
      rules: [
        {
          ...region,
          variants: [
            {match: when('value', 'y'), message: 'Y'},
            {match: when('value', 'x'), message: 'X'},
            {match: () => true, message: 'Z'},
          ],
        },
      ],
      found: ['t/region warning x: X'],
    },
    {
      name: 'with severity and message from different variants',
      text: 'AWS_REGION=x\n',
      rules: [
        {
          ...region,
          variants: [
            {match: () => true, severity: 'error'},
            {match: () => true, message: 'X'},
          ],
        },
      ],
      found: ['t/region error x: X'],
    },
    {
      name: 'with what is not known as such',
      text: 'AWS_REGION=x\n',
      rules: [{...region, message: '{{gone}} {{gone|or so}} {{value}}'}],
      found: ['t/region warning x: unknown or so x'],
    },
    {
      name: 'once, where several scopes read the same lines',
      path: 'compose.yaml',
      text: 'x: &x {AWS_REGION: x}\nservices:\n  a: {environment: *x}\n  b: {environment: *x}\n',
      rules: [region],
      found: ['t/region warning x: AWS_REGION is x'],
    },
  ])('$name', async ({path = '.env', text, rules, found}) => {
    expect(show(text, await run(path, text, rules))).toEqual(found)
  })

  test('never with a credential', async () => {
    const text = '[default]\naws_access_key_id = AKIAZ7EXAMPLE1PLANTD\naws_secret_access_key = planted\n'
    const found = await run('.aws/credentials', text, [
      {id: 't/e', on: 'entry', message: '{{key}} {{value|-}} {{expression|-}} {{inlineComment|-}}'},
    ])

    expect(found).toHaveLength(2)
    expect(JSON.stringify(found)).not.toMatch(/AKIA|planted/i)
  })

  test('as the config says, which knows the variant', async () => {
    const seen: Severity[] = []
    const rules: TestRule[] = [{...region, variants: [{match: () => true, severity: 'error'}]}]
    const found = await run('.env', 'AWS_REGION=x\n', rules, (rule) => {
      seen.push(rule.severity)
      return null
    })

    expect({found, seen}).toEqual({found: [], seen: ['error']})
  })
})

const silence: TestRule = {
  id: 't/silence',
  on: 'suppression',
  message: '{{suppression.rules}} {{suppression.used}} {{suppression.reason|-}}',
}

describe('suppressions', () => {
  test.each<Case>([
    {
      name: 'in use',
      text: '# stslint-disable-next-line t/region -- why\nAWS_REGION=x\n',
      rules: [region, silence],
      found: ['t/silence warning # stslint-disable-next-line t/region -- why: t/region true why'],
    },
    {
      name: 'not in use',
      text: '# stslint-disable-next-line t/region\nA=1\nAWS_REGION=x\n',
      rules: [region, silence],
      found: [
        't/silence warning # stslint-disable-next-line t/region: t/region false -',
        't/region warning x: AWS_REGION is x',
      ],
    },
    {
      name: 'of a rule that is not there',
      text: '# stslint-disable-next-line t/other\nAWS_REGION=x\n',
      rules: [region, silence],
      found: [
        't/silence warning # stslint-disable-next-line t/other: t/other false -',
        't/region warning x: AWS_REGION is x',
      ],
    },
    {
      name: 'of all rules',
      text: 'AWS_REGION=x # stslint-disable-line\n',
      rules: [region, silence],
      found: ['t/silence warning # stslint-disable-line: all rules true -'],
    },
  ])('$name', async ({text, rules, found}) => {
    expect(show(text, await run('.env', text, rules))).toEqual(found)
  })
})

test('nothing is said about the use of a suppression whose rule is off', async () => {
  const text = '# stslint-disable-next-line t/region\nAWS_REGION=x\n'
  const found = await run('.env', text, [region, silence], ({id, severity}) => (id === region.id ? null : severity))

  expect(show(text, found)).toEqual(['t/silence warning # stslint-disable-next-line t/region: t/region true -'])
})

test('findings stand in the order of their place, then of their rule', () => {
  const at = (start: number, end: number, rule: string) => ({range: {start, end}, rule}) as Diagnostic
  const sorted = [at(0, 2, 'a'), at(0, 3, 'a'), at(0, 3, 'b'), at(1, 1, 'a')]

  expect(sorted.toReversed().sort(inOrder)).toEqual(sorted)
})
