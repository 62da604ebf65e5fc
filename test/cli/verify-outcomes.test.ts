import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {OUTCOMES} from '../../src/verify/outcomes.js'
import {createAuthority} from '../loopback/certificates.js'
import {startProxy} from '../loopback/proxy.js'
import {ADA, ADA_KEYS, adaEnv, here, preload, startAws, worldEnv} from '../loopback/setup.js'
import {type Principal, startSts} from '../loopback/sts-server.js'
import {createWorkspace, type Ended, type Workspace} from './workspace.js'

interface Report {
  readonly results: readonly {
    readonly status: string
    readonly proved: string | null
    readonly call: {
      readonly attempts: number
      readonly notes: readonly string[]
      readonly diagnosis: {
        readonly id: string
        readonly message: string
        readonly next: string
        readonly code: string
      } | null
    }
  }[]
}

interface Row {
  readonly name: string
  readonly id: string
  /** Proved before it failed. */
  readonly proved: string | null
  readonly message: string
  readonly next: string
  readonly status?: 'unproved'
  run(): Promise<Ended>
}

/** Long limits: a machine under load must not turn one outcome into another. */
const limits = (connect = 20, request = 20, total = 60): string[] => [
  ...['--connect-timeout', `${connect}`, '--request-timeout', `${request}`, '--total-timeout', `${total}`],
]
/** With --debug, which is to show no more of what is secret. */
const json = ['verify', '--debug', '--format', 'json']
const noConnection = limits(1)
const noResponse = limits(20, 1)
const irish = {AWS_REGION: 'eu-west-1'}
const milan = {AWS_REGION: 'eu-south-1'}

/** STS under its real names, with one of them in a mode. */
async function aws(
  options: Parameters<typeof startAws>[0],
  env: Record<string, string> = irish,
  args: readonly string[] = limits(),
): Promise<Ended> {
  const {workspace, env: own} = await startAws(options)
  return workspace.run([...json, ...args], {env: {...own, ...env}})
}

/** A world of names without a proxy. */
function world(
  names: Record<string, string>,
  env: Record<string, string>,
  args: readonly string[] = limits(),
): Promise<Ended> {
  return createWorkspace().run([...json, ...args], {env: {...worldEnv(names), ...adaEnv, ...env}})
}

/** A profile of the workspace's home, called at a plain endpoint. */
async function profile(
  text: string,
  env: Record<string, string> = {},
  args: readonly string[] = limits(),
  options: Parameters<typeof startSts>[0] = {},
): Promise<Ended> {
  const sts = await startSts({keys: ADA_KEYS, ...options})
  const workspace = createWorkspace({config: text})
  return workspace.run([...json, '--profile', 'dev', ...args], {
    env: {...here, ...env, ...configOf(workspace), AWS_ENDPOINT_URL_STS: sts.url},
  })
}

function configOf({directory}: Workspace): Record<string, string> {
  return {AWS_CONFIG_FILE: `${directory}/config`, AWS_SHARED_CREDENTIALS_FILE: `${directory}/none`}
}

