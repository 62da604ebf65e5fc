import {createHash} from 'node:crypto'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, test} from 'vitest'
import schema from '../../schemas/verify.schema.json' with {type: 'json'}
import {createAuthority} from '../loopback/certificates.js'
import {startProxy} from '../loopback/proxy.js'
import {ADA, ADA_KEYS, adaEnv, here, startAws, worldEnv} from '../loopback/setup.js'
import {type Seen, startSts} from '../loopback/sts-server.js'
import {createWorkspace, type Ended, type Workspace} from './workspace.js'

const isValid = new Ajv2020({strict: false}).compile(schema)
/** Long limits: a machine under load must not turn one outcome into another. */
const verify = ['verify', '--connect-timeout', '20', '--request-timeout', '20', '--total-timeout', '60']
const ROLE = 'arn:aws:iam::111122223333:role/deploy'
const adaKeys = `aws_access_key_id = ${ADA.id}\naws_secret_access_key = ${ADA.secret}\n`

interface Result {
  readonly scope: {readonly kind: string; readonly name: string; readonly path: string | null}
  readonly credentials: string
  readonly status: string
  readonly proved: string | null
  readonly today: {readonly endpoint: string | null}
  readonly after: {readonly endpoint: string | null; readonly signingRegion: string | null}
  readonly call: {
    readonly identity: {readonly account: string; readonly arn: string; readonly userId: string} | null
    readonly attempts: number
    readonly notes: readonly string[]
    readonly proofs: readonly {readonly level: string; readonly detail: string}[]
    readonly diagnosis: {readonly id: string; readonly message: string; readonly next: string} | null
  }
  readonly compare?: {readonly call: Result['call']; readonly sameIdentity: boolean | null}
}

function resultsOf({stdout, stderr}: Ended): readonly Result[] {
  expect(stderr).toBe('')
  const report = JSON.parse(stdout) as {results: readonly Result[]}
  expect(isValid(report) || isValid.errors).toBe(true)
  return report.results
}

/** Profiles of a home of the workspace, by AWS_CONFIG_FILE. */
function home({directory}: Workspace): Record<string, string> {
  return {AWS_CONFIG_FILE: `${directory}/config`, AWS_SHARED_CREDENTIALS_FILE: `${directory}/credentials`}
}

const regions = (seen: readonly Seen[]): string[] => seen.map(({action, claim}) => `${action} ${claim?.region ?? '-'}`)

