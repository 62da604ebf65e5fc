import {createHash} from 'node:crypto'
import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {concealer} from '../../src/verify/conceal.js'
import {diagnosisOf, outcomeOf} from '../../src/verify/diagnose.js'
import {startAliyunSts} from '../loopback/aliyun-sts.js'
import {ADA, here, startAws} from '../loopback/setup.js'
import {startSts} from '../loopback/sts-server.js'
import {createWorkspace, type Ended} from './workspace.js'

/** What secrets are made of: no shape to recognise them by. */
const [A = '', B = '', C = ''] = fc.sample(fc.stringMatching(/^[A-Za-z0-9/+]{30,44}$/), {numRuns: 3, seed: 5})
const KEY_ID = 'AKIA00000000000000AD'
const ACCOUNT = '111122223333'
const planted = {secret: A, token: B, other: C, keyId: KEY_ID}
const identity = {account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/ada`, userId: 'AIDA0000000000000ADA'}

function leaksIn({stdout, stderr}: Ended, values: readonly string[]): string[] {
  const all = stdout + stderr
  // A half of one is a leak too.
  return values.filter((value) =>
    [value, encodeURIComponent(value), value.slice(0, 16)].some((text) => all.includes(text)),
  )
}

const secrets = Object.values(planted)
const identities = [ACCOUNT, 'user/ada', 'role/deploy', 'ROAMADEUP', identity.userId]
const ROLE = `arn:aws:iam::${ACCOUNT}:role/deploy`
const keys = `aws_access_key_id = ${KEY_ID}\naws_secret_access_key = ${A}\naws_session_token = ${B}\n`
const start = 'https://example.awsapps.com/start'

const worlds: readonly {readonly name: string; readonly config: string; readonly env?: Record<string, string>}[] = [
  {
    name: 'the variables of this shell',
    config: '[profile x]\n',
    env: {AWS_ACCESS_KEY_ID: KEY_ID, AWS_SECRET_ACCESS_KEY: A, AWS_SESSION_TOKEN: B},
  },
  {name: 'a profile', config: `[profile Admin-${ACCOUNT}]\n${keys}`, env: {AWS_PROFILE: `Admin-${ACCOUNT}`}},
  {
    name: 'a role chain',
    config: `[profile a]\nrole_arn = ${ROLE}\nexternal_id = made-up\nsource_profile = b\n[profile b]\n${keys}`,
    env: {AWS_PROFILE: 'a'},
  },
  {
    name: 'a web identity',
    config: `[profile a]\nrole_arn = ${ROLE}\nweb_identity_token_file = DIRECTORY/token\n`,
    env: {AWS_PROFILE: 'a'},
  },
  {
    name: 'a sign-in',
    config: `[profile a]\nsso_start_url = ${start}\nsso_region = eu-west-1\nsso_account_id = ${ACCOUNT}\nsso_role_name = dev\n`,
    env: {AWS_PROFILE: 'a'},
  },
  {
    name: 'a credential process that prints keys, and a secret to standard error',
    config: '[profile a]\ncredential_process = NODE DIRECTORY/good.cjs\n',
    env: {AWS_PROFILE: 'a'},
  },
  {
    name: 'a credential process that prints garbage and fails',
    config: `[profile a]\ncredential_process = NODE DIRECTORY/bad.cjs ${C}\n`,
    env: {AWS_PROFILE: 'a'},
  },
  {
    name: 'a credential process that prints garbage',
    config: `[profile a]\ncredential_process = NODE DIRECTORY/garbage.cjs\n`,
    env: {AWS_PROFILE: 'a'},
  },
]

const files = {
  token: C,
  'good.cjs': `process.stderr.write('${C}\\n'); process.stdout.write('${JSON.stringify({Version: 1, AccessKeyId: KEY_ID, SecretAccessKey: A, SessionToken: B})}')`,
  'bad.cjs': `process.stderr.write('${A} ${B}\\n'); process.stdout.write('${C}'); process.exitCode = 3`,
  'garbage.cjs': `process.stderr.write('${A} ${B}\\n'); process.stdout.write('{"Version": 1, "SecretAccessKey": "${C}')`,
  [`.aws/sso/cache/${createHash('sha1').update(start).digest('hex')}.json`]: JSON.stringify({
    accessToken: C,
    expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  }),
}

const formats = ['pretty', 'json', 'junit'] as const

/** STS answers well, or with an error that quotes the whole request. */
const answers = [
  {answer: 'knows them', modes: undefined},
  {answer: 'quotes everything', modes: {'*': 'echo'} as const},
]

describe('verify --debug shows no secret, and no identity', () => {
  test.each(worlds.flatMap((world, at) => answers.map((answer) => ({...world, ...answer, format: formats[at % 3]!}))))(
    '$name, STS $answer, as $format',
    async ({config, env, modes, format}) => {
      const {env: own, workspace} = await startAws({
        keys: {[KEY_ID]: {secret: A, token: B, ...identity}},
        names: ['sts.eu-west-1.amazonaws.com', 'portal.sso.eu-west-1.amazonaws.com'],
        files,
        ...(modes && {modes}),
      })
      const {directory} = workspace
      const text = config.replaceAll('DIRECTORY', directory).replaceAll('NODE', process.execPath)
      workspace.write(
        'config',
        text.replace(/^\[profile .*/, (head) => `${head}\nregion = eu-west-1`),
      )
      const {AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...bare} = own
      const run = (args: readonly string[]): Promise<Ended> =>
        workspace.run(['verify', '--debug', '--format', format, ...args], {
          env: {
            ...bare,
            AWS_REGION: 'eu-west-1',
            AWS_CONFIG_FILE: `${directory}/config`,
            AWS_SHARED_CREDENTIALS_FILE: `${directory}/none`,
            HOME: directory,
            HTTPS_PROXY: own['HTTPS_PROXY']!.replace('//', `//ada:${C}@`),
            ...env,
          },
        })
      const masked = await run(['--compare'])
      expect(leaksIn(masked, [...secrets, ...identities])).toEqual([])
      expect(masked.stdout).not.toBe('')
      const shown = await run(['--show-identity'])
      expect(leaksIn(shown, secrets)).toEqual([])
    },
  )

  test('nor of Alibaba Cloud', async () => {
    const LIN = {secret: A, token: B, account: '1111222233334444', arn: 'acs:ram::1111222233334444:user/lin'}
    const id = 'STS.NVMadeUpKeyOfLin00001'
    for (const mode of ['echo', undefined] as const) {
      const sts = await startAliyunSts({keys: {[id]: LIN}, ...(mode && {mode})})
      const profile = {mode: 'StsToken', access_key_id: id, access_key_secret: A, sts_token: B}
      const profiles = [{name: 'default', ...profile, sts_endpoint: `127.0.0.1:${sts.port}`}]
      const workspace = createWorkspace({'home/.aliyun/config.json': JSON.stringify({current: 'default', profiles})})
      const own = {HOME: `${workspace.directory}/home`, USERPROFILE: `${workspace.directory}/home`}
      const run = await workspace.run(['verify', '--client', 'aliyun-cli', '--debug'], {env: {...here, ...own}})
      expect(leaksIn(run, [A, B, id, LIN.account, 'user/lin'])).toEqual([])
    }
  })

  test('nor --fix --verify, whose reasons stand in the findings', async () => {
    const config = `[profile Admin-${ACCOUNT}]\nregion = eu-west-1\nsts_regional_endpoints = legacy\n${keys}`
    const {env, workspace} = await startAws({modes: {'*': 'echo'}, files: {config}})
    const {directory} = workspace
    const own = {AWS_CONFIG_FILE: `${directory}/config`, AWS_SHARED_CREDENTIALS_FILE: `${directory}/none`}
    for (const format of ['pretty', 'json', 'sarif', 'github']) {
      const run = await workspace.run(['--fix', '--verify', '--debug', '--format', format], {env: {...env, ...own}})
      expect(run.stderr).toContain('rolled back')
      expect(leaksIn(run, secrets)).toEqual([])
      expect(leaksIn({...run, stdout: ''}, [ACCOUNT])).toEqual([])
      expect(workspace.read('config')).toBe(config)
    }
  })

  test('a misspelt profile is not answered with the account of another', async () => {
    const sts = await startSts()
    const workspace = createWorkspace({config: `[profile Admin-${ACCOUNT}]\nregion = eu-west-1\n`})
    const env = {...here, AWS_CONFIG_FILE: `${workspace.directory}/config`, AWS_ENDPOINT_URL_STS: sts.url}
    const run = await workspace.run(['verify', '--profile', 'Admin-111122223334'], {env})
    expect(run.code).toBe(2)
    expect(leaksIn(run, [ACCOUNT])).toEqual([])
  })
})

