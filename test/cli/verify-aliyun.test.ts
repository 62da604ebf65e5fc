import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import schema from '../../schemas/verify.schema.json' with {type: 'json'}
import {OUTCOMES} from '../../src/verify/outcomes.js'
import {ALIYUN_OUTCOMES} from '../../src/verify/outcomes-aliyun.js'
import {type AliyunMode, type AliyunPrincipal, type AliyunSeen, startAliyunSts} from '../loopback/aliyun-sts.js'
import {createAuthority, type Validity} from '../loopback/certificates.js'
import {startProxy} from '../loopback/proxy.js'
import {here, worldEnv} from '../loopback/setup.js'
import {createWorkspace, type Ended, type Workspace} from './workspace.js'

const isValid = new Ajv2020({strict: false}).compile(schema)
const LIN = {
  id: 'LTAI5tMadeUpKeyOfLin0001',
  secret: 'made-up-secret-of-lin-00000001',
  account: '1111222233334444',
  arn: 'acs:ram::1111222233334444:user/lin',
}
const ROLE = 'acs:ram::1111222233334444:role/deploy'
const linEnv = {ALIBABA_CLOUD_ACCESS_KEY_ID: LIN.id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: LIN.secret}
const linKeys = {access_key_id: LIN.id, access_key_secret: LIN.secret}
const HOSTS = ['sts.aliyuncs.com', 'sts.cn-beijing.aliyuncs.com', 'sts-vpc.cn-beijing.aliyuncs.com']
/** Long limits: a machine under load must not turn one outcome into another. */
const limits = (connect = 20, request = 20, total = 60): string[] => [
  ...['--connect-timeout', `${connect}`, '--request-timeout', `${request}`, '--total-timeout', `${total}`],
]
const verify = ['verify', '--format', 'json']
const asCli = [...verify, '--client', 'aliyun-cli']

interface Result {
  readonly provider: string
  readonly scope: {readonly kind: string; readonly name: string}
  readonly credentials: string
  readonly status: string
  readonly proved: string | null
  readonly today: {readonly endpoint: string | null}
  readonly after: {readonly endpoint: string | null; readonly reach: string | null}
  readonly call: {
    readonly signingRegion: string | null
    readonly identity: {readonly account: string; readonly arn: string} | null
    readonly attempts: number
    readonly proofs: readonly {readonly level: string; readonly detail: string}[]
    readonly diagnosis: {
      readonly id: string
      readonly message: string
      readonly next: string
      readonly code: string
    } | null
  }
  readonly compare?: {readonly sameIdentity: boolean | null}
}

interface World {
  readonly workspace: Workspace
  readonly seen: readonly AliyunSeen[]
  run(args: readonly string[], env?: Record<string, string>): Promise<Ended>
}

interface Options {
  readonly keys?: Readonly<Record<string, AliyunPrincipal>>
  readonly mode?: AliyunMode
  readonly ahead?: number
  /** Of the certificate. */
  readonly validity?: Validity
  readonly files?: Readonly<Record<string, string>>
  /** Of the certificate. */
  readonly names?: readonly string[]
  /** Of `~/.aliyun/config.json`. */
  readonly profiles?: readonly object[]
}

/** Alibaba Cloud's STS under its real names: TLS with an authority of the test's own, reached through a proxy here. */
async function start({files = {}, profiles, validity, names = HOSTS, ...options}: Options = {}): Promise<World> {
  const authority = createAuthority()
  const sts = await startAliyunSts({keys: {[LIN.id]: LIN}, ...options, tls: authority.issue(names, validity)})
  const proxy = await startProxy(() => sts.port)
  const config = profiles && {'home/.aliyun/config.json': JSON.stringify({current: 'default', profiles})}
  const workspace = createWorkspace({...files, ...config, 'ca.pem': authority.cert})
  const own = {
    ...here,
    HOME: `${workspace.directory}/home`,
    USERPROFILE: `${workspace.directory}/home`,
    HTTPS_PROXY: proxy.url,
    // AWS's alone: it must not count here.
    AWS_CA_BUNDLE: `${workspace.directory}/missing.pem`,
    NODE_EXTRA_CA_CERTS: `${workspace.directory}/ca.pem`,
    ALIBABA_CLOUD_STS_ENDPOINT: 'sts.cn-beijing.aliyuncs.com',
  }
  return {workspace, seen: sts.seen, run: (args, env = linEnv) => workspace.run(args, {env: {...own, ...env}})}
}

function resultsOf({stdout, stderr}: Ended): readonly Result[] {
  expect(stderr).toBe('')
  const report = JSON.parse(stdout) as {results: readonly Result[]}
  expect(isValid(report) || isValid.errors).toBe(true)
  return report.results
}

