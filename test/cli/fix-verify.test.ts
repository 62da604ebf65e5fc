import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import schema from '../../schemas/report.schema.json' with {type: 'json'}
import {undoLast} from '../../src/fix/undo.js'
import {type AliyunMode, startAliyunSts} from '../loopback/aliyun-sts.js'
import {createAuthority} from '../loopback/certificates.js'
import {startProxy} from '../loopback/proxy.js'
import {ADA, type Aws, type AwsOptions, here, preload, startAws} from '../loopback/setup.js'
import {createWorkspace, type Ended, type Workspace} from './workspace.js'

const isReport = new Ajv2020({strict: false, validateFormats: false}).compile(schema)

const adaKeys = `aws_access_key_id = ${ADA.id}\naws_secret_access_key = ${ADA.secret}\n`

/** A profile in the mode that calls the global host; the fix makes the mode regional. */
const profile = (name: string, region: string, keys = adaKeys): string =>
  `[profile ${name}]\nregion = ${region}\nsts_regional_endpoints = legacy\n${keys}`
const mended = (name: string, region: string, keys = adaKeys): string =>
  profile(name, region, keys).replace('legacy', 'regional')

interface Fixing extends Aws {
  fix(args?: readonly string[], env?: Record<string, string>): Promise<Ended>
  undo(): Promise<Ended>
}

async function fixing(config: string, options: AwsOptions = {}): Promise<Fixing> {
  const aws = await startAws({...options, files: {config, ...options.files}})
  const {workspace} = aws
  const env = {
    ...aws.env,
    AWS_CONFIG_FILE: `${workspace.directory}/config`,
    AWS_SHARED_CREDENTIALS_FILE: `${workspace.directory}/credentials`,
  }
  return {
    ...aws,
    fix: (args = [], own = {}) => workspace.run(['--fix', '--verify', '--no-config', ...args], {env: {...env, ...own}}),
    undo: () => workspace.run(['undo'], {env}),
  }
}

