import {describe, expect, test} from 'vitest'
import type {Facts, FixStep, FixTemplate, SettingRow} from '../../src/data.js'
import {planFix} from '../../src/engine/plan.js'
import {applyEdits} from '../../src/fix/apply.js'
import type {Fix} from '../../src/model.js'
import {createRecogniser} from '../../src/settings/recognise.js'
import {projectOf, unitOf} from '../parsed.js'

const row = (rest: Partial<SettingRow>): SettingRow => ({
  id: 'a',
  tool: 't',
  name: 'sts.endpoint',
  fix: 'B',
  source: 's',
  ...rest,
})

const ROWS: readonly SettingRow[] = [
  row({id: 'url', env: 'URL'}),
  row({id: 'host', env: 'HOST', form: 'host'}),
  row({id: 'pair', env: 'PAIR', also: {name: 'sts.region', key: 'PAIR_REGION'}}),
  row({id: 'pair-region', env: 'PAIR_REGION', name: 'sts.region'}),
  row({id: 'list', env: 'LIST', name: 'allow-list', form: 'hosts'}),
  row({id: 'region', env: 'REGION', name: 'region'}),
  row({id: 'never', env: 'NEVER', fix: 'never'}),
  row({id: 'agree', env: 'AGREE', fix: 'D'}),
  row({id: 'report', env: 'REPORT', fix: 'report'}),
  row({id: 'report-region', env: 'REPORT_REGION', name: 'sts.region', fix: 'report'}),
  row({id: 'likely', env: 'LIKELY', confidence: 'likely'}),
  row({id: 'config-region', key: 'region', name: 'region'}),
  row({id: 'config-services', key: 'services', name: 'services'}),
  row({id: 'services-url', key: 'endpoint_url', section: 'services *.sts'}),
  row({id: 'config-mode', key: 'sts_regional_endpoints', name: 'sts.mode'}),
]

/** The fix for the first setting of a text, and the text it makes. */
async function plan(path: string, text: string, templates: readonly Partial<FixTemplate>[], facts: Facts) {
  const parsed = await unitOf(path, text)
  const unit = {...parsed, ...createRecogniser(ROWS, [])(parsed)}
  const setting = unit.settings[0]!
  const fix = templates.map(({title = 'Do it', applicability = 'safe', do: steps = []}) => ({
    title,
    applicability,
    do: steps,
    match: null,
  }))
  const context = {
    project: projectOf([unit]),
    rows: ROWS,
  }
  return planFix({fix}, {unit, scope: setting.scope, setting, facts}, context)
}

function result(text: string, fix: Fix | null): string | null {
  return fix && applyEdits(text, fix.edits)
}

interface Case {
  readonly name: string
  readonly path?: string
  readonly text: string
  readonly steps: readonly FixStep[]
  readonly facts?: Facts
  /** Null: no fix. */
  readonly expected: string | null
}