const calls = (seen: readonly AliyunSeen[]): string[] => seen.map(({action, host}) => `${action} ${host}`)

describe('verify for Alibaba Cloud', () => {
  test('this shell, with the keys of its variables', async () => {
    const {run, seen} = await start()
    const ended = await run([...asCli, ...limits()])
    expect(resultsOf(ended)).toMatchObject([
      {
        provider: 'aliyun',
        status: 'proved',
        proved: 'identity',
        credentials: 'this shell',
        after: {endpoint: 'https://sts.cn-beijing.aliyuncs.com', reach: 'regional'},
        call: {
          attempts: 1,
          signingRegion: null,
          identity: {account: '************', arn: 'acs:ram::************:user/***'},
        },
      },
    ])
    expect(ended.code).toBe(0)
    expect(calls(seen)).toEqual(['GetCallerIdentity sts.cn-beijing.aliyuncs.com'])
    expect(seen[0]?.headers['user-agent']).toMatch(/ stslint\/\d/)
    for (const secret of [LIN.secret, LIN.id, LIN.account, '222233334444555566', 'user/lin'])
      expect(ended.stdout.replace(/"credentials".*/, '')).not.toContain(secret)
  })

  test('--show-identity names account and principal', async () => {
    const {run} = await start()
    const [result] = resultsOf(await run([...asCli, ...limits(), '--show-identity']))
    expect(result?.call.identity).toMatchObject({account: LIN.account, arn: LIN.arn})
  })

  test('profiles of the CLI: a key pair, a session, a role and a chain of roles, at the endpoint that is proved', async () => {
    const session = {secret: 'made-up-session-secret', token: 'made-up-token', account: LIN.account, arn: LIN.arn}
    const {run, seen} = await start({
      keys: {[LIN.id]: LIN, 'STS.MadeUpSession00000000': session},
      profiles: [
        // What an earlier mode left behind is not sent.
        {name: 'default', mode: 'AK', ...linKeys, sts_token: 'stale', sts_region: 'cn-beijing'},
        {
          name: 'session',
          mode: 'StsToken',
          access_key_id: 'STS.MadeUpSession00000000',
          access_key_secret: session.secret,
          sts_token: session.token,
          sts_region: 'cn-beijing',
        },
        {
          name: 'role',
          mode: 'RamRoleArn',
          ...linKeys,
          ram_role_arn: ROLE,
          ram_session_name: 'ci',
          sts_region: 'cn-beijing',
        },
        {
          name: 'chain',
          mode: 'ChainableRamRoleArn',
          source_profile: 'role',
          ram_role_arn: 'acs:ram::5555666677778888:role/next',
          ram_session_name: 'ci',
          sts_region: 'cn-beijing',
        },
      ],
    })
    const ended = await run([...asCli, ...limits(), '--all-profiles', '--show-identity'], {
      ALIBABA_CLOUD_STS_ENDPOINT: '',
    })
    expect(resultsOf(ended).map(({scope, status, call}) => [scope.name, status, call.identity?.arn])).toEqual([
      ['default', 'proved', LIN.arn],
      ['session', 'proved', LIN.arn],
      ['role', 'proved', 'acs:ram::1111222233334444:assumed-role/deploy/ci'],
      ['chain', 'proved', 'acs:ram::5555666677778888:assumed-role/next/ci'],
    ])
    expect(new Set(seen.map(({host}) => host))).toEqual(new Set(['sts.cn-beijing.aliyuncs.com']))
  })

  test('keys of an OIDC token, an instance, a sign-in and a server, as the credentials libraries get them', async () => {
    const given = {
      'STS.MadeUpSession00000000': {
        secret: 'made-up-session-secret',
        token: 'made-up-token',
        account: LIN.account,
        arn: LIN.arn,
      },
    }
    const later = Math.round(Date.now() / 1000) + 3600
    const signIn = {
      mode: 'CloudSSO',
      cloud_sso_sign_in_url: 'https://signin-cn-shanghai.alibabacloudsso.com/x/login',
      cloud_sso_account_id: LIN.account,
      cloud_sso_access_config: 'ac-made-up',
      access_token: 'made-up-sign-in',
      cloud_sso_access_token_expire: later,
    }
    const oidc = {mode: 'OIDC', oidc_provider_arn: 'acs:ram::1111222233334444:oidc-provider/p', ram_role_arn: ROLE}
    const metadata = await startAliyunSts({keys: given})
    const {run, seen, workspace} = await start({
      keys: given,
      names: [...HOSTS, 'signin-cn-shanghai.alibabacloudsso.com', 'keys.example'],
      files: {token: 'made.up.token\n'},
      profiles: [
        {name: 'oidc', ...oidc, oidc_token_file: 'token', ram_session_name: 'ci', sts_region: 'cn-beijing'},
        {name: 'instance', mode: 'EcsRamRole', ram_role_name: '', sts_region: 'cn-beijing'},
        {
          name: 'instance-role',
          mode: 'RamRoleArnWithEcs',
          ram_role_name: 'web',
          ram_role_arn: ROLE,
          sts_region: 'cn-beijing',
        },
        {name: 'sign-in', ...signIn, sts_region: 'cn-beijing'},
        {
          name: 'server',
          mode: 'CredentialsURI',
          credentials_uri: 'https://keys.example/keys',
          sts_region: 'cn-beijing',
        },
      ],
    })
    const ended = await run([...asCli, ...limits(), '--all-profiles', '--show-identity'], {
      ALIBABA_CLOUD_STS_ENDPOINT: '',
      ...worldEnv({'100.100.100.200': `127.0.0.1#${metadata.port}`}),
    })
    expect(resultsOf(ended).map(({scope, status, call}) => [scope.name, status, call.identity?.arn])).toEqual([
      ['oidc', 'proved', expect.stringMatching(/^acs:ram::1111222233334444:assumed-role\/deploy\/ci$/)],
      ['instance', 'proved', LIN.arn],
      ['instance-role', 'proved', expect.stringMatching(/assumed-role\/deploy\/stslint$/)],
      ['sign-in', 'proved', LIN.arn],
      ['server', 'proved', LIN.arn],
    ])
    const sts = seen.filter(({action}) => action !== '')
    expect(new Set(sts.map(({host}) => host))).toEqual(new Set(['sts.cn-beijing.aliyuncs.com']))
    expect(sts.map(({action}) => action)).toContain('AssumeRoleWithOIDC')
    expect(workspace.read('token')).toBe('made.up.token\n')
    for (const secret of ['made.up.token', 'made-up-sign-in', 'made-up-session-secret', 'made-up-token'])
      expect(ended.stdout + ended.stderr).not.toContain(secret)
  })

  test('this shell, by the OIDC variables of a pod', async () => {
    const {run, seen} = await start({files: {token: 'made.up.token'}})
    const pod = {
      ALIBABA_CLOUD_ROLE_ARN: ROLE,
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: 'acs:ram::1111222233334444:oidc-provider/p',
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: 'token',
    }
    const [result] = resultsOf(await run([...asCli, ...limits(), '--assume-role'], pod))
    expect(result).toMatchObject({status: 'proved', proved: 'assume-role'})
    expect(seen.map(({action, host}) => `${action} ${host}`)).toEqual([
      'AssumeRoleWithOIDC sts.cn-beijing.aliyuncs.com',
      'GetCallerIdentity sts.cn-beijing.aliyuncs.com',
    ])
    expect(seen[0]?.parameters.get('DurationSeconds')).toBe('900')
  })

  test('--assume-role asks for the shortest session', async () => {
    const {run, seen} = await start({profiles: [{name: 'role', mode: 'RamRoleArn', ...linKeys, ram_role_arn: ROLE}]})
    const [result] = resultsOf(await run([...asCli, ...limits(), '--profile', 'role', '--assume-role'], {}))
    expect(result).toMatchObject({status: 'proved', proved: 'assume-role'})
    expect(seen[0]?.parameters.get('DurationSeconds')).toBe('900')
  })

  test('the section of the libraries’ file', async () => {
    const {run} = await start({
      files: {
        'home/.alibabacloud/credentials': `[default]\ntype = access_key\naccess_key_id = ${LIN.id}\naccess_key_secret = ${LIN.secret}\n`,
      },
    })
    expect(resultsOf(await run([...asCli, ...limits()], {}))).toMatchObject([{status: 'proved'}])
  })

  test('the scopes of files, with their own keys; AWS’s beside them', async () => {
    const {run, seen} = await start({
      files: {
        'ali/.env': `ALIBABA_CLOUD_STS_REGION=cn-beijing\nALIBABA_CLOUD_ACCESS_KEY_ID=${LIN.id}\nALIBABA_CLOUD_ACCESS_KEY_SECRET=${LIN.secret}\n`,
        'ali/requirements.txt': 'alibabacloud-credentials==1.0.2\n',
        'aws/.env': 'AWS_REGION=eu-west-1\n',
      },
    })
    const both = resultsOf(await run([...verify, ...limits(), '--no-home', '--level', 'identity', 'ali', 'aws'], {}))
    expect(both.map(({provider}) => provider).sort()).toEqual(['aliyun', 'aws'])
    expect(both.find(({provider}) => provider === 'aliyun')).toMatchObject({
      status: 'proved',
      credentials: 'the key pair in ali/.env',
      after: {endpoint: 'https://sts.cn-beijing.aliyuncs.com'},
    })
    expect(calls(seen)).toContain('GetCallerIdentity sts.cn-beijing.aliyuncs.com')
  })
})