describe('verify: what is called', () => {
  test('this shell, at the endpoint its variables name, signed for its Region', async () => {
    const sts = await startSts({keys: ADA_KEYS})
    const env = {...here, ...adaEnv, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_STS: sts.url}
    const run = await createWorkspace().run([...verify, '--format', 'json'], {env})
    const [result] = resultsOf(run)
    expect(run.code).toBe(0)
    expect(result).toMatchObject({
      scope: {kind: 'environment', name: 'this process', path: null},
      credentials: 'this shell',
      status: 'proved',
      proved: 'identity',
      today: {endpoint: sts.url},
      after: {endpoint: sts.url, signingRegion: 'eu-west-1'},
      call: {attempts: 1, notes: ['plain HTTP: nothing proves who answers'], diagnosis: null},
    })
    expect(regions(sts.seen)).toEqual(['GetCallerIdentity eu-west-1'])
    expect(sts.seen[0]?.headers['user-agent']).toMatch(/\bstslint\/\d/)
  })

  test('the Regional endpoint where an old SDK calls the global one; with --compare both, for one identity', async () => {
    const {env, workspace, sts, proxy} = await startAws()
    const run = await workspace.run([...verify, '--client', 'boto3@1.34.2', '--compare', '--format', 'json'], {
      env: {...env, AWS_DEFAULT_REGION: 'eu-west-1'},
    })
    const [result] = resultsOf(run)
    expect(result).toMatchObject({
      status: 'proved',
      today: {endpoint: 'https://sts.amazonaws.com'},
      after: {endpoint: 'https://sts.eu-west-1.amazonaws.com'},
      compare: {sameIdentity: true},
    })
    expect(sts.seen.map(({host, claim}) => `${host} ${claim?.region}`)).toEqual([
      'sts.eu-west-1.amazonaws.com eu-west-1',
      'sts.amazonaws.com us-east-1',
    ])
    expect(new Set(proxy.asked.map(({target}) => target))).toEqual(
      new Set(['sts.eu-west-1.amazonaws.com:443', 'sts.amazonaws.com:443']),
    )
    expect(run.code).toBe(0)
  })

  test('fails where the endpoint after the fix knows another principal', async () => {
    const other = createAuthority()
    const elsewhere = await startSts({
      keys: {[ADA.id]: {...ADA, arn: 'arn:aws:iam::444455556666:user/eve', account: '444455556666'}},
      tls: other.issue(['sts.eu-west-1.amazonaws.com']),
    })
    const {env, workspace} = await startAws({
      authority: other,
      decide: (host) => (host === 'sts.amazonaws.com' ? null : elsewhere.port),
    })
    const run = await workspace.run([...verify, '--client', 'boto3@1.34.2', '--compare'], {
      env: {...env, AWS_DEFAULT_REGION: 'eu-west-1'},
    })
    expect(run.stdout).toContain('another account or principal at the endpoint after the fix')
    expect(run.code).toBe(1)
  })

  test('what is wrong today is said beside what works after the fix', async () => {
    const {env, workspace} = await startAws({decide: (host) => (host === 'sts.amazonaws.com' ? {status: 403} : null)})
    const run = await workspace.run([...verify, '--client', 'boto3@1.34.2', '--compare', '--format', 'json'], {
      env: {...env, AWS_DEFAULT_REGION: 'eu-west-1'},
    })
    const [result] = resultsOf(run)
    expect(result).toMatchObject({
      status: 'proved',
      compare: {call: {diagnosis: {id: 'proxy-refused'}}, sameIdentity: null},
    })
    expect(run.code).toBe(0)
  })

  test('every profile of the files in use, each for its own Region, in the order of the file', async () => {
    const sts = await startSts({keys: ADA_KEYS})
    const workspace = createWorkspace({
      config: `[default]\nregion = eu-west-1\n[profile two]\nregion = eu-west-1\n[profile bare]\nregion = eu-west-1\n`,
      credentials: `[default]\n${adaKeys}[two]\n${adaKeys}`,
    })
    const run = await workspace.run([...verify, '--all-profiles', '--format', 'json'], {
      env: {...here, ...home(workspace), AWS_ENDPOINT_URL_STS: sts.url},
    })
    const results = resultsOf(run)
    expect(results.map(({scope, status}) => `${scope.name} ${status}`)).toEqual([
      'default proved',
      'two proved',
      'bare unproved',
    ])
    expect(run.code).toBe(1)
  })

  test('a profile is called where the fixes send it, not where its file sends it today', async () => {
    const {env, workspace, sts} = await startAws()
    workspace.write(
      'config',
      `[profile dev]\nregion = eu-west-1\nservices = sts\n${adaKeys}[services sts]\nsts =\n  endpoint_url = https://sts.amazonaws.com\n`,
    )
    const before = workspace.read('config')
    const run = await workspace.run([...verify, '--profile', 'dev', '--format', 'json'], {
      env: {...env, ...home(workspace)},
    })
    const [result] = resultsOf(run)
    expect(result).toMatchObject({
      status: 'proved',
      today: {endpoint: 'https://sts.amazonaws.com'},
      after: {endpoint: 'https://sts.eu-west-1.amazonaws.com'},
    })
    expect(regions(sts.seen)).toEqual(['GetCallerIdentity eu-west-1'])
    expect(workspace.read('config')).toBe(before)
  })

  test('the scopes of a file, with its own keys, its profile or those of this shell', async () => {
    const {env, workspace, sts} = await startAws()
    workspace.write(
      'own.env',
      `AWS_REGION=eu-west-1\nAWS_ACCESS_KEY_ID=${ADA.id}\nAWS_SECRET_ACCESS_KEY="${ADA.secret}"\n`,
    )
    workspace.write('shell.env', 'AWS_REGION=us-east-2\n')
    workspace.write('named.env', 'AWS_REGION=us-east-1\nAWS_PROFILE=elsewhere\n')
    const {AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...without} = env
    const paths = ['own.env', 'shell.env', 'named.env']
    const results = resultsOf(await workspace.run([...verify, ...paths, '--format', 'json'], {env: without}))
    expect(results.map(({scope, credentials, status}) => [scope.path, credentials, status])).toEqual([
      ['named.env', 'profile elsewhere, which is not on this machine,', 'unproved'],
      ['own.env', 'the key pair in own.env', 'proved'],
      ['shell.env', 'this shell', 'unproved'],
    ])
    expect(regions(sts.seen)).toEqual(['GetCallerIdentity eu-west-1'])
  })

  test('an AssumeRoot that would go to the global endpoint fails, whatever GetCallerIdentity says', async () => {
    const {env, workspace} = await startAws({
      files: {
        Dockerfile: 'FROM scratch\nRUN aws sts assume-root --region aws-global --target-principal 111122223333\n',
      },
    })
    const run = await workspace.run([...verify, 'Dockerfile', '--format', 'json'], {env})
    const found = resultsOf(run).find(({scope}) => scope.kind === 'command')
    expect(found).toMatchObject({status: 'failed', call: {diagnosis: {id: 'assume-root-global'}}})
    expect(run.code).toBe(1)
  })
})