describe('a step', () => {
  test.each<Case>([
    {
      name: 'removes the last block of a services section with the line that names it',
      path: '.aws/config',
      text: '[services x]\nsts =\n  endpoint_url = a\n\n[profile p]\nservices = x\nregion = r\n',
      steps: [{remove: 'this'}],
      expected: '[services x]\n\n[profile p]\nregion = r\n',
    },
    {
      name: 'removes one block of several alone',
      path: '.aws/config',
      text: '[services x]\nsts =\n  endpoint_url = a\ns3 =\n  endpoint_url = b\n\n[profile p]\nservices = x\n',
      steps: [{remove: 'this'}],
      expected: '[services x]\ns3 =\n  endpoint_url = b\n\n[profile p]\nservices = x\n',
    },
    {
      name: 'removes no last block that two profiles name',
      path: '.aws/config',
      text: '[services x]\nsts =\n  endpoint_url = a\n\n[profile p]\nservices = x\n[profile q]\nservices = x\n',
      steps: [{remove: 'this'}],
      expected: null,
    },
    {name: 'sets this', text: 'URL=a # b\n', steps: [{set: 'this', to: 'c'}], expected: 'URL=c # b\n'},
    {
      name: 'sets what a fact says',
      text: 'URL=a\n',
      steps: [{set: 'this', to: '{{x}}'}],
      facts: {x: 'c'},
      expected: 'URL=c\n',
    },
    {
      name: 'sets nothing where the fact is not known',
      text: 'URL=a\n',
      steps: [{set: 'this', to: '{{x}}'}],
      expected: null,
    },
    {
      name: 'sets another setting of the scope',
      text: 'URL=a\nREGION=b\n',
      steps: [{set: 'region', to: 'c'}],
      expected: 'URL=a\nREGION=c\n',
    },
    {
      name: 'sets no setting that the scope has not',
      text: 'URL=a\n',
      steps: [{set: 'region', to: 'c'}],
      expected: null,
    },
    {
      name: 'writes a host where a host belongs',
      text: 'HOST=a\n',
      steps: [{set: 'this', to: 'https://b.test'}],
      expected: 'HOST=b.test\n',
    },
    {
      name: 'adds beside this, under the name of the surface',
      text: 'URL=a\nX=1\n',
      steps: [{add: 'region', to: 'c'}],
      expected: 'URL=a\nREGION=c\nX=1\n',
    },
    {name: 'adds nothing that is there', text: 'URL=a\nREGION=b\n', steps: [{add: 'region', to: 'c'}], expected: null},
    {name: 'removes', text: 'URL=a\nX=1\n', steps: [{remove: 'this'}], expected: 'X=1\n'},
    {name: 'renames', text: 'URL=a\n', steps: [{rename: 'this', to: 'NEW'}], expected: 'NEW=a\n'},
    {
      name: 'renames nothing to what is there',
      text: 'URL=a\nX=1\n',
      steps: [{rename: 'this', to: 'X'}],
      expected: null,
    },
    {name: 'appends', text: 'LIST=a,b\n', steps: [{append: 'c'}], expected: 'LIST=a,b,c\n'},
    {
      name: 'moves within the scope',
      path: '.aws/config',
      text: '[default]\nregion = a\nx = 1\n',
      steps: [{move: 'this', to: 'sts_region'}],
      expected: '[default]\nx = 1\nsts_region = a\n',
    },
    {
      name: 'moves out of a services section to the profile that uses it',
      path: '.aws/config',
      text: '[services s]\nsts_regional_endpoints = regional\n[profile p]\nservices = s\n',
      steps: [{move: 'this', to: 'sts_regional_endpoints'}],
      expected: '[services s]\n[profile p]\nsts_regional_endpoints = regional\n',
    },
    {
      name: 'moves nothing where two profiles use it',
      path: '.aws/config',
      text: '[services s]\nsts_regional_endpoints = regional\n[profile p]\nservices = s\n[profile q]\nservices = s\n',
      steps: [{move: 'this', to: 'sts_regional_endpoints'}],
      expected: null,
    },
    {
      name: 'puts a comment on a line of its own',
      path: '.aws/config',
      text: '[default]\nregion = a # b\n',
      steps: [{comment: 'own-line'}],
      expected: '[default]\n# b\nregion = a\n',
    },
    {
      name: 'is taken with others',
      text: 'URL=a\nREGION=b\n',
      steps: [
        {set: 'this', to: 'c'},
        {set: 'region', to: 'd'},
      ],
      expected: 'URL=c\nREGION=d\n',
    },
    {
      name: 'is not taken without the others',
      text: 'URL=a\n',
      steps: [
        {set: 'this', to: 'c'},
        {set: 'region', to: 'd'},
      ],
      expected: null,
    },
    {
      name: 'is not taken where two of them meet',
      text: 'URL=a\n',
      steps: [{set: 'this', to: 'c'}, {remove: 'this'}],
      expected: null,
    },
  ])('$name', async ({path = '.env', text, steps, facts = {}, expected}) => {
    expect(result(text, await plan(path, text, [{do: steps}], facts))).toBe(expected)
  })
})

