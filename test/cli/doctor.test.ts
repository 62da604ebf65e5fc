import {createServer} from 'node:net'
import {Ajv2020} from 'ajv/dist/2020.js'
import {describe, expect, onTestFinished, test} from 'vitest'
import schema from '../../schemas/doctor.schema.json' with {type: 'json'}
import {createAuthority} from '../loopback/certificates.js'
import {here, startAws, worldEnv} from '../loopback/setup.js'
import {startSts} from '../loopback/sts-server.js'
import {createWorkspace, type Ended} from './workspace.js'

const isValid = new Ajv2020({strict: false}).compile(schema)
/** Long limits: a machine under load must not turn one answer into another. */
const limits = (connect = 20, total = 90): string[] => [
  '--connect-timeout',
  `${connect}`,
  '--total-timeout',
  `${total}`,
]
const doctor = ['doctor', ...limits()]
const boto3 = ['--client', 'boto3@1.42.0', '--format', 'json']
const json = [...doctor, ...boto3]
const irish = {AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1'}
const IRISH_HOSTS = ['sts.amazonaws.com', 'sts.eu-west-1.amazonaws.com', 'sts.eu-west-1.api.aws']

interface Looked {
  readonly url: string
  readonly provider: string
  readonly reach: string
  readonly region: string | null
  readonly reachable: boolean
  readonly usedBy: readonly {readonly scope: {readonly kind: string; readonly name: string}; readonly client: string}[]
  readonly way: string
  readonly proxy: string | null
  readonly dns: {readonly addresses: readonly string[]; readonly answer: string} | null
  readonly tcp: object | null
  readonly tls: {readonly protocol: string; readonly subject: string; readonly issuer: string} | null
  readonly diagnosis: {
    readonly id: string
    readonly code: string
    readonly message: string
    readonly next: string
  } | null
}

interface Report {
  readonly hosts: readonly Looked[]
  readonly summary: object
  readonly withoutHost: readonly {readonly reason: string; readonly client: string}[]
}

function reportOf({stdout, stderr}: Ended): Report {
  expect(stderr).toBe('')
  const report = JSON.parse(stdout) as Report
  expect(isValid(report) || isValid.errors).toBe(true)
  return report
}

const called = ({hosts}: Report): Looked[] => hosts.filter(({usedBy}) => usedBy.length > 0)

describe('doctor: which hosts', () => {
  test('of the Region in use: global, Regional and dual-stack; the one that is called is named', async () => {
    const {env, workspace, sts, proxy} = await startAws({names: IRISH_HOSTS})
    const run = await workspace.run(json, {env: {...env, ...irish}})
    const report = reportOf(run)
    expect(run.code).toBe(0)
    expect(report.hosts.map(({url, reach}) => `${reach} ${url}`)).toEqual([
      'global https://sts.amazonaws.com',
      'regional https://sts.eu-west-1.amazonaws.com',
      'dualstack https://sts.eu-west-1.api.aws',
    ])
    expect(called(report)).toMatchObject([
      {
        url: 'https://sts.eu-west-1.amazonaws.com',
        region: 'eu-west-1',
        usedBy: [{scope: {kind: 'environment', name: 'this process'}, client: 'boto3 1.42.0'}],
        way: 'proxy',
        proxy: `127.0.0.1:${proxy.port}`,
        dns: {addresses: [], answer: 'proxy'},
        tls: {protocol: 'TLSv1.3', subject: IRISH_HOSTS[0], issuer: 'stslint test authority'},
        diagnosis: null,
      },
    ])
    expect(report.summary).toEqual({hosts: 3, reachable: 3, used: 1, usedReachable: 1})
    expect(sts.seen).toEqual([])
  })

  test('FIPS hosts where the Region has them, and those of every --region', async () => {
    const run = await createWorkspace().run(
      [...json, '--region', 'us-east-2', '--region', 'us-gov-west-1', '--region', 'cn-north-1'],
      {env: {...here, ...irish}},
    )
    expect(reportOf(run).hosts.map(({url}) => url.replace('https://', ''))).toEqual([
      'sts.amazonaws.com',
      'sts.cn-north-1.amazonaws.com.cn',
      'sts.cn-north-1.api.amazonwebservices.com.cn',
      'sts.eu-west-1.amazonaws.com',
      'sts.eu-west-1.api.aws',
      'sts.us-east-2.amazonaws.com',
      'sts-fips.us-east-2.amazonaws.com',
      'sts.us-east-2.api.aws',
      'sts-fips.us-east-2.api.aws',
      'sts.us-gov-west-1.amazonaws.com',
      'sts.us-gov-west-1.api.aws',
      'sts-fips.us-gov-west-1.api.aws',
    ])
  })

  test('of each profile, with its own CA bundle', async () => {
    const authority = createAuthority()
    const {env, workspace} = await startAws({
      names: IRISH_HOSTS,
      authority,
      files: {
        config:
          '[profile dev]\nregion = eu-west-1\nca_bundle = ca.pem\n[profile 111122223333_bare]\nregion = eu-west-1\n',
      },
    })
    const own = {env: {...env, AWS_CONFIG_FILE: `${workspace.directory}/config`, AWS_CA_BUNDLE: ''}}
    const run = await workspace.run([...json, '--all-profiles'], own)
    expect(run.code).toBe(1)
    expect(called(reportOf(run)).map(({usedBy, diagnosis}) => [usedBy[0]?.scope.name, diagnosis?.id ?? null])).toEqual([
      ['dev', null],
      ['************_bare', 'tls-chain'],
    ])
    const named = ['--profile', '111122223333_bare', '--show-identity']
    const shown = await workspace.run(['doctor', ...limits(), '--client', 'boto3@1.42.0', ...named], own)
    expect(shown.stdout).toContain('used by profile 111122223333_bare (config:4): boto3 1.42.0')
  })

  test('of the scopes of files, Alibaba Cloud’s too', async () => {
    const workspace = createWorkspace({
      '.env': 'AWS_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n',
      'requirements.txt': 'boto3==1.34.2\n',
      'ali/.env': 'ALIBABA_CLOUD_STS_REGION=cn-beijing\nALIBABA_CLOUD_ROLE_ARN=acs:ram::1:role/a\n',
    })
    const run = await workspace.run([...doctor, '--format', 'json', '--no-home', '.'], {env: here})
    const report = reportOf(run)
    expect(run.code).toBe(1)
    expect(called(report).map(({url}) => url)).toContain('https://sts.cn-beijing.aliyuncs.com')
    expect(report.hosts.filter(({provider}) => provider === 'aliyun').map(({url, reach}) => `${reach} ${url}`)).toEqual(
      [
        'central https://sts.aliyuncs.com',
        'regional https://sts.cn-beijing.aliyuncs.com',
        'vpc https://sts-vpc.cn-beijing.aliyuncs.com',
      ],
    )
    expect(called(report)).toContainEqual(
      expect.objectContaining({
        url: 'https://sts.amazonaws.com',
        usedBy: [expect.objectContaining({client: 'boto3 1.34.2'})],
      }),
    )
  })

  test('of the profiles of Alibaba Cloud’s CLI, where one of its clients is asked for', async () => {
    const profiles = [
      {name: 'a', mode: 'AK', sts_region: 'cn-beijing'},
      {name: 'b', mode: 'AK'},
    ]
    const workspace = createWorkspace({'home/.aliyun/config.json': JSON.stringify({current: 'b', profiles})})
    const home = {HOME: `${workspace.directory}/home`, USERPROFILE: `${workspace.directory}/home`}
    const look = (args: readonly string[]): Promise<Ended> =>
      workspace.run([...doctor, '--format', 'json', '--client', 'aliyun-cli', ...args], {env: {...here, ...home}})
    const used = async (args: readonly string[]): Promise<unknown> =>
      called(reportOf(await look(args))).map(({url, usedBy}) => [url, usedBy.map(({scope}) => scope.name)])
    expect(await used(['--all-profiles'])).toEqual([
      ['https://sts.aliyuncs.com', ['b']],
      ['https://sts.cn-beijing.aliyuncs.com', ['a']],
    ])
    expect(await used(['--profile', 'a'])).toEqual([['https://sts.cn-beijing.aliyuncs.com', ['a']]])
    expect(await look(['--profile', 'c'])).toMatchObject({code: 2, stdout: ''})
  })

  test('of Alibaba Cloud’s variables in this shell', async () => {
    const run = await createWorkspace().run([...doctor, '--format', 'json', '--client', 'aliyun-cli'], {
      env: {...here, ALIBABA_CLOUD_STS_REGION: 'cn-beijing', AWS_CA_BUNDLE: 'missing.pem'},
    })
    const {hosts} = reportOf(run)
    expect(hosts.map(({provider}) => provider)).not.toContain('aws')
    // AWS's CA bundle is not theirs.
    expect(new Set(hosts.map(({diagnosis}) => diagnosis?.id))).toEqual(new Set(['host-not-found']))
  })
})

/** A server that says nothing, whatever comes. */
async function startSilent(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => undefined))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return (server.address() as {port: number}).port
}