describe('a diagnosis', () => {
  /** Messages are cut to a line: not through a secret, whose half nobody would recognise. */
  test('holds no part of a secret that a message has, wherever it stands', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9/+=]{20,60}$/)
    fc.assert(
      fc.property(
        secret,
        fc.string({maxLength: 120}),
        fc.string({maxLength: 120}),
        fc.boolean(),
        (own, before, after, shows) => {
          const message = `${before}${own}${after}`
          const facts = {step: 'identity', name: 'UnheardOf', code: 'UnheardOf', message, host: 'sts.example'}
          const conceal = concealer(shows, new Set([own]))
          const found = JSON.stringify(diagnosisOf(outcomeOf(facts), facts, conceal))
          const rest = before + after
          for (let at = 0; at + 12 <= own.length; at++) {
            const part = own.slice(at, at + 12)
            if (!rest.includes(part)) expect(found).not.toContain(part)
          }
        },
      ),
    )
  })

  test('names of VPC endpoints are no account ids', () => {
    const name = 'vpce-012345678901234ab-01234567.sts.eu-west-1.vpce.amazonaws.com'
    expect(concealer(false)(`${name} ${ADA.account} Admin-${ADA.account} ${ADA.arn}`)).toBe(
      `${name} ************ Admin-************ arn:aws:iam::************:user/***`,
    )
  })
})