/** A process that ended and was not waited for is none: `kill` still finds it. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

const adaKeys = `aws_access_key_id = ${ADA.id}\naws_secret_access_key = ${ADA.secret}\n`
const session: Principal = {...ADA, token: 'made-up-token'}
const SESSION_ID = 'ASIA00000000000000AD'
const sessionEnv = {
  AWS_ACCESS_KEY_ID: SESSION_ID,
  AWS_SECRET_ACCESS_KEY: ADA.secret,
  AWS_SESSION_TOKEN: 'made-up-token',
}
const REAL = 'sts.eu-west-1.amazonaws.com'
const VPCE = 'vpce-0123456789abcdef0-01234567.sts.eu-west-1.vpce.amazonaws.com'
const yesterday = {from: new Date(Date.now() - 2 * 86_400_000), to: new Date(Date.now() - 86_400_000)}

const rows: readonly Row[] = [
  {
    name: 'no Region anywhere',
    id: 'no-endpoint',
    proved: null,
    message: 'no STS endpoint can be made of the settings',
    next: 'stslint resolve --env --why',
    run: () => world({}, {}),
  },
  {
    name: 'no Region in a profile',
    id: 'no-endpoint',
    proved: null,
    message: 'no Region is configured',
    next: 'stslint resolve --env --profile dev --why',
    run() {
      const workspace = createWorkspace({config: '[profile dev]\noutput = json\n'})
      return workspace.run([...json, '--profile', 'dev'], {env: {...here, ...configOf(workspace)}})
    },
  },
  {
    name: 'an endpoint that a program computes',
    id: 'computed',
    status: 'unproved',
    proved: null,
    message: 'the endpoint is computed where this runs',
    next: 'verify it there',
    run: () =>
      createWorkspace({'.env': 'AWS_REGION=eu-west-1\nAWS_ENDPOINT_URL_STS=https://sts.${REGION}.amazonaws.com\n'}).run(
        [...json, '.env'],
        {env: {...here, ...adaEnv}},
      ),
  },
  {
    name: 'a CA bundle that is not there',
    id: 'ca-bundle',
    proved: null,
    message: 'the CA bundle /no/such/ca.pem cannot be read',
    next: 'correct AWS_CA_BUNDLE',
    run: () => world({}, {...irish, AWS_CA_BUNDLE: '/no/such/ca.pem'}),
  },
  {
    name: 'a proxy that is no URL',
    id: 'proxy-invalid',
    proved: null,
    message: 'HTTPS_PROXY is not the URL of an HTTP proxy',
    next: 'http://HOST:PORT',
    run: () => world({}, {...irish, HTTPS_PROXY: 'socks5://127.0.0.1:1'}),
  },
  {
    name: 'a proxy that is not there',
    id: 'proxy-unreachable',
    proved: 'dns',
    message: `the proxy 127.0.0.1:1 gives no connection to ${REAL} (ECONNREFUSED)`,
    next: 'correct HTTPS_PROXY',
    run: () => world({}, {...irish, HTTPS_PROXY: 'http://ada:hunter2@127.0.0.1:1'}),
  },
  {
    name: 'a proxy that wants a login',
    id: 'proxy-login',
    proved: 'dns',
    message: 'asks for a login (HTTP 407)',
    next: 'put the user and password into HTTPS_PROXY',
    run: () => aws({decide: () => ({status: 407})}),
  },
  {
    name: 'a proxy of plain HTTP that wants a login',
    id: 'proxy-login',
    proved: 'dns',
    message: 'asks for a login (HTTP 407)',
    next: 'put the user and password into HTTP_PROXY',
    async run() {
      const proxy = await startProxy(() => ({status: 407}))
      return world({}, {...irish, AWS_ENDPOINT_URL_STS: 'http://sts.internal.example', HTTP_PROXY: proxy.url})
    },
  },
  {
    name: 'a page of a proxy of plain HTTP',
    id: 'not-sts',
    proved: 'dns',
    message: 'what answered for sts.internal.example is not STS (HTTP 503, text/html)',
    next: 'a proxy, sign-in page or firewall',
    async run() {
      const proxy = await startProxy(() => ({status: 503}))
      return world({}, {...irish, AWS_ENDPOINT_URL_STS: 'http://sts.internal.example', HTTP_PROXY: proxy.url})
    },
  },
  {
    name: 'a proxy whose list has the global host only',
    id: 'proxy-refused',
    proved: 'dns',
    message: `refuses to connect to ${REAL} (HTTP 403)`,
    next: 'does not cover the Regional hosts',
    run: () => aws({decide: (host) => (host === 'sts.amazonaws.com' ? null : {status: 403})}),
  },
  {
    name: 'a proxy that says nothing',
    id: 'proxy-unreachable',
    proved: 'dns',
    message: '(TIMEOUT)',
    next: 'add sts.eu-west-1.amazonaws.com to NO_PROXY',
    run: () => aws({decide: () => 'hang'}, irish, noConnection),
  },
  {
    name: 'a host that does not exist',
    id: 'host-not-found',
    proved: null,
    message: `${REAL} does not exist for this resolver`,
    next: 'set HTTPS_PROXY',
    run: () => world({}, irish),
  },
  {
    name: 'a Region that does not exist',
    id: 'host-not-found',
    proved: null,
    message: 'sts.eu-north-9.amazonaws.com does not exist, and eu-north-9 is not a Region that stslint knows',
    next: 'correct the Region',
    run: () => world({}, {AWS_REGION: 'eu-north-9'}),
  },
  {
    name: 'a VPC endpoint that is gone',
    id: 'host-not-found',
    proved: null,
    message: `${VPCE} is not the name of a VPC endpoint`,
    next: 'copy the DNS name from the VPC endpoint itself',
    run: () => world({}, {...irish, AWS_ENDPOINT_URL_STS: `https://${VPCE}`}),
  },
  {
    name: 'a resolver in trouble',
    id: 'dns-trouble',
    proved: null,
    message: `the DNS of this machine gave no answer for ${REAL} (EAI_AGAIN)`,
    next: 'check the resolver',
    run: () => world({[REAL]: '!EAI_AGAIN'}, irish),
  },
  {
    name: 'a resolver that hangs',
    id: 'dns-trouble',
    proved: null,
    message: `the DNS of this machine gave no answer for ${REAL} (TIMEOUT)`,
    next: 'check the resolver',
    async run() {
      const start = Date.now()
      const ended = await world({[REAL]: '!HANG'}, irish, noConnection)
      expect(Date.now() - start).toBeLessThan(30_000)
      return ended
    },
  },
  {
    name: 'nothing listens',
    id: 'refused',
    proved: 'dns',
    message: 'nothing listens at 127.0.0.1, port 1',
    next: 'correct the endpoint and its port',
    run: () => world({}, {...irish, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1'}),
  },
  {
    name: 'no route',
    id: 'unreachable',
    proved: 'dns',
    message: `this machine has no route to ${REAL} (ENETUNREACH)`,
    next: 'use an STS VPC endpoint or a proxy',
    run: () => world({[REAL]: '203.0.113.1!ENETUNREACH'}, irish),
  },
  {
    name: 'the global host from a private subnet',
    id: 'no-answer-global',
    proved: 'dns',
    message: 'the global endpoint does not answer from here (no connection within 1 s)',
    next: "use the Region's own endpoint: an STS VPC endpoint answers for the Regional name only",
    run: () => world({'sts.amazonaws.com': '203.0.113.1'}, {AWS_REGION: 'aws-global'}, noConnection),
  },
  {
    name: 'a VPC endpoint under its own name, from outside',
    id: 'no-answer-vpce',
    proved: 'dns',
    message: `the VPC endpoint ${VPCE} does not answer from here (no connection within 1 s)`,
    next: 'security group',
    run: () => world({[VPCE]: '10.1.2.3'}, {...irish, AWS_ENDPOINT_URL_STS: `https://${VPCE}`}, noConnection),
  },
  {
    name: 'a VPC endpoint behind the Regional name that lets nobody in',
    id: 'no-answer-private',
    proved: 'dns',
    message: `${REAL} is a VPC endpoint here (private addresses) and does not answer`,
    next: 'let the security group of the VPC endpoint accept port 443',
    run: () => world({[REAL]: '10.1.2.3'}, irish, noConnection),
  },
  {
    name: 'the Regional host from a subnet without a way out',
    id: 'no-answer',
    proved: 'dns',
    message: `${REAL} does not answer from here (no connection within 1 s)`,
    next: 'make an STS VPC endpoint for eu-west-1 with private DNS',
    run: () => world({[REAL]: '203.0.113.1'}, irish, noConnection),
  },
  {
    name: 'a connection without a response',
    id: 'no-answer',
    proved: 'tls',
    message: `${REAL} does not answer from here (no response within 1 s)`,
    next: 'let the firewall or proxy pass',
    run: () => aws({modes: {[REAL]: 'hang'}}, irish, noResponse),
  },
  ...(['endless-head', 'endless-body'] as const).map((mode) => ({
    name: `an answer that never ends (${mode})`,
    id: 'no-answer',
    proved: 'tls',
    message: `${REAL} does not answer from here (no response within 1 s)`,
    next: 'let the firewall or proxy pass',
    run: () => aws({modes: {[REAL]: mode}}, irish, noResponse),
  })),
  {
    name: 'an answer as long as the line allows',
    id: 'not-sts',
    proved: 'tls',
    message: `what answers for ${REAL} sends more than STS ever would`,
    next: 'correct the endpoint',
    run: () => aws({modes: {[REAL]: 'flood'}}),
  },
  {
    name: 'an emulator that hangs',
    id: 'no-answer',
    proved: 'dns',
    message: '127.0.0.1 does not answer (no response within 1 s)',
    next: 'check the endpoint and the network between',
    async run() {
      const sts = await startSts({modes: {'*': 'hang'}})
      return world({}, {...irish, AWS_ENDPOINT_URL_STS: sts.url}, noResponse)
    },
  },
  {
    name: 'a credential process that never ends',
    id: 'time-up',
    proved: 'dns',
    message: 'the credentials of profile dev were not to be had in time (no end within 5 s)',
    next: 'run its credential_process or sign-in by hand',
    async run() {
      const pids = `${createWorkspace().directory}/pids`
      const ended = await profile(
        `[profile dev]\nregion = eu-west-1\ncredential_process = ${process.execPath} ${preload('never-ends.cjs')} ${pids}\n`,
        {},
        limits(20, 20, 5),
      )
      // Neither it nor what it started outlives the limit.
      const started = readFileSync(pids, 'utf8').split(' ').map(Number)
      expect(started.filter(isAlive)).toEqual([])
      return ended
    },
  },
  {
    name: 'a connection that is cut',
    id: 'reset',
    proved: 'tls',
    message: `the connection to ${REAL} was cut (ECONNRESET)`,
    next: 'a firewall or proxy that inspects TLS',
    run: () => aws({modes: {[REAL]: 'cut'}}),
  },
  {
    name: 'plain HTTP where TLS was to be proved',
    id: 'no-tls',
    proved: 'dns',
    message: '127.0.0.1 is called by plain HTTP',
    next: 'write https://',
    async run() {
      const sts = await startSts()
      return world({}, {...irish, AWS_ENDPOINT_URL_STS: sts.url}, ['--level', 'tls'])
    },
  },
  {
    name: 'a certificate for another name',
    id: 'tls-name',
    proved: 'dns',
    message: `what answers at ${REAL} has a certificate for another name`,
    next: 'correct the host',
    run: () => aws({names: ['sts.us-east-2.amazonaws.com']}),
  },
  {
    name: 'a VPC endpoint with a mistyped name',
    id: 'tls-name',
    proved: 'dns',
    message: `what answers at ${VPCE} has a certificate for another name`,
    next: 'copy the DNS name from the VPC endpoint itself',
    run: () => aws({names: [REAL]}, {...irish, AWS_ENDPOINT_URL_STS: `https://${VPCE}`}),
  },
  {
    name: 'an authority that is not trusted',
    id: 'tls-chain',
    proved: 'dns',
    message: `the certificate of ${REAL} is not from an authority that is trusted here (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
    next: 'AWS_CA_BUNDLE (ca_bundle in the profile) or NODE_EXTRA_CA_CERTS',
    run: () => aws({}, {...irish, AWS_CA_BUNDLE: ''}),
  },
  {
    name: 'an authority of the same name with another key',
    id: 'tls-chain',
    proved: 'dns',
    message: '(CERT_SIGNATURE_FAILURE)',
    next: 'name its current CA file in AWS_CA_BUNDLE',
    async run() {
      const {workspace, env} = await startAws()
      workspace.write('old.pem', createAuthority().cert)
      return workspace.run([...json, ...limits()], {
        env: {...env, ...irish, AWS_CA_BUNDLE: `${workspace.directory}/old.pem`},
      })
    },
  },
  {
    name: 'a self-signed certificate',
    id: 'tls-chain',
    proved: 'dns',
    message: '(DEPTH_ZERO_SELF_SIGNED_CERT)',
    next: 'if a proxy of yours intercepts TLS',
    async run() {
      const sts = await startSts({tls: createAuthority()})
      return world({}, {...irish, AWS_ENDPOINT_URL_STS: sts.url})
    },
  },
  {
    name: 'a certificate that is over',
    id: 'tls-dates',
    proved: 'dns',
    message: 'is not valid today (CERT_HAS_EXPIRED)',
    next: "check this machine's clock",
    async run() {
      const authority = createAuthority()
      const sts = await startSts({tls: authority.issue(['127.0.0.1'], yesterday)})
      const workspace = createWorkspace({'ca.pem': authority.cert})
      return workspace.run(json, {
        env: {
          ...here,
          ...adaEnv,
          ...irish,
          AWS_ENDPOINT_URL_STS: sts.url,
          AWS_CA_BUNDLE: `${workspace.directory}/ca.pem`,
        },
      })
    },
  },
  {
    name: 'TLS to a plain port',
    id: 'not-tls',
    proved: 'dns',
    message: 'does not speak TLS as it should (ERR_SSL_',
    next: 'correct the scheme and port',
    async run() {
      const sts = await startSts()
      return world({}, {...irish, AWS_ENDPOINT_URL_STS: sts.url.replace('http:', 'https:')})
    },
  },
  {
    name: 'a role that wants an MFA code',
    id: 'mfa',
    status: 'unproved',
    proved: 'dns',
    message: 'the role of profile dev asks for an MFA code',
    next: 'with its keys in the environment',
    run: () =>
      profile(
        `[profile dev]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/dev\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/ada\n[profile base]\n${adaKeys}`,
      ),
  },
  {
    name: 'a sign-in that is over',
    id: 'sso-expired',
    proved: 'dns',
    message: 'the sign-in of profile dev has expired',
    next: 'aws sso login --profile dev',
    run: () =>
      profile(
        '[profile dev]\nregion = eu-west-1\nsso_session = main\nsso_account_id = 111122223333\nsso_role_name = dev\n[sso-session main]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n',
      ),
  },
  {
    name: 'a sign-in service that the proxy does not allow',
    id: 'sign-in-unreachable',
    proved: 'tls',
    message: 'the credentials of profile dev come from portal.sso.eu-west-1.amazonaws.com, which gives no answer here',
    next: 'have portal.sso.eu-west-1.amazonaws.com allowed',
    async run() {
      const {env, workspace} = await startAws({decide: (host) => (host.startsWith('portal.') ? {status: 403} : null)})
      const name = createHash('sha1').update('https://example.awsapps.com/start').digest('hex')
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
      workspace.write(`.aws/sso/cache/${name}.json`, JSON.stringify({accessToken: 'made-up', expiresAt}))
      workspace.write(
        'config',
        '[profile dev]\nregion = us-east-2\nsso_start_url = https://example.awsapps.com/start\nsso_region = eu-west-1\nsso_account_id = 111122223333\nsso_role_name = dev\n',
      )
      const inside = {HOME: workspace.directory, USERPROFILE: workspace.directory}
      return workspace.run([...json, ...limits(), '--profile', 'dev'], {
        env: {...env, ...configOf(workspace), ...inside},
      })
    },
  },
  {
    name: 'a credential process that fails',
    id: 'credential-process',
    proved: 'dns',
    message: 'the credential_process of profile dev failed',
    next: 'it must print JSON with Version 1',
    run: () =>
      profile(
        `[profile dev]\nregion = eu-west-1\ncredential_process = ${process.execPath} -e "process.exit(3)" s3cr3t-argument\n`,
      ),
  },
  {
    name: 'a credential process of the profile that the shell names, which fails',
    id: 'credential-process',
    proved: 'dns',
    message: 'the credential_process of this shell failed',
    next: 'run it by hand',
    async run() {
      const sts = await startSts()
      const process_ = `credential_process = ${process.execPath} -e "process.exit(3)" s3cr3t-argument`
      const workspace = createWorkspace({config: `[profile dev]\nregion = eu-west-1\n${process_}\n`})
      const env = {...here, ...configOf(workspace), AWS_PROFILE: 'dev', AWS_ENDPOINT_URL_STS: sts.url}
      return workspace.run([...json, ...limits()], {env})
    },
  },
  {
    name: 'a credential process that prints no JSON',
    id: 'credential-process',
    proved: 'dns',
    message: 'the credential_process of profile dev failed',
    next: 'it must print JSON with Version 1',
    run: () =>
      profile(
        `[profile dev]\nregion = eu-west-1\ncredential_process = ${process.execPath} -e "console.log('s3cr3t'); console.error('s3cr3t')"\n`,
      ),
  },
  {
    name: 'a sign-in whose token is over',
    id: 'sso-expired',
    proved: 'dns',
    message: 'the sign-in of profile dev has expired',
    next: 'aws sso login --profile dev',
    async run() {
      const sts = await startSts()
      const name = createHash('sha1').update('main').digest('hex')
      const expiresAt = new Date(Date.now() - 3_600_000).toISOString()
      const workspace = createWorkspace({
        config:
          '[profile dev]\nregion = eu-west-1\nsso_session = main\nsso_account_id = 111122223333\nsso_role_name = dev\n[sso-session main]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n',
        [`.aws/sso/cache/${name}.json`]: JSON.stringify({accessToken: 's3cr3t-token', expiresAt}),
      })
      const inside = {HOME: workspace.directory, USERPROFILE: workspace.directory}
      const env = {...here, ...inside, ...configOf(workspace), AWS_ENDPOINT_URL_STS: sts.url}
      return workspace.run([...json, '--profile', 'dev', ...limits()], {env})
    },
  },
  {
    name: 'profiles in a circle',
    id: 'profile-circle',
    proved: 'dns',
    message: 'form a circle',
    next: 'break it at one source_profile',
    run: () =>
      profile(
        '[profile dev]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/a\nsource_profile = other\n[profile other]\nrole_arn = arn:aws:iam::111122223333:role/b\nsource_profile = dev\n',
      ),
  },
  {
    name: 'no credentials at all',
    id: 'no-credentials',
    status: 'unproved',
    proved: 'dns',
    message: 'profile dev has no credentials that can be used here',
    next: 'or prove reachability alone with --level tls',
    run: () => profile('[profile dev]\nregion = eu-west-1\n'),
  },
  {
    name: 'no role where one was to be assumed',
    id: 'no-role',
    status: 'unproved',
    proved: 'identity',
    message: 'this shell assumes no role',
    next: 'leave --assume-role out',
    run: () => aws({}, irish, [...limits(), '--assume-role']),
  },
  {
    name: 'a token file that is not there',
    id: 'token-file',
    proved: 'dns',
    message: 'the web identity token file of profile dev cannot be read',
    next: 'correct web_identity_token_file',
    run: () =>
      profile(
        '[profile dev]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/dev\nweb_identity_token_file = /no/such/token\n',
      ),
  },
  {
    name: 'a token that STS does not accept',
    id: 'web-identity',
    proved: 'dns',
    message: 'STS does not accept the web identity token of profile dev (InvalidIdentityToken',
    next: 'whatever the endpoint',
    async run() {
      const sts = await startSts({acceptsToken: false})
      const workspace = createWorkspace({token: 'made.up.token'})
      workspace.write(
        'config',
        `[profile dev]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/dev\nweb_identity_token_file = ${workspace.directory}/token\n`,
      )
      return workspace.run([...json, '--profile', 'dev'], {
        env: {...here, ...configOf(workspace), AWS_ENDPOINT_URL_STS: sts.url},
      })
    },
  },
  {
    name: 'a role that may not be assumed',
    id: 'role-denied',
    proved: 'dns',
    message: 'the role of profile dev may not be assumed: User: arn:aws:iam::************:user/***',
    next: "the role's trust policy",
    run: () =>
      profile(
        `[profile dev]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/dev\nsource_profile = base\n[profile base]\n${adaKeys}`,
        {},
        limits(),
        {modes: {'*': 'role-denied'}},
      ),
  },
  {
    name: 'STS deactivated in the Region',
    id: 'region-disabled',
    proved: 'tls',
    message: 'STS is deactivated in eu-west-1 for this account',
    next: 'IAM, Account settings, Security Token Service',
    run: () => aws({modes: {[REAL]: 'region-disabled'}}),
  },
  {
    name: 'a role of another partition',
    id: 'wrong-partition',
    proved: 'tls',
    message: `${REAL} is in partition aws, and the role is in aws-cn`,
    next: 'in the partition of the role',
    run: () => aws({keys: {}}, {...irish, AWS_ROLE_ARN: 'arn:aws-cn:iam::111122223333:role/dev'}),
  },
  {
    name: 'an opt-in Region that is not enabled',
    id: 'region-not-enabled',
    proved: 'tls',
    message: 'the opt-in Region eu-south-1 is not enabled for this account: sts.us-east-1.amazonaws.com knows the key',
    next: 'enable eu-south-1',
    run: () => aws({modes: {'sts.eu-south-1.amazonaws.com': 'not-enabled'}}, milan),
  },
  {
    name: 'a session in an opt-in Region that does not know it',
    id: 'region-not-enabled',
    proved: 'tls',
    message: 'eu-south-1 does not know this session, sts.us-east-1.amazonaws.com does',
    next: 'the session came from the global endpoint',
    run: () =>
      aws(
        {keys: {[SESSION_ID]: session}, modes: {'sts.eu-south-1.amazonaws.com': 'not-enabled'}},
        {...milan, ...sessionEnv},
      ),
  },
  {
    name: 'a key that no Region knows, asked in an opt-in Region',
    id: 'key-unknown',
    proved: 'tls',
    message: 'neither sts.eu-south-1.amazonaws.com nor sts.us-east-1.amazonaws.com knows the credentials of this shell',
    next: 'another partition than aws',
    run: () => aws({keys: {}}, milan),
  },
  {
    name: 'an opt-in Region that refuses the key, while us-east-1 cannot be asked',
    id: 'key-unknown-in-region',
    proved: 'tls',
    message: 'STS in eu-south-1 does not know these credentials',
    next: 'check that the key is active and eu-south-1 is enabled',
    run: () =>
      aws({keys: {}, decide: (host) => (host === 'sts.us-east-1.amazonaws.com' ? {status: 403} : null)}, milan),
  },
  {
    name: 'a key that is deleted',
    id: 'key-unknown',
    proved: 'tls',
    message: `${REAL} does not know the access key of this shell`,
    next: 'the key is deleted or inactive, or of another partition than aws',
    run: () => aws({keys: {}}),
  },
  {
    name: 'a session that is unknown',
    id: 'key-unknown',
    proved: 'tls',
    message: `${REAL} does not know the session of this shell`,
    next: 'sign in again',
    run: () => aws({keys: {}}, {...irish, ...sessionEnv}),
  },
  {
    name: 'an endpoint of one Region, signed for another',
    id: 'scope-mismatch',
    proved: 'dns',
    message: 'the request to 127.0.0.1 was signed for us-west-2: endpoint and Region disagree',
    next: 'the credentials are not the problem',
    async run() {
      const sts = await startSts({keys: ADA_KEYS, region: 'us-east-2'})
      return world({}, {AWS_REGION: 'us-west-2', AWS_ENDPOINT_URL_STS: sts.url})
    },
  },
  {
    name: 'a clock that the SDK cannot correct',
    id: 'clock',
    proved: 'tls',
    message: "this machine's clock is off: 20 minutes slow",
    next: 'set the clock (NTP)',
    run: () => aws({modes: {[REAL]: 'too-old'}, ahead: 1_200_000}),
  },
  {
    name: 'a wrong secret',
    id: 'wrong-secret',
    proved: 'tls',
    message: 'the secret access key of this shell does not belong to its access key id',
    next: 'copy both again',
    run: () => aws({}, {...irish, AWS_SECRET_ACCESS_KEY: 'another-made-up-secret'}),
  },
  {
    name: 'a session that is over',
    id: 'expired',
    proved: 'tls',
    message: 'the session of this shell has expired',
    next: 'AWS_SESSION_TOKEN',
    run: () => aws({keys: {[SESSION_ID]: {...session, isExpired: true}}}, {...irish, ...sessionEnv}),
  },
  {
    name: 'a signature that did not arrive',
    id: 'unsigned',
    proved: 'tls',
    message: `the request reached ${REAL} without a signature`,
    next: 'a proxy that removes the Authorization header',
    run: () => aws({modes: {[REAL]: 'no-authorization'}}),
  },
  {
    name: 'throttling',
    id: 'throttled',
    proved: 'tls',
    message: 'STS throttled the call 2 times',
    next: '--concurrency',
    run: () => aws({modes: {[REAL]: 'throttle'}}),
  },
  {
    name: 'an operation that the global host does not have',
    id: 'assume-root-global',
    proved: 'tls',
    message: 'AssumeRoot exists on Regional endpoints only',
    next: 'use a Regional endpoint',
    run: () => aws({modes: {'sts.amazonaws.com': 'invalid-action'}}, {AWS_REGION: 'aws-global'}),
  },
  {
    name: 'an operation that an emulator does not have',
    id: 'operation-unknown',
    proved: 'dns',
    message: 'what answers at 127.0.0.1 does not know the operation',
    next: 'it is not STS, or an emulator without this operation',
    async run() {
      const sts = await startSts({modes: {'*': 'invalid-action'}})
      return world({}, {...irish, AWS_ENDPOINT_URL_STS: sts.url})
    },
  },
  {
    name: 'a VPC endpoint whose policy refuses the call',
    id: 'access-denied',
    proved: 'tls',
    message: `${REAL} refuses the call: User: arn:aws:iam::************:user/***`,
    next: 'the policy of the VPC endpoint',
    run: () => aws({modes: {[REAL]: 'access-denied'}}),
  },
  {
    name: 'a page of the proxy',
    id: 'not-sts',
    proved: 'tls',
    message: `what answered for ${REAL} is not STS (HTTP 403, text/html)`,
    next: 'a proxy, sign-in page or firewall',
    run: () => aws({modes: {[REAL]: 'html'}}),
  },
  {
    name: 'a captive portal that says all is well',
    id: 'not-sts',
    proved: 'tls',
    message: `what answered for ${REAL} is not STS (HTTP 200, text/html)`,
    next: 'a proxy, sign-in page or firewall',
    run: () => aws({modes: {[REAL]: 'html-ok'}}),
  },
  {
    name: 'a fault of the service',
    id: 'server-fault',
    proved: 'tls',
    message: `STS at ${REAL} failed 2 times (HTTP 503, ServiceUnavailable)`,
    next: 'AWS Health Dashboard',
    run: () => aws({modes: {[REAL]: 'fault'}}),
  },
  {
    name: 'what nobody has heard of',
    id: 'other',
    proved: 'tls',
    message: `${REAL} failed: UnheardOf: Something new in account ************`,
    next: 'common errors',
    run: () => aws({modes: {[REAL]: 'unheard-of'}}),
  },
]

describe('what verify says when', () => {
  test.each(rows)('$name: $id', async ({id, proved, message, next, status = 'failed', run}) => {
    const {code, stdout, stderr} = await run()
    const lines = stderr.split('\n').filter((line) => !/^$|^debug: https?:\S+: \w+$|^ +at /.test(line))
    expect(lines).toEqual([])
    const [result] = (JSON.parse(stdout) as Report).results
    expect({status: result?.status, proved: result?.proved, id: result?.call.diagnosis?.id}).toEqual({
      status,
      proved,
      id,
    })
    expect(result?.call.diagnosis?.message).toContain(message)
    expect(result?.call.diagnosis?.next).toContain(next)
    expect(code).toBe(1)
    for (const secret of [ADA.secret, 'made-up-token', 'hunter2', 's3cr3t', '111122223333', ADA.id])
      expect(stdout + stderr).not.toContain(secret)
  })

  test('every outcome of the table is among them', () => {
    const named = new Set(OUTCOMES.map(({id}) => id))
    // A code needs a terminal: verify-mfa.test.ts.
    const untested = [...named].filter((id) => !rows.some((row) => row.id === id))
    expect(untested).toEqual(['mfa-refused'])
  })
})
