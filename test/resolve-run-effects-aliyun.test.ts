import {expect, test} from 'vitest'
import {allRules} from '../src/builtin-all.js'
import {clientsAmong} from '../src/check-clients.js'
import {ofProvider, type Project, type Unit} from '../src/scopes/view.js'
import {edit, projectOf, reparse, unitsOf} from './parsed.js'

type Files = Readonly<Record<string, string>>

/** What replacing `from` by `to` in the first file would do to Alibaba Cloud's clients in the first scope with a setting. */
async function effects(files: Files, from: string, to: string) {
  const units = await unitsOf(Object.fromEntries(Object.entries(files).filter(([path]) => !/\.txt$/.test(path))))
  const create = await clientsAmong(new Map(Object.entries(files)))(units, allRules(), 'aliyun')
  if (create === null) return null
  const own = units.map((unit) => ofProvider(unit, 'aliyun'))
  const [unit] = own
  const again = (changed: Unit, text: string): Project =>
    projectOf(own.map((each) => (each === changed ? ofProvider(reparse(each, text), 'aliyun') : each)))
  const at = unit!.document.text.indexOf(from)
  const found = create(projectOf(own), again).effects(
    unit!,
    unit!.settings[0]!.scope,
    [edit(at, at + from.length, to)],
    [],
  )
  return {
    doubt: found?.doubt ?? null,
    effects: found?.effects.map(
      ({client, before, after}) => `${client.label}: ${before.endpoint} -> ${after.endpoint}`,
    ),
  }
}

const central = 'https://sts.aliyuncs.com'
const regional = 'https://sts.eu-central-1.aliyuncs.com'
const profile = (keys: Files): string => JSON.stringify({profiles: [{name: 'a', mode: 'RamRoleArn', ...keys}]})

test('the CLI reads its own file, and so do the libraries in use, each by its own keys', async () => {
  const files = {
    '.aliyun/config.json': profile({sts_endpoint: 'sts.aliyuncs.com'}),
    'requirements.txt': 'alibabacloud_credentials==0.3.6\n',
  }
  expect(await effects(files, '"sts_endpoint":"sts.aliyuncs.com"', '"sts_region":"eu-central-1"')).toEqual({
    doubt: null,
    effects: [`aliyun-cli: ${central} -> ${regional}`, `alibabacloud_credentials 0.3.6: ${central} -> ${regional}`],
  })
  expect(await effects(files, 'sts.aliyuncs.com', 'sts.eu-central-1.aliyuncs.com')).toEqual({
    doubt: null,
    effects: [`aliyun-cli: ${central} -> ${regional}`, `alibabacloud_credentials 0.3.6: ${central} -> ${central}`],
  })
})

test('the provider of Terraform reads its block', async () => {
  const files = {'main.tf': 'provider "alicloud" {\n  endpoints {\n    sts = "sts.aliyuncs.com"\n  }\n}\n'}
  expect(await effects(files, 'sts.aliyuncs.com', 'sts.eu-central-1.aliyuncs.com')).toEqual({
    doubt: null,
    effects: [`terraform-provider-alicloud: ${central} -> ${regional}`],
  })
})

test('variables are read by the libraries that are found, and by nobody else', async () => {
  const env = 'ALIBABA_CLOUD_STS_REGION=mars-1\nALIBABA_CLOUD_VPC_ENDPOINT_ENABLED=true\n'
  expect(await effects({'app.env': env}, 'mars-1', 'cn-hangzhou')).toEqual({doubt: null, effects: undefined})
  const files = {'app.env': env, 'requirements.txt': 'alibabacloud_credentials==0.3.6\n'}
  expect(await effects(files, 'mars-1', 'cn-hangzhou')).toEqual({
    doubt: null,
    effects: [
      'alibabacloud_credentials 0.3.6: https://sts-vpc.mars-1.aliyuncs.com -> https://sts-vpc.cn-hangzhou.aliyuncs.com',
    ],
  })
})

test('a change that sends a client to the central host is in doubt', async () => {
  const files = {'.aliyun/config.json': profile({sts_region: 'eu-central-1'})}
  expect((await effects(files, '"sts_region":"eu-central-1"', '"sts_region":""'))?.doubt).toBe(
    'it would send aliyun-cli to sts.aliyuncs.com',
  )
})

test('nobody asks where no file speaks of Alibaba Cloud', async () => {
  expect(await effects({'app.env': 'AWS_REGION=eu-west-1\n'}, 'eu-west-1', 'eu-west-2')).toBeNull()
})