describe('an endpoint whose key has a companion', () => {
  test.each<Omit<Case, 'steps'>>([
    {
      name: 'adds the Region',
      text: 'PAIR=a\n',
      facts: {'scope.region': 'r', 'scope.regionStated': 'here', 'scope.regionalEndpoint': 'b'},
      expected: 'PAIR=b\nPAIR_REGION=r\n',
    },
    {
      name: 'sets the Region',
      text: 'PAIR=a\nPAIR_REGION=x\n',
      facts: {'scope.region': 'r', 'scope.regionStated': 'here', 'scope.regionalEndpoint': 'b'},
      expected: 'PAIR=b\nPAIR_REGION=r\n',
    },
    {
      name: 'leaves a Region that agrees',
      text: 'PAIR=a\nPAIR_REGION=r\n',
      facts: {'scope.region': 'r', 'scope.regionStated': 'here', 'scope.regionalEndpoint': 'b'},
      expected: 'PAIR=b\nPAIR_REGION=r\n',
    },
    {
      name: 'leaves the Region alone when the host stays in its own',
      text: 'PAIR=a\nPAIR_REGION=x\n',
      facts: {'scope.region': 'r', 'scope.regionStated': 'here', 'scope.regionalEndpoint': 'z'},
      expected: 'PAIR=b\nPAIR_REGION=x\n',
    },
    {
      name: 'is not fixed without a Region',
      text: 'PAIR=a\n',
      facts: {'scope.region': null, 'scope.regionalEndpoint': 'b'},
      expected: null,
    },
  ])('$name', async ({text, facts = {}, expected}) => {
    expect(result(text, await plan('.env', text, [{do: [{set: 'this', to: 'b'}]}], facts))).toBe(expected)
  })
})

describe('which fix', () => {
  const set = (to: string): FixStep[] => [{set: 'this', to}]

  test.each([
    {
      name: 'the first that can be made',
      templates: [
        {title: 'A {{x}}', do: set('a')},
        {title: 'B', do: set('{{x}}')},
        {title: 'C', do: set('c')},
      ],
      expected: 'C',
    },
    {
      name: 'the first of several',
      templates: [
        {title: 'A', do: set('a')},
        {title: 'B', do: set('b')},
      ],
      expected: 'A',
    },
    {name: 'none', templates: [], expected: null},
  ])('$name', async ({templates, expected}) => {
    expect((await plan('.env', 'URL=x\n', templates, {}))?.title ?? null).toBe(expected)
  })

  test.each([
    {key: 'URL', isFixed: true},
    {key: 'NEVER', isFixed: false},
    {key: 'AGREE', isFixed: false},
    {key: 'REPORT', isFixed: false},
    {key: 'REPORT_REGION', isFixed: true},
    {key: 'LIKELY', isFixed: false},
  ])('for $key, by what its row says: $isFixed', async ({key, isFixed}) => {
    expect((await plan('.env', `${key}=x\n`, [{do: set('a')}], {})) !== null).toBe(isFixed)
  })

  test.each<{name: string; facts: Facts; expected: string}>([
    {name: 'safe', facts: {'host.reach': 'global'}, expected: 'safe Do it'},
    {
      name: 'unsafe where a comment warns',
      facts: {'host.reach': 'global', 'comment.warns': true, 'scope.regionPartition': 'aws'},
      expected: 'unsafe Do it (a comment beside it gives a reason for the value)',
    },
    {
      name: 'safe where a comment warns of another change',
      facts: {'host.reach': 'regional', 'comment.warns': true, 'scope.regionPartition': 'aws'},
      expected: 'safe Do it',
    },
    {
      name: 'unsafe where egress knows the global host only',
      facts: {'host.reach': 'global', 'project.egressGlobalOnly': true, 'scope.regionPartition': 'aws'},
      expected: 'unsafe Do it (a list of allowed hosts in the tree names only the global one)',
    },
  ])('is $name', async ({facts, expected}) => {
    const fix = await plan('.env', 'URL=x\n', [{do: set('a')}], facts)

    expect(`${fix?.applicability} ${fix?.title}`).toBe(expected)
  })

  test('is unsafe where other scopes read the same lines', async () => {
    const text = 'x: &x {URL: a}\nservices:\n  s: {environment: *x}\n  t: {environment: *x}\n'

    expect((await plan('compose.yaml', text, [{do: set('b')}], {}))?.applicability).toBe('unsafe')
  })
})
