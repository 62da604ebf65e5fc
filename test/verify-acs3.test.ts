import fc from 'fast-check'
import {describe, expect, test} from 'vitest'
import {sign} from '../src/verify/aliyun/acs3.js'
import {acsClaimOf, acsSignature} from './loopback/acs3-by-hand.js'

const date = new Date('2023-10-26T10:22:32Z')
const nonce = '3156853299f313e23d1673dc12e1703d'
const empty = {method: 'POST', body: ''}

describe('ACS3-HMAC-SHA256', () => {
  test('the example of Alibaba Cloud’s own page on signature V3', () => {
    const {path, headers} = sign(
      {
        host: 'ecs.cn-shanghai.aliyuncs.com',
        action: 'RunInstances',
        version: '2014-05-26',
        parameters: {RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd'},
        date,
        nonce,
      },
      {accessKeyId: 'YourAccessKeyId', secretAccessKey: 'YourAccessKeySecret'},
    )
    const signature = '06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0'
    expect(acsClaimOf({...empty, path, headers})).toMatchObject({accessKeyId: 'YourAccessKeyId', signature})
    expect(
      acsSignature(
        {...empty, path, headers},
        acsClaimOf({...empty, path, headers})!.signedHeaders,
        'YourAccessKeySecret',
      ),
    ).toBe(signature)
  })

  /**
   * Computed by the vendor's own SDK, @alicloud/openapi-core 1.0.8, and kept: `Utils.getAuthorization(request, 'ACS3-HMAC-SHA256', hash of
   * '', id, secret)` with a `$dara.Request` of method POST, path `/`, the parameters as its query and the headers that are signed here.
   */
  test.each([
    {
      name: 'no parameters',
      action: 'GetCallerIdentity',
      parameters: {},
      keys: {secretAccessKey: 'made-up-secret-of-lin-00000001'},
      signature: 'd098cb7432bc83f1935576924f78e3be6addb0ed5b600ac7bd4b32a3407471f5',
    },
    {
      name: 'a session token',
      action: 'GetCallerIdentity',
      parameters: {},
      keys: {secretAccessKey: 'made-up-secret-of-lin-00000001', sessionToken: 'CAISmade+up/token=='},
      signature: '92b2bcf53751ef34017fb1e2ae82462c4379a46083e6750965aed65112e7f279',
    },
    {
      name: 'parameters with spaces and colons',
      action: 'AssumeRole',
      parameters: {
        RoleArn: 'acs:ram::1111222233334444:role/deploy',
        RoleSessionName: 'ci',
        DurationSeconds: '900',
        ExternalId: 'a b+c',
      },
      keys: {secretAccessKey: 's/+='},
      signature: 'a938199eed3cc264fe2989d4b0239a7777c662f99405bf065fa2262205846084',
    },
    {
      name: 'characters that must be escaped, and some that must not',
      action: 'AssumeRole',
      parameters: {
        Policy: '{"Statement":[{"Action":"*"}]}',
        RoleSessionName: "a'b(c)!~.-_",
        RoleArn: 'acs:ram::1:role/né',
      },
      keys: {secretAccessKey: 's'},
      signature: 'a993ee0e559466ed11e1bd1e2bde31404ccbad5596d634c96a797019e2f7d2f1',
    },
  ])('agrees with the vendor’s SDK: $name', ({action, parameters, keys, signature}) => {
    const {path, headers} = sign(
      {
        host: 'sts.cn-beijing.aliyuncs.com',
        action,
        version: '2015-04-01',
        parameters: parameters as Record<string, string>,
        date: new Date('2026-01-02T03:04:05Z'),
        nonce: 'made-up-nonce',
      },
      {accessKeyId: 'LTAI5tMadeUpKeyOfLin0001', ...keys},
    )
    const claim = acsClaimOf({...empty, path, headers})!
    expect(claim.signature).toBe(signature)
    expect(acsSignature({...empty, path, headers}, claim.signedHeaders, keys.secretAccessKey)).toBe(signature)
  })

  test('whatever the parameters, the server of the tests computes the same', () => {
    const text = fc.string({unit: 'grapheme'})
    fc.assert(
      fc.property(fc.dictionary(fc.string({minLength: 1}), text), text, (parameters, secretAccessKey) => {
        const keys = {accessKeyId: 'id', secretAccessKey, sessionToken: 'token'}
        const request = {host: 'sts.cn-beijing.aliyuncs.com', action: 'AssumeRole', version: '2015-04-01', date, nonce}
        const signed = {...empty, ...sign({...request, parameters}, keys)}
        const claim = acsClaimOf(signed)!
        expect(claim.signedHeaders).toContain('x-acs-security-token')
        expect(acsSignature(signed, claim.signedHeaders, secretAccessKey)).toBe(claim.signature)
      }),
    )
  })
})
