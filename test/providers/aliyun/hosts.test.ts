import {readFileSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {parse} from 'yaml'
import {builtinRules} from '../../../src/builtin.js'
import type {AliyunHostsFile} from '../../../src/data.js'
import {createAliyunHosts} from '../../../src/providers/aliyun/hosts.js'
import {createHosts} from '../../../src/providers/aws/hosts.js'

const data = parse(readFileSync('rules/aliyun/hosts.yaml', 'utf8')) as AliyunHostsFile
const aws = createHosts(builtinRules().hosts)
const hosts = createAliyunHosts(data, (host) => aws.parse(host).partition !== null)

describe('the table', () => {
  test('has 32 Regions of the metadata and one that SDKs alone know', () => {
    expect(Object.keys(data.regions)).toHaveLength(33)
    const rows = Object.entries(data.regions)
    const without = (of: 'public' | 'vpc') => rows.filter(([region, row]) => !row[of]?.includes(region))
    expect(without('public').map(([region]) => region)).toEqual([
      'cn-hangzhou-finance',
      'cn-shenzhen-finance-1',
      'cn-north-2-gov-1',
    ])
    expect(without('vpc').map(([region]) => region)).toEqual(['cn-hangzhou-finance'])
    expect(data.centralRegions).toEqual(['ap-south-1', 'ap-southeast-2'])
  })

  test.each(Object.entries(data.regions))('%s: each host is read as what it is', (region, row) => {
    if (row.public !== null && row.public !== data.centralHost)
      expect(hosts.parse(row.public)).toMatchObject({reach: 'regional', region, problem: null})
    if (row.vpc !== null) expect(hosts.parse(row.vpc)).toMatchObject({reach: 'vpc', region, problem: null})
  })
})

test.each([
  ['sts.aliyuncs.com', 'central', null, null],
  ['https://STS.aliyuncs.com/', 'central', null, null],
  ['http://sts.cn-hangzhou.aliyuncs.com:443', 'regional', 'cn-hangzhou', null],
  ['sts.cn-hangzhou.aliyuncs.com.', 'regional', 'cn-hangzhou', null],
  ['sts-vpc.ap-northeast-1.aliyuncs.com', 'vpc', 'ap-northeast-1', null],
  ['ep-1.epsrv-2.cn-hangzhou.privatelink.aliyuncs.com', 'vpc', null, null],
  ['127.0.0.1:8080', 'local', null, null],
  ['sts.corp.example.com', 'foreign', null, null],
  ['sts.tencentcloudapi.com', 'foreign', null, null],
  ['sts.amazonaws.com', 'foreign', null, 'other-provider'],
  ['https://sts.cn-north-1.amazonaws.com.cn', 'foreign', null, 'other-provider'],
  ['oss-cn-hangzhou.aliyuncs.com', 'foreign', null, 'other-service'],
  ['sts.$' + '{region}.aliyuncs.com', 'foreign', null, 'placeholder'],
  ['regional', 'foreign', null, 'not-a-url'],
])('%s is %s', (value, reach, region, problem) => {
  expect(hosts.parse(value)).toMatchObject({reach, region, problem})
})

describe('hosts that do not exist', () => {
  test.each([
    ['sts.cn-hangzhou-finance.aliyuncs.com', 'no-such-host', 'sts.aliyuncs.com'],
    ['sts-vpc.cn-hangzhou-finance.aliyuncs.com', 'no-such-host', 'sts.aliyuncs.com'],
    ['sts.cn-shenzhen-finance-1.aliyuncs.com', 'no-such-host', 'sts.aliyuncs.com'],
    ['sts.ap-south-1.aliyuncs.com', 'no-such-host', 'sts.aliyuncs.com'],
    ['sts-vpc.ap-southeast-2.aliyuncs.com', 'no-such-host', 'sts.aliyuncs.com'],
    // Nobody says where its public calls go.
    ['sts.cn-north-2-gov-1.aliyuncs.com', 'no-such-host', null],
    ['sts.cn-hangzhuo.aliyuncs.com', 'unknown-region', 'sts.cn-hangzhou.aliyuncs.com'],
    ['sts-vpc.cn-hangzhou-h.aliyuncs.com', 'unknown-region', 'sts-vpc.cn-hangzhou.aliyuncs.com'],
    ['sts.mars-1.aliyuncs.com', 'unknown-region', null],
    ['sts-cn-hangzhou.aliyuncs.com', 'lookalike', 'sts.cn-hangzhou.aliyuncs.com'],
    ['sts.vpc-cn-hangzhou.aliyuncs.com', 'unknown-region', 'sts.cn-hangzhou.aliyuncs.com'],
    ['sts.cn-shanghai-finance-1.aliyun.com', 'lookalike', 'sts.cn-shanghai-finance-1.aliyuncs.com'],
    ['sts.aliyun.com', 'lookalike', 'sts.aliyuncs.com'],
    ['sts.aliyuncs.com.evil.example', 'lookalike', null],
  ])('%s: %s', (value, problem, suggestion) => {
    expect(hosts.parse(value)).toMatchObject({reach: 'foreign', problem, suggestion})
  })
})

test.each([
  ['cn-hangzhou', true, false, null],
  ['cn-hangzhou-finance', true, true, null],
  ['ap-south-1', true, true, null],
  ['cn-north-2-gov-1', true, false, null],
  ['cn-hangzhou-h', false, false, 'cn-hangzhou'],
  ['us-east-1a', false, false, 'us-east-1'],
  ['oss-cn-beijing', false, false, 'cn-beijing'],
  ['CN_Beijing', false, false, 'cn-beijing'],
  ['mars-1', false, false, null],
  ['constructor', false, false, null],
])('Region %s', (name, known, central, suggestion) => {
  expect(hosts.region(name)).toMatchObject({known, central, suggestion})
})