describe('verify: credentials as the SDK finds them, with STS called in the Region of the fix', () => {
  const chain = `[profile dev]\nregion = us-east-2\nrole_arn = ${ROLE}\nsource_profile = base\n[profile base]\nregion = us-west-2\n${adaKeys}`

  test('a role chain', async () => {
    const {env, workspace, sts} = await startAws({files: {config: chain}})
    const args = [...verify, '--profile', 'dev', '--show-identity', '--format', 'json']
    const [result] = resultsOf(await workspace.run(args, {env: {...env, ...home(workspace)}}))
    expect(result).toMatchObject({status: 'proved', call: {identity: {account: '111122223333'}}})
    expect(result?.call.identity?.arn).toMatch(/^arn:aws:sts::111122223333:assumed-role\/deploy\//)
    expect(regions(sts.seen)).toEqual(['AssumeRole us-east-2', 'GetCallerIdentity us-east-2'])
    expect(sts.seen[0]?.parameters.get('DurationSeconds')).toBe('3600')
    expect(sts.seen.every(({headers}) => /\bstslint\//.test(headers['user-agent'] ?? ''))).toBe(true)
  })

  test('--assume-role proves AssumeRole with the shortest session', async () => {
    const {env, workspace, sts} = await startAws({files: {config: chain}})
    const args = [...verify, '--profile', 'dev', '--assume-role', '--format', 'json']
    const [result] = resultsOf(await workspace.run(args, {env: {...env, ...home(workspace)}}))
    expect(result).toMatchObject({status: 'proved', proved: 'assume-role'})
    expect(result?.call.proofs.at(-1)?.detail).toBe('arn:aws:iam::************:role/*** for 900 s')
    expect(sts.seen[0]?.parameters.get('DurationSeconds')).toBe('900')
  })

  test('--assume-role says so where there is no role', async () => {
    const {env, workspace} = await startAws()
    const args = [...verify, '--assume-role', '--format', 'json']
    const run = await workspace.run(args, {env: {...env, AWS_REGION: 'eu-west-1'}})
    const [result] = resultsOf(run)
    expect(result).toMatchObject({status: 'unproved', proved: 'identity', call: {diagnosis: {id: 'no-role'}}})
    expect(run.code).toBe(1)
  })

  test('a web identity', async () => {
    const {env, workspace, sts} = await startAws({files: {token: 'made.up.token'}})
    const {AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...without} = env
    const token = {AWS_WEB_IDENTITY_TOKEN_FILE: `${workspace.directory}/token`, AWS_ROLE_ARN: ROLE}
    const args = [...verify, '--client', 'boto3@1.34.2', '--format', 'json']
    const [result] = resultsOf(
      await workspace.run(args, {env: {...without, ...token, AWS_DEFAULT_REGION: 'us-east-2'}}),
    )
    expect(result?.status).toBe('proved')
    expect(sts.seen.map(({action, host}) => `${action} ${host}`)).toEqual([
      'AssumeRoleWithWebIdentity sts.us-east-2.amazonaws.com',
      'GetCallerIdentity sts.us-east-2.amazonaws.com',
    ])
  })

  test('a credential process', async () => {
    const {env, workspace} = await startAws()
    const out = JSON.stringify({Version: 1, AccessKeyId: ADA.id, SecretAccessKey: ADA.secret})
    workspace.write('keys.cjs', `process.stdout.write(${JSON.stringify(out)})`)
    workspace.write(
      'config',
      `[profile dev]\nregion = us-east-2\ncredential_process = "${process.execPath}" "${workspace.directory}/keys.cjs"\n`,
    )
    const args = [...verify, '--profile', 'dev', '--format', 'json']
    const [result] = resultsOf(await workspace.run(args, {env: {...env, ...home(workspace)}}))
    expect(result?.status).toBe('proved')
  })

  test('IAM Identity Center, through the same proxy', async () => {
    const portal = 'portal.sso.eu-west-1.amazonaws.com'
    const {env, workspace, proxy} = await startAws({
      names: [portal, 'sts.us-east-2.amazonaws.com'],
      keys: {ASIA00000000000000AD: {...ADA, token: 'made-up-token'}},
    })
    workspace.write(
      'config',
      '[profile dev]\nregion = us-east-2\nsso_session = main\nsso_account_id = 111122223333\nsso_role_name = dev\n[sso-session main]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n',
    )
    const cached = createHash('sha1').update('main').digest('hex')
    const token = {accessToken: 'made-up-sign-in', expiresAt: new Date(Date.now() + 3_600_000).toISOString()}
    workspace.write(`.aws/sso/cache/${cached}.json`, JSON.stringify(token))
    const args = [...verify, '--profile', 'dev', '--format', 'json']
    const inside = {HOME: workspace.directory, USERPROFILE: workspace.directory}
    const [result] = resultsOf(await workspace.run(args, {env: {...env, ...home(workspace), ...inside}}))
    expect(result).toMatchObject({status: 'proved'})
    expect(proxy.asked.some(({target}) => target === `${portal}:443`)).toBe(true)
  })
})

describe('verify: the way there', () => {
  test.each([
    {name: 'AWS_CA_BUNDLE', env: (path: string) => ({AWS_CA_BUNDLE: path}), bundle: ''},
    {name: 'NODE_EXTRA_CA_CERTS', env: (path: string) => ({AWS_CA_BUNDLE: '', NODE_EXTRA_CA_CERTS: path}), bundle: ''},
    {name: 'ca_bundle of the profile', env: () => ({AWS_CA_BUNDLE: ''}), bundle: 'ca_bundle = ca.pem\n'},
  ])('trusts $name', async ({env: own, bundle}) => {
    const {env, workspace} = await startAws()
    workspace.write('config', `[profile dev]\nregion = eu-west-1\n${bundle}${adaKeys}`)
    const run = await workspace.run([...verify, '--profile', 'dev', '--format', 'json'], {
      env: {...env, ...home(workspace), ...own(`${workspace.directory}/ca.pem`)},
    })
    expect(resultsOf(run)[0]).toMatchObject({status: 'proved'})
  })

  test.each(['.amazonaws.com', 'sts.eu-west-1.amazonaws.com:443', '*'])('NO_PROXY=%s goes directly', async (rule) => {
    const {env, workspace, proxy} = await startAws()
    const run = await workspace.run([...verify, '--level', 'dns', '--format', 'json'], {
      env: {...env, ...worldEnv({'sts.eu-west-1.amazonaws.com': '10.0.0.1'}), AWS_REGION: 'eu-west-1', NO_PROXY: rule},
    })
    expect(resultsOf(run)[0]?.call.proofs[0]?.detail).toBe('1 private address')
    expect(proxy.asked).toEqual([])
  })

  test('gives the proxy the login of its URL, and shows it to nobody', async () => {
    const {env, workspace, proxy} = await startAws()
    const run = await workspace.run([...verify, '--debug', '--level', 'tls'], {
      env: {...env, AWS_REGION: 'eu-west-1', HTTPS_PROXY: proxy.url.replace('//', '//ada:hunter2@')},
    })
    expect(run.code).toBe(0)
    expect(proxy.asked[0]?.login).toBe(`Basic ${Buffer.from('ada:hunter2').toString('base64')}`)
    expect(run.stdout + run.stderr).not.toContain('hunter2')
  })

  test('HTTP_PROXY leads to a plain endpoint: the whole URL, the login, and the signature of the endpoint’s own host', async () => {
    const sts = await startSts({keys: ADA_KEYS})
    const proxy = await startProxy(() => sts.port)
    const run = await createWorkspace().run([...verify, '--format', 'json'], {
      env: {
        ...here,
        ...adaEnv,
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL_STS: 'http://emulator.example:8080',
        HTTP_PROXY: proxy.url.replace('//', '//ada:hunter2@'),
      },
    })
    expect(resultsOf(run)[0]).toMatchObject({status: 'proved', call: {proofs: [{detail: 'the proxy looks it up'}, {}]}})
    expect(proxy.asked).toEqual([
      {target: 'http://emulator.example:8080/', login: `Basic ${Buffer.from('ada:hunter2').toString('base64')}`},
    ])
    expect(sts.seen[0]?.headers).toMatchObject({host: 'emulator.example:8080'})
    expect(sts.seen[0]?.headers['proxy-authorization']).toBe(undefined)
  })

  test('ALL_PROXY by itself is not used, and that is said where the way fails', async () => {
    const run = await createWorkspace().run([...verify, '--format', 'json'], {
      env: {...here, ...adaEnv, AWS_REGION: 'eu-west-1', ALL_PROXY: 'socks5://127.0.0.1:1'},
    })
    expect(resultsOf(run)[0]?.call).toMatchObject({
      diagnosis: {id: 'host-not-found'},
      notes: [expect.stringContaining('ALL_PROXY is set, which AWS SDKs do not read')],
    })
  })

  test('a clock that is off is corrected, and said', async () => {
    const {env, workspace} = await startAws({ahead: 1_200_000})
    const run = await workspace.run([...verify, '--format', 'json'], {env: {...env, AWS_REGION: 'eu-west-1'}})
    expect(resultsOf(run)[0]).toMatchObject({
      status: 'proved',
      call: {attempts: 2, notes: ["this machine's clock is 20 minutes slow: this SDK corrected it, others fail"]},
    })
  })

  test('the limits end the call: no connection is left, and the program is gone', async () => {
    const sts = await startSts({modes: {'*': 'hang'}})
    const start = Date.now()
    const run = await createWorkspace().run(
      ['verify', '--total-timeout', '1', '--request-timeout', '600', '--format', 'json'],
      {
        env: {...here, ...adaEnv, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_STS: sts.url},
      },
    )
    expect(resultsOf(run)[0]?.call.diagnosis?.message).toContain('no end within 1 s')
    expect(Date.now() - start).toBeLessThan(20_000)
    await expect.poll(() => sts.open()).toBe(0)
  })

  test('no more at a time than --concurrency allows, and no less', async () => {
    let [now, most] = [0, 0]
    const sts = await startSts({
      keys: ADA_KEYS,
      async onRequest() {
        now += 1
        most = Math.max(most, now)
        await new Promise((resolve) => setTimeout(resolve, 1500))
        now -= 1
      },
    })
    const profiles = Array.from({length: 5}, (_, at) => `[profile p${at}]\nregion = eu-west-1\n${adaKeys}`)
    const workspace = createWorkspace({config: profiles.join('')})
    const run = await workspace.run([...verify, '--all-profiles', '--concurrency', '2'], {
      env: {...here, ...home(workspace), AWS_ENDPOINT_URL_STS: sts.url},
    })
    expect(run.code).toBe(0)
    expect(most).toBe(2)
  })
})

test('fifty profiles, four at a time', async () => {
  let [now, most] = [0, 0]
  const sts = await startSts({
    keys: ADA_KEYS,
    async onRequest() {
      now += 1
      most = Math.max(most, now)
      await new Promise((resolve) => setTimeout(resolve, 50))
      now -= 1
    },
  })
  const profiles = Array.from({length: 50}, (_, at) => `[profile p${at}]\nregion = eu-west-1\n${adaKeys}`)
  const workspace = createWorkspace({config: profiles.join('')})
  const run = await workspace.run([...verify, '--all-profiles', '--format', 'json'], {
    env: {...here, ...home(workspace), AWS_ENDPOINT_URL_STS: sts.url},
  })
  expect(resultsOf(run).map(({scope, status}) => `${scope.name} ${status}`)).toEqual(
    profiles.map((_, at) => `p${at} proved`),
  )
  expect({code: run.code, most, calls: sts.seen.length}).toEqual({code: 0, most: 4, calls: 50})
})

describe('verify: what is written', () => {
  const env = {...here, ...adaEnv, AWS_REGION: 'eu-west-1'}

  test('for people, with the identity masked', async () => {
    const sts = await startSts({keys: ADA_KEYS})
    const {stdout, stderr, code} = await createWorkspace().run(verify, {env: {...env, AWS_ENDPOINT_URL_STS: sts.url}})
    expect({code, stderr}).toEqual({code: 0, stderr: ''})
    expect(stdout.replace(/\d+ ms/g, 'N ms').replace(sts.url, 'URL')).toBe(
      [
        'this shell',
        '  proved identity at URL',
        '    ok dns          1 loopback address  N ms',
        '    ok identity     ************ arn:aws:iam::************:user/***  N ms',
        '    note: plain HTTP: nothing proves who answers',
        '',
        '1 scope: 1 proved',
        '',
      ].join('\n'),
    )
  })

  test('--show-identity shows it', async () => {
    const sts = await startSts({keys: ADA_KEYS})
    const args = [...verify, '--show-identity', '--format', 'json']
    const run = await createWorkspace().run(args, {env: {...env, AWS_ENDPOINT_URL_STS: sts.url}})
    const {account, arn, userId} = ADA
    expect(resultsOf(run)[0]?.call.identity).toEqual({account, arn, userId})
  })

  test('as JUnit: a failure with its next step, a skipped case, characters escaped', async () => {
    const sts = await startSts({keys: {}})
    const workspace = createWorkspace({
      'a&b': `[profile dev]\nregion = eu-west-1\n${adaKeys}[profile bare]\nregion = eu-west-1\n`,
    })
    const run = await workspace.run([...verify, '--all-profiles', '--format', 'junit'], {
      env: {...here, AWS_CONFIG_FILE: `${workspace.directory}/a&b`, AWS_ENDPOINT_URL_STS: sts.url},
    })
    expect(run.code).toBe(1)
    expect(run.stdout).toMatch(/<testsuites name="stslint verify" tests="2" failures="1" errors="0"/)
    expect(run.stdout).toMatch(/<testsuite name="stslint verify" tests="2" failures="1" skipped="1" errors="0"/)
    expect(run.stdout).toContain('name="profile dev (a&amp;b:1)"')
    expect(run.stdout).toMatch(/<failure type="key-unknown" message="127\.0\.0\.1 does not know the access key/)
    expect(run.stdout).toMatch(/<skipped message="profile bare has no credentials/)
  })

  test('nothing secret, whatever fails, with --debug', async () => {
    const {env: own, workspace} = await startAws({keys: {}})
    const run = await workspace.run([...verify, '--debug'], {env: {...own, AWS_REGION: 'eu-west-1'}})
    expect(run.stderr).toContain('debug: https://sts.eu-west-1.amazonaws.com: InvalidClientTokenId')
    for (const secret of [ADA.secret, ADA.id, ADA.account]) expect(run.stdout + run.stderr).not.toContain(secret)
  })
})

describe('verify: mistakes end with 2', () => {
  test.each([
    {args: ['--profile', 'deb'], says: '--profile deb: no AWS config file in use has that profile (did you mean dev?)'},
    {args: ['nowhere.env'], says: 'nowhere.env'},
    {args: ['--client', 'all'], says: '--client all: verify asks one client'},
    {args: ['--client', 'botto3'], says: 'did you mean boto3?'},
    {args: ['--assume-role', '--level', 'tls'], says: '--assume-role proves more than --level dns or tls asks for'},
    {args: ['--compare', '--level', 'dns'], says: '--compare compares identities'},
    {args: ['--level', 'everything'], says: '--level'},
    {args: ['--concurrency', '0'], says: 'greater than or equal to 1'},
    {args: ['--region', 'Ireland'], says: '--region Ireland: not a Region'},
    {args: ['note.env'], says: 'nothing there says where STS is called'},
  ])('$args', async ({args, says}) => {
    const workspace = createWorkspace({config: '[profile dev]\nregion = eu-west-1\n', 'note.env': 'HELLO=1\n'})
    const run = await workspace.run(['verify', ...args], {env: {...here, ...home(workspace)}})
    expect(run.stderr).toContain(says)
    expect({code: run.code, stdout: run.stdout}).toEqual({code: 2, stdout: ''})
  })
})