async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as {port: number}
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** How one endpoint that this shell calls was found. */
async function lookAt(
  url: string,
  env: Record<string, string> = here,
  args: readonly string[] = limits(),
): Promise<{code: number | null; host: Looked}> {
  const run = await createWorkspace().run(['doctor', ...boto3, ...args], {
    env: {...env, ...irish, AWS_ENDPOINT_URL_STS: url},
  })
  const [host, ...more] = called(reportOf(run))
  expect(more).toEqual([])
  return {code: run.code, host: host!}
}

describe('doctor: how far', () => {
  test('plain HTTP: a connection is all there is to see', async () => {
    const sts = await startSts()
    const {code, host} = await lookAt(sts.url)
    expect(code).toBe(0)
    expect(host).toMatchObject({reach: 'local', dns: {answer: 'loopback'}, tls: null, diagnosis: null})
    expect(host.tcp).not.toBeNull()
    expect(sts.seen).toEqual([])
  })

  test('TLS with an authority that nobody trusts, and with one that is trusted', async () => {
    const authority = createAuthority()
    const sts = await startSts({tls: authority.issue(['127.0.0.1'])})
    const workspace = createWorkspace({'ca.pem': authority.cert})
    expect(await lookAt(sts.url)).toMatchObject({code: 1, host: {tls: null, diagnosis: {id: 'tls-chain'}}})
    const trusting = {...here, NODE_EXTRA_CA_CERTS: `${workspace.directory}/ca.pem`}
    expect(await lookAt(sts.url, trusting)).toMatchObject({code: 0, host: {tls: {subject: '127.0.0.1'}}})
  })

  test('a certificate for another name', async () => {
    const authority = createAuthority()
    const sts = await startSts({tls: authority.issue(['another.test'])})
    const workspace = createWorkspace({'ca.pem': authority.cert})
    const {code, host} = await lookAt(sts.url, {...here, AWS_CA_BUNDLE: `${workspace.directory}/ca.pem`})
    expect({code, id: host.diagnosis?.id}).toEqual({code: 1, id: 'tls-name'})
  })

  test('a name that does not resolve', async () => {
    const {code, host} = await lookAt('https://sts.nowhere.test')
    expect(code).toBe(1)
    expect(host).toMatchObject({dns: null, tcp: null, diagnosis: {id: 'host-not-found', code: 'ENOTFOUND'}})
  })

  test('the global name, which is of no Region, does not resolve', async () => {
    const {host} = await lookAt('https://sts.amazonaws.com', worldEnv({'sts.amazonaws.com': '!ENOTFOUND'}))
    expect(host.diagnosis?.message).toBe('sts.amazonaws.com does not exist for this resolver')
  })

  test('a resolver in trouble', async () => {
    const env = worldEnv({'sts.somewhere.test': '!EAI_AGAIN'})
    expect((await lookAt('https://sts.somewhere.test', env)).host.diagnosis?.id).toBe('dns-trouble')
  })

  test('a closed port', async () => {
    const {code, host} = await lookAt(`https://127.0.0.1:${await closedPort()}`)
    expect(code).toBe(1)
    expect(host).toMatchObject({dns: {answer: 'loopback'}, tcp: null, diagnosis: {id: 'refused'}})
  })

  test('a server that never shakes hands', async () => {
    const url = `https://127.0.0.1:${await startSilent()}`
    const {code, host} = await lookAt(url, here, limits(1))
    expect(code).toBe(1)
    expect(host).toMatchObject({tls: null, diagnosis: {id: 'no-answer', code: 'TIMEOUT'}})
    expect(host.tcp).not.toBeNull()
  })

  test('the total limit ends the run, and what was not looked at says so', async () => {
    const url = `https://127.0.0.1:${await startSilent()}`
    const start = Date.now()
    const run = await createWorkspace().run(
      ['doctor', ...boto3, ...limits(60, 1), '--concurrency', '1', '--region', 'us-east-2'],
      {env: {...worldEnv({'sts.amazonaws.com': '192.0.2.1'}), ...irish, AWS_ENDPOINT_URL_STS: url}},
    )
    expect(Date.now() - start).toBeLessThan(30_000)
    expect(run.code).toBe(1)
    expect(called(reportOf(run))).toMatchObject([{diagnosis: {id: 'time-up', code: 'TOTAL_TIMEOUT'}}])
  })

  test.each([
    {name: 'public', address: '192.0.2.7', answer: 'public'},
    {name: 'private: a VPC endpoint', address: '10.0.3.4', answer: 'vpc-endpoint'},
  ])('the address of a Regional host is $name', async ({address, answer}) => {
    const env = {...worldEnv({'sts.eu-west-1.amazonaws.com': address}), ...irish}
    const run = await createWorkspace().run(['doctor', ...boto3, ...limits(1)], {env})
    expect(called(reportOf(run))).toMatchObject([{dns: {addresses: [address], answer}, tcp: null}])
    expect(run.code).toBe(1)
  })

  test('the name of a VPC endpoint is one, whatever its address', async () => {
    const name = 'vpce-0123456789abcdef0-abcdefgh.sts.eu-west-1.vpce.amazonaws.com'
    const {host} = await lookAt(`https://${name}`, worldEnv({[name]: '192.0.2.7'}), limits(1))
    expect(host).toMatchObject({reach: 'vpce', dns: {answer: 'vpc-endpoint'}, diagnosis: {id: 'no-answer-vpce'}})
  })

  test('a private address of a host of nobody’s is no VPC endpoint', async () => {
    const env = worldEnv({'sts.corp.test': '10.1.2.3'})
    expect((await lookAt('https://sts.corp.test', env, limits(1))).host.dns?.answer).toBe('private')
  })

  test('NO_PROXY leads past the proxy, and a proxy that refuses is named', async () => {
    const {env, workspace} = await startAws({decide: () => ({status: 403})})
    const past = await workspace.run(json, {env: {...env, ...irish, NO_PROXY: 'amazonaws.com'}})
    expect(called(reportOf(past))).toMatchObject([{way: 'bypassed', proxy: null, diagnosis: {id: 'host-not-found'}}])
    const through = await workspace.run(json, {env: {...env, ...irish}})
    expect(called(reportOf(through))).toMatchObject([{way: 'proxy', diagnosis: {id: 'proxy-refused'}}])
  })

  test('an unreachable host that nobody calls is no reason to fail', async () => {
    const sts = await startSts()
    const run = await createWorkspace().run(json, {env: {...here, ...irish, AWS_ENDPOINT_URL_STS: sts.url}})
    expect(run.code).toBe(0)
    expect(reportOf(run).hosts.filter(({reachable}) => !reachable)).toHaveLength(3)
  })

  test('a scope whose settings make no host is said', async () => {
    const env = {...here, AWS_DEFAULT_REGION: ''}
    const run = await createWorkspace().run([...json, '--region', 'eu-west-1'], {env})
    expect(reportOf(run).withoutHost).toMatchObject([
      {client: 'boto3 1.42.0', reason: expect.stringMatching(/region/i)},
    ])
  })
})