describe('--fix --verify', () => {
  test('keeps what is proved, and asks STS about the file as it was written', async () => {
    const before = profile('dev', 'eu-west-1')
    const seen: string[] = []
    let workspace: Workspace | null = null
    const all = await fixing(before, {onRequest: () => void seen.push(workspace!.read('config'))})
    workspace = all.workspace
    const run = await all.fix()
    expect(run.stderr).toBe('stslint: profile dev (config:1): proved identity at https://sts.eu-west-1.amazonaws.com\n')
    expect(all.workspace.read('config')).toBe(mended('dev', 'eu-west-1'))
    expect(seen).toEqual([mended('dev', 'eu-west-1')])
    expect(run.code).toBe(0)
    await all.undo()
    expect(all.workspace.read('config')).toBe(before)
  })

  test('rolls back the profile that fails, to the byte, and keeps its neighbour; undo puts both back', async () => {
    const before = `# ours\r\n${profile('good', 'eu-west-1')}\n${profile('bad', 'us-east-2')}# end`
    const all = await fixing(before, {modes: {'sts.us-east-2.amazonaws.com': 'region-disabled'}})
    const run = await all.fix(['--format', 'json'])
    expect(all.workspace.read('config')).toBe(
      `# ours\r\n${mended('good', 'eu-west-1')}\n${profile('bad', 'us-east-2')}# end`,
    )
    expect(run.stderr).toContain('profile good (config:2): proved identity')
    expect(run.stderr).toContain(
      'profile bad (config:8): rolled back: failed after tls at https://sts.us-east-2.amazonaws.com: STS is deactivated in us-east-2 for this account; next: an administrator activates it',
    )
    const report = JSON.parse(run.stdout) as {
      summary: {fixed: number; fixable: number}
      results: {diagnostics: {message: string; fix: unknown; scope: {name: string}}[]}[]
    }
    expect(report.summary).toMatchObject({fixed: 1, fixable: 0})
    expect(report.results[0]?.diagnostics).toMatchObject([
      {fix: null, scope: {name: 'bad'}, message: expect.stringContaining('(fix rolled back: STS is deactivated')},
    ])
    expect(run.code).toBe(1)
    expect((await all.undo()).code).toBe(0)
    expect(all.workspace.read('config')).toBe(before)
  })

  test('rolls back the services section that a profile fails by, and its neighbour with it', async () => {
    const services = `[profile sent]\nregion = us-east-2\nservices = ours\n${adaKeys}[services ours]\nsts =\n  endpoint_url = https://sts.amazonaws.com\n`
    const before = profile('good', 'eu-west-1') + services
    const all = await fixing(before, {modes: {'sts.us-east-2.amazonaws.com': 'region-disabled'}})
    const run = await all.fix(['--unsafe-fixes'])
    expect(all.sts.seen.map(({host}) => host)).toContain('sts.us-east-2.amazonaws.com')
    expect(run.stderr).toContain('profile sent (config:6): rolled back: failed after tls')
    expect(run.stderr).toContain('profile good (config:1): rolled back with another scope of the file: proved identity')
    expect(all.workspace.read('config')).toBe(before)
    expect(run.code).toBe(1)
  })

  test('the JSON report says of each fix what became of it, and of whom it was proved', async () => {
    const before = `${profile('good', 'eu-west-1')}${profile('bad', 'us-east-2')}${profile('bare', 'us-east-1', '')}`
    const all = await fixing(before, {modes: {'sts.us-east-2.amazonaws.com': 'region-disabled'}})
    const run = await all.fix(['--format', 'json'])
    const report = JSON.parse(run.stdout)
    expect(isReport(report) || isReport.errors).toBe(true)
    const call = (name: string, rest: object) => [{provider: 'aws', scope: {kind: 'profile', name}, ...rest}]
    const made = (name: string, fate: string, rest: object) =>
      expect.objectContaining({path: 'config', scope: {kind: 'profile', name}, fate, calls: call(name, rest)})
    expect(report.verification).toEqual([
      made('good', 'written', {
        endpoint: 'https://sts.eu-west-1.amazonaws.com',
        status: 'proved',
        proved: 'identity',
        diagnosis: null,
      }),
      made('bad', 'rolled-back', {
        endpoint: 'https://sts.us-east-2.amazonaws.com',
        status: 'failed',
        proved: 'tls',
        diagnosis: expect.objectContaining({id: 'region-disabled', http: 403}),
      }),
      made('bare', 'written', {
        endpoint: 'https://sts.us-east-1.amazonaws.com',
        status: 'unproved',
        proved: 'tls',
        diagnosis: expect.objectContaining({id: 'no-credentials'}),
      }),
    ])
    expect(report.summary.fixed).toBe(2)
  })

  test('leaves no undo record where everything went back', async () => {
    const before = profile('bad', 'us-east-2')
    const all = await fixing(before, {modes: {'sts.us-east-2.amazonaws.com': 'region-disabled'}})
    expect((await all.fix()).code).toBe(1)
    expect(all.workspace.read('config')).toBe(before)
    expect((await all.undo()).stderr).toContain('nothing to undo')
    expect(readdirSync(all.workspace.directory).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test.each([
    {fate: 'keep', after: mended('bare', 'eu-west-1', ''), code: 0},
    {fate: 'rollback', after: profile('bare', 'eu-west-1', ''), code: 1},
  ])('without credentials, --unproved $fate', async ({fate, after, code}) => {
    const all = await fixing(profile('bare', 'eu-west-1', ''))
    const run = await all.fix(['--unproved', fate])
    expect(run.stderr).toContain(
      'unproved after tls at https://sts.eu-west-1.amazonaws.com: profile bare has no credentials',
    )
    expect(all.workspace.read('config')).toBe(after)
    expect(run.code).toBe(code)
  })

  test('an env file goes back as a whole, and what runs elsewhere is not judged by this shell', async () => {
    const env = 'AWS_REGION=us-east-2\nAWS_ENDPOINT_URL_STS=https://sts.amazonaws.com\n'
    const all = await fixing('', {
      files: {'app.env': env, Dockerfile: `FROM scratch\nENV ${env.trim().replace('\n', ' \\\n    ')}\n`},
      modes: {'*': 'region-disabled'},
    })
    const run = await all.fix(['app.env', 'Dockerfile'])
    expect(all.workspace.read('app.env')).toBe(env)
    expect(all.workspace.read('Dockerfile')).toContain('https://sts.us-east-2.amazonaws.com')
    expect(run.stderr).toContain('rolled back: failed after tls')
    expect(run.stderr).toContain('which runs elsewhere')
    expect(run.code).toBe(1)
  })

  test('--level tls needs no credentials', async () => {
    const all = await fixing(profile('bare', 'eu-west-1', ''))
    const run = await all.fix(['--level', 'tls'])
    expect(run.stderr).toContain('proved tls at https://sts.eu-west-1.amazonaws.com')
    expect(all.sts.seen).toEqual([])
    expect(run.code).toBe(0)
  })

  test('a file that somebody changed meanwhile is left alone, and that is said', async () => {
    let workspace: Workspace | null = null
    const all = await fixing(profile('bad', 'us-east-2'), {
      modes: {'sts.us-east-2.amazonaws.com': 'region-disabled'},
      onRequest: () => workspace!.write('config', '# mine\n'),
    })
    workspace = all.workspace
    const run = await all.fix()
    expect(run.stderr).toContain('config: not rolled back: it changed since the fix')
    expect(all.workspace.read('config')).toBe('# mine\n')
    expect(run.code).toBe(2)
  })

  test.each([
    {args: ['--verify'], says: '--verify proves what --fix writes to files: give it with --fix'},
    {args: ['--fix', '--verify', '--diff'], says: '--verify proves what --fix writes'},
    {args: ['--fix', '--unproved', 'rollback'], says: '--level and --unproved are for --fix --verify'},
  ])('$args is a mistake', async ({args, says}) => {
    const all = await fixing('')
    const run = await all.workspace.run(args)
    expect(run.stderr).toContain(says)
    expect(run.code).toBe(2)
  })
})

describe('--fix --verify for Alibaba Cloud', () => {
  const LIN = {
    secret: 'made-up-secret-of-lin-00000001',
    account: '1111222233334444',
    arn: 'acs:ram::1111222233334444:user/lin',
  }
  const id = 'LTAI5tMadeUpKeyOfLin0001'
  const envFile = (keys: string): string =>
    `${keys}ALIBABA_CLOUD_STS_REGION=cn-beijing\nALIBABA_CLOUD_STS_ENDPOINT=sts.aliyuncs.com\nALIBABA_CLOUD_REGION_ID=cn-beijing\n`
  const own = `ALIBABA_CLOUD_ACCESS_KEY_ID=${id}\nALIBABA_CLOUD_ACCESS_KEY_SECRET=${LIN.secret}\n`

  async function run(text: string, mode: AliyunMode | null, args: readonly string[] = []) {
    const authority = createAuthority()
    const hosts = ['sts.aliyuncs.com', 'sts.cn-beijing.aliyuncs.com']
    const sts = await startAliyunSts({keys: {[id]: LIN}, ...(mode && {mode}), tls: authority.issue(hosts)})
    const proxy = await startProxy(() => sts.port)
    const workspace = createWorkspace({'app.env': text, 'ca.pem': authority.cert})
    const env = {...here, HTTPS_PROXY: proxy.url, NODE_EXTRA_CA_CERTS: `${workspace.directory}/ca.pem`}
    const ended = await workspace.run(['--fix', '--unsafe-fixes', '--verify', '--format', 'json', ...args, 'app.env'], {
      env,
    })
    const report = JSON.parse(ended.stdout)
    expect(isReport(report) || isReport.errors).toBe(true)
    return {...ended, sts, report, text: workspace.read('app.env')}
  }

  test('keeps what its GetCallerIdentity proves', async () => {
    const {text, report, sts} = await run(envFile(own), null)
    expect(text).not.toBe(envFile(own))
    expect(sts.seen.map(({action, host}) => `${action} ${host}`)).toEqual([
      'GetCallerIdentity sts.cn-beijing.aliyuncs.com',
    ])
    expect(report.verification).toMatchObject([
      {fate: 'written', calls: [{provider: 'aliyun', status: 'proved', proved: 'identity'}]},
    ])
    expect(report.summary.fixed).toBe(1)
  })

  test('rolls back to the byte what it refuses', async () => {
    const {text, report, stderr} = await run(envFile(own), 'inactive')
    expect(text).toBe(envFile(own))
    expect(report.verification).toMatchObject([
      {fate: 'rolled-back', calls: [{provider: 'aliyun', status: 'failed', diagnosis: {id: 'key-unknown'}}]},
    ])
    expect(stderr).toContain('rolled back: failed after tls')
  })

  test.each([
    {fate: 'keep', isKept: true},
    {fate: 'rollback', isKept: false},
  ])('without credentials, --unproved $fate', async ({fate, isKept}) => {
    const {text, report} = await run(envFile(''), null, ['--unproved', fate])
    expect(text === envFile('')).toBe(!isKept)
    expect(report.verification).toMatchObject([
      {fate: isKept ? 'written' : 'rolled-back', calls: [{status: 'unproved', diagnosis: {id: 'no-credentials'}}]},
    ])
  })
})

describe('--fix --verify, interrupted at any step', () => {
  const before = `${profile('good', 'eu-west-1')}${profile('bad', 'us-east-2')}`
  const fixed = `${mended('good', 'eu-west-1')}${mended('bad', 'us-east-2')}`
  const partly = `${mended('good', 'eu-west-1')}${profile('bad', 'us-east-2')}`

  test('Ctrl-C while STS is asked leaves the new file, and undo the old one', async () => {
    const all = await fixing(before, {modes: {'*': 'hang'}})
    const ended = all.fix([], {
      STSLINT_TEST_KILL: 'SIGINT',
      NODE_OPTIONS: `${all.env['NODE_OPTIONS']} --require ${JSON.stringify(preload('kill-at.cjs'))}`,
      STSLINT_TEST_KILL_AT: 'request',
    })
    const run = await ended
    expect(run.code).toBe(130)
    expect(run.stderr).toContain('interrupted: the fixes are written and not proved; stslint undo puts the files back')
    expect(all.workspace.read('config')).toBe(fixed)
    expect((await all.undo()).code).toBe(0)
    expect(all.workspace.read('config')).toBe(before)
  })

  /** Every call that changes the disk, one after the other: the process is gone right before it. */
  test('a crash before each change of the disk leaves a whole file that undo puts back', async () => {
    const found = new Set<string>()
    for (let step = 1, isOver = false; !isOver; step++) {
      expect(step).toBeLessThan(60)
      const all = await fixing(before, {modes: {'sts.us-east-2.amazonaws.com': 'region-disabled'}})
      const run = await all.fix([], {
        NODE_OPTIONS: `${all.env['NODE_OPTIONS']} --require ${JSON.stringify(preload('kill-at.cjs'))}`,
        STSLINT_TEST_KILL: 'SIGKILL',
        STSLINT_TEST_KILL_AT: String(step),
      })
      isOver = run.code === 1
      const text = all.workspace.read('config')
      expect([before, fixed, partly]).toContain(text)
      found.add(text)
      if (text !== before) undoLast({env: stateOf(all), platform: process.platform, dryRun: false})
      expect(all.workspace.read('config')).toBe(before)
    }
    expect(found.size).toBe(3)
  }, 300_000)
})

/** The undo records of a workspace: asked in this process, since there are many. */
function stateOf({workspace}: Aws): NodeJS.ProcessEnv {
  return {XDG_STATE_HOME: join(workspace.directory, '../home/state')}
}