interface Row {
  readonly name: string
  readonly id: string
  readonly message: string
  readonly next?: string
  readonly status?: 'unproved'
  run(): Promise<Ended>
}

const mode =
  (name: AliyunMode, args = limits()) =>
  async () =>
    (await start({mode: name})).run([...asCli, ...args])
const shell = (env: Record<string, string>) => async () => (await start()).run([...asCli, ...limits()], env)
const role = (name: AliyunMode) => async () =>
  (await start({mode: name, profiles: [{name: 'default', mode: 'RamRoleArn', ...linKeys, ram_role_arn: ROLE}]})).run(
    [...asCli, ...limits()],
    {},
  )
const world =
  (names: Record<string, string>, host: string, args = limits()) =>
  () =>
    createWorkspace().run([...asCli, ...args], {
      env: {...worldEnv(names), ...linEnv, ALIBABA_CLOUD_STS_ENDPOINT: host},
    })
const profile = (row: object) => async () =>
  (await start({profiles: [{name: 'default', ...row}]})).run([...asCli, ...limits()], {})

const rows: readonly Row[] = [
  {
    name: 'a wrong secret',
    id: 'wrong-secret',
    message: 'does not belong',
    run: shell({...linEnv, ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'wrong'}),
  },
  {
    name: 'an unknown key',
    id: 'key-unknown',
    message: 'does not know',
    run: shell({...linEnv, ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI5tNobody000000000001'}),
  },
  {name: 'a disabled key', id: 'key-unknown', message: 'disabled', run: mode('inactive')},
  {
    name: 'a token that is not the key’s',
    id: 'token',
    message: 'MismatchWithAccessKey',
    run: shell({...linEnv, ALIBABA_CLOUD_SECURITY_TOKEN: 'x'}),
  },
  {name: 'a malformed token', id: 'token', message: 'Malformed', run: mode('malformed-token')},
  {
    name: 'a session without its token',
    id: 'token',
    message: 'MissingSecurityToken',
    run: async () => (await start({keys: {[LIN.id]: {...LIN, token: 't'}}})).run([...asCli, ...limits()]),
  },
  {
    name: 'an expired session',
    id: 'expired',
    message: 'has expired',
    run: async () =>
      (await start({keys: {[LIN.id]: {...LIN, token: 't', isExpired: true}}})).run([...asCli, ...limits()], {
        ...linEnv,
        ALIBABA_CLOUD_SECURITY_TOKEN: 't',
      }),
  },
  {
    name: 'a clock that is off',
    id: 'clock',
    message: '60 minutes slow',
    run: async () => (await start({ahead: 3_600_000})).run([...asCli, ...limits()]),
  },
  {name: 'a throttled call', id: 'throttled', message: '2 times', run: mode('throttle')},
  {name: 'a fault of the service', id: 'server-fault', message: '2 times (HTTP 503', run: mode('fault')},
  {name: 'a captive page', id: 'not-sts', message: 'HTTP 200, text/html', run: mode('html')},
  {name: 'no response', id: 'no-answer', message: 'no response within 1 s', run: mode('hang', limits(20, 1))},
  {
    name: 'a code nobody knows',
    id: 'other',
    message: 'UnheardOf: Something new in account ************',
    run: mode('unheard-of'),
  },
  {
    name: 'a role that is refused',
    id: 'role-denied',
    message: 'acs:ram::************:role/***',
    run: role('role-denied'),
  },
  {name: 'a role for an account’s own key', id: 'root-assumes', message: 'own', run: role('root')},
  {name: 'no credentials', id: 'no-credentials', message: 'this shell has no', status: 'unproved', run: shell({})},
  {
    name: 'a mode whose keys are elsewhere',
    id: 'no-credentials',
    message: 'mode rsakeypair',
    status: 'unproved',
    run: profile({mode: 'RsaKeyPair'}),
  },
  {
    name: 'the role of an instance, elsewhere',
    id: 'no-credentials',
    message: 'no role of an instance here',
    status: 'unproved',
    run: profile({mode: 'EcsRamRole', ram_role_name: 'x'}),
  },
  {
    name: 'a sign-in that is over',
    id: 'sso-expired',
    message: 'the sign-in of this shell has expired',
    run: profile({mode: 'CloudSSO', access_token: 'x', cloud_sso_access_token_expire: 1}),
  },
  {
    name: 'a server of keys that gives none',
    id: 'sign-in-unreachable',
    message: '127.0.0.1, which gives none here (ECONNREFUSED)',
    run: profile({mode: 'CredentialsURI', credentials_uri: 'http://127.0.0.1:1/keys'}),
  },
  {
    name: 'an OIDC token that is not there',
    id: 'token-file',
    message: 'OIDC token file of this shell cannot be read',
    run: profile({mode: 'OIDC', oidc_provider_arn: 'p', oidc_token_file: '/no/such/token', ram_role_arn: ROLE}),
  },
  {
    name: 'an OIDC token that STS does not accept',
    id: 'web-identity',
    message: 'AuthenticationFail.OIDCToken.Invalid',
    run: async () =>
      (
        await start({
          files: {token: 'another'},
          profiles: [
            {name: 'default', mode: 'OIDC', oidc_provider_arn: 'p', oidc_token_file: 'token', ram_role_arn: ROLE},
          ],
        })
      ).run([...asCli, ...limits()], {}),
  },
  {
    name: 'roles in a circle',
    id: 'no-credentials',
    message: 'source_profile of default',
    status: 'unproved',
    run: profile({mode: 'ChainableRamRoleArn', source_profile: 'default', ram_role_arn: ROLE}),
  },
  {
    name: 'no role to assume',
    id: 'no-role',
    message: 'assumes no role',
    status: 'unproved',
    run: async () => (await start()).run([...asCli, ...limits(), '--assume-role']),
  },
  {
    name: 'a certificate of yesteryear',
    id: 'tls-dates',
    message: 'CERT_HAS_EXPIRED',
    run: async () =>
      (await start({validity: {from: new Date('2020-01-01'), to: new Date('2021-01-01')}})).run([
        ...asCli,
        ...limits(),
      ]),
  },
  {
    name: 'an authority that is not trusted',
    id: 'tls-chain',
    message: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    next: 'in NODE_EXTRA_CA_CERTS',
    run: async () => (await start()).run([...asCli, ...limits()], {...linEnv, NODE_EXTRA_CA_CERTS: ''}),
  },
  {
    name: 'a proxy whose list has the central host only',
    id: 'proxy-refused',
    message: 'HTTP 403',
    next: 'a list with only sts.aliyuncs.com',
    async run() {
      const proxy = await startProxy(() => ({status: 403}))
      return (await start()).run([...asCli, ...limits()], {...linEnv, HTTPS_PROXY: proxy.url})
    },
  },
  {
    name: 'no route',
    id: 'unreachable',
    message: 'ENETUNREACH',
    next: 'sts-vpc host',
    run: world({[HOSTS[1]!]: '203.0.113.1!ENETUNREACH'}, HOSTS[1]!),
  },
  {name: 'a VPC host from outside', id: 'no-answer-vpc', message: 'VPCs', run: world({}, HOSTS[2]!)},
  {
    name: 'a host that is not there',
    id: 'host-not-found',
    message: 'does not exist',
    run: world({}, 'sts.mars-1.aliyuncs.com'),
  },
]

describe('what Alibaba Cloud answers', () => {
  test.each(rows)('$name: $id', async ({id, message, next = '', status = 'failed', run}) => {
    const ended = await run()
    const [result] = resultsOf(ended)
    expect(result).toMatchObject({status, call: {diagnosis: {id}}})
    expect(result?.call.diagnosis?.message).toContain(message)
    expect(result?.call.diagnosis?.next).toContain(next)
    expect(ended.code).toBe(1)
    expect(ended.stdout).not.toContain(LIN.secret)
    expect(ended.stdout).not.toContain(LIN.id)
  })

  test('every outcome of its own is among them', () => {
    const own = ALIYUN_OUTCOMES.slice(0, -OUTCOMES.length).map(({id}) => id)
    expect([...new Set(own)].filter((id) => !rows.some((row) => row.id === id))).toEqual([])
  })

  test.each([
    {args: ['--profile', 'nobody'], message: '--profile nobody: ~/.aliyun/config.json has no such profile'},
    {args: ['--all-profiles'], message: '--all-profiles: ~/.aliyun/config.json has no profile'},
  ])('$args without one ends with 2', async ({args, message}) => {
    const run = await createWorkspace().run(['verify', '--client', 'aliyun-cli', ...args], {env: here})
    expect(run).toMatchObject({code: 2, stdout: ''})
    expect(run.stderr).toContain(message)
  })
})
