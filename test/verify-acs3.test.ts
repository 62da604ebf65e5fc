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
