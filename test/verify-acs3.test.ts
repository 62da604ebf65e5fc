import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import type {Sent} from '../src/verify/aliyun/exchange.js'
import {AssumeRoleRequest, createClient, type StsClient, sendingBy} from '../src/verify/aliyun/sdk.js'
import {type AcsRequest, acsClaimOf, acsSignature} from './loopback/acs3-by-hand.js'

/** What goes to the network of a call of the SDK's, as a server gets it. */
async function sentBy(keys: Parameters<typeof createClient>[1], call: (client: StsClient) => Promise<unknown>) {
  const sent: Sent[] = []
  const endpoint = {url: 'https://sts.cn-beijing.aliyuncs.com', signingRegion: ''}
  const exchange = {host: '', status: 200, contentType: 'application/json', ahead: null}
  await sendingBy(
    async (request) => {
      sent.push(request)
      return {exchange, text: '{}'}
    },
    () => call(createClient(endpoint, keys)),
  )
  const [{url, method, headers, body}] = sent as [Sent]
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
  const request: AcsRequest = {method, path: url.pathname + url.search, headers: Object.fromEntries(named), body}
  return {url, request, claim: acsClaimOf(request)!}
}

describe('ACS3-HMAC-SHA256', () => {
  test('the server of the tests computes the example of Alibaba Cloud’s own page on signature V3', () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
    const headers = {
      host: 'ecs.cn-shanghai.aliyuncs.com',
      'x-acs-action': 'RunInstances',
      'x-acs-content-sha256': empty,
      'x-acs-date': '2023-10-26T10:22:32Z',
      'x-acs-signature-nonce': '3156853299f313e23d1673dc12e1703d',
      'x-acs-version': '2014-05-26',
    }
    const path = '/?ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai'
    expect(acsSignature({method: 'POST', path, headers, body: ''}, Object.keys(headers), 'YourAccessKeySecret')).toBe(
      '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    )
  })

  test('and what the vendor’s SDK does, whatever the parameters', async () => {
    const text = fc.string({unit: 'grapheme', minLength: 1})
    await fc.assert(
      fc.asyncProperty(text, text, text, async (policy, roleSessionName, secretAccessKey) => {
        const keys = {accessKeyId: 'id', secretAccessKey, sessionToken: 'token'}
        const {url, request, claim} = await sentBy(keys, (client) =>
          client.assumeRole(new AssumeRoleRequest({policy, roleSessionName, durationSeconds: 900})),
        )
        expect(url.origin).toBe('https://sts.cn-beijing.aliyuncs.com')
        expect(url.searchParams.get('Policy')).toBe(policy)
        expect(claim.signedHeaders).toContain('x-acs-security-token')
        expect(acsSignature(request, claim.signedHeaders, secretAccessKey)).toBe(claim.signature)
      }),
    )
  })

  test('the SDK says whose call it is, and sends no token where there is none', async () => {
    const keys = {accessKeyId: 'id', secretAccessKey: 'secret'}
    const {request} = await sentBy(keys, (client) => client.getCallerIdentity())
    expect(request.headers['user-agent']).toMatch(/^AlibabaCloud .* stslint\/\d/)
    expect(request.headers).not.toHaveProperty('x-acs-security-token')
  })

  test('nothing of it reaches the network but by the way it is given', async () => {
    const client = createClient(
      {url: 'https://127.0.0.1:1', signingRegion: ''},
      {accessKeyId: 'i', secretAccessKey: 's'},
    )
    await expect(client.getCallerIdentity()).rejects.toThrow('outside of sendingBy')
  })
})