describe('doctor: for people', () => {
  test('a table, with who calls what and what to do', async () => {
    const {env, workspace} = await startAws({
      names: IRISH_HOSTS,
      decide: (host) => (/api/.test(host) ? {status: 403} : null),
    })
    const run = await workspace.run([...doctor, '--client', 'boto3@1.42.0'], {env: {...env, ...irish}})
    const table = run.stdout
      .replace(/\d+ ms/g, 'N ms')
      .replace(/127\.0\.0\.1:\d+/g, 'PROXY')
      .replace(/ {2,}/g, '  ')
    expect(table.split('\n')).toEqual([
      '  host  kind  dns  tcp  tls  way',
      'ok  sts.amazonaws.com  global  by the proxy  N ms  TLSv1.3 by stslint test authority N ms  proxy PROXY',
      'ok  sts.eu-west-1.amazonaws.com  regional  by the proxy  N ms  TLSv1.3 by stslint test authority N ms  proxy PROXY',
      '  used by this shell: boto3 1.42.0',
      'no  sts.eu-west-1.api.aws  dualstack  by the proxy  –  –  proxy PROXY',
      '  the proxy PROXY refuses to connect to sts.eu-west-1.api.aws (HTTP 403)',
      '',
      '3 hosts: 1 not reachable; 1 in use: all reachable',
      '',
    ])
    expect(run.code).toBe(0)
  })

  test.each([
    {args: ['--region', 'eu-wset-1'], message: 'did you mean eu-west-1?'},
    {args: ['--profile', 'nobody'], message: '--profile nobody'},
    {args: ['--all-profiles', '.'], message: 'give no paths'},
    {args: ['missing.env'], message: 'missing.env'},
    {args: ['--concurrency', '0'], message: 'concurrency'},
    {args: ['README.md'], message: 'nothing there says where STS is called'},
  ])('$args ends with 2', async ({args, message}) => {
    const run = await createWorkspace({'README.md': 'hello\n'}).run(['doctor', ...args], {env: here})
    expect(run).toMatchObject({code: 2, stdout: ''})
    expect(run.stderr).toContain(message)
  })
})
