import {spawnSync} from 'node:child_process'
import {describe, expect, test} from 'vitest'
import {ADA, ADA_KEYS} from './setup.js'
import {claimOf, isSignedWith, type Signed} from './signature.js'
import {signByHand} from './sigv4-by-hand.js'
import {startSts} from './sts-server.js'

const DATE = '20260102T030405Z'

function signed(headers: Record<string, string>, region: string, secret = ADA.secret, path = '/', body = BODY): Signed {
  const request = {method: 'POST', path, headers: {...headers, 'x-amz-date': DATE}, body}
  const signature = signByHand(request, {secret, date: DATE, region, service: 'sts'})
  const names = Object.keys(request.headers).sort().join(';')
  const authorization = `AWS4-HMAC-SHA256 Credential=${ADA.id}/${DATE.slice(0, 8)}/${region}/sts/aws4_request, SignedHeaders=${names}, Signature=${signature}`
  return {...request, headers: {...request.headers, authorization}}
}

const BODY = 'Action=GetCallerIdentity&Version=2011-06-15'
const host = {host: 'sts.eu-west-1.amazonaws.com'}

/** Computed by hand (node:crypto) and kept, so that neither implementation can drift. */
const vectors = [
  {
    name: 'the host alone',
    request: signed(host, 'eu-west-1'),
    signature: '21ff663a807ee7ee0ac33fc51fa8dc2d79f42cfbf8ea8f4a4203b88afd65b8af',
  },
  {
    name: 'a content type and a session token',
    request: signed(
      {...host, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', 'x-amz-security-token': 'made-up'},
      'us-east-1',
    ),
    signature: '92a824d50f1b5beaa4c5989042d43c5657dd4e79b0a97046b501cb5392847b15',
  },
  {
    name: 'a port, and an empty body',
    request: signed({host: '127.0.0.1:8080'}, 'ap-northeast-3', ADA.secret, '/', ''),
    signature: '2b4399cee7b34a81dbf69594bbab2ac4f87a5e62c31cbfacd0ea1484ae203f5e',
  },
]

describe('the signature check of the loopback STS', () => {
  test.each(vectors)('agrees with a second implementation: $name', async ({request, signature}) => {
    const claim = claimOf(request)!
    expect(claim.signature).toBe(signature)
    expect(await isSignedWith(request, claim, ADA.secret)).toBe(true)
  })

  test.each([
    {name: 'another secret', change: (request: Signed) => request, secret: 'another'},
    {name: 'another body', change: (request: Signed) => ({...request, body: `${BODY}&x=1`}), secret: ADA.secret},
    {
      name: 'another host',
      change: (request: Signed) => ({...request, headers: {...request.headers, host: 'sts.amazonaws.com'}}),
      secret: ADA.secret,
    },
    {name: 'another path', change: (request: Signed) => ({...request, path: '/x'}), secret: ADA.secret},
  ])('refuses $name', async ({change, secret}) => {
    const request = change(signed(host, 'eu-west-1'))
    expect(await isSignedWith(request, claimOf(request)!, secret)).toBe(false)
  })

  test('lets botocore in, which shares no code with the SDK of stslint', async ({skip}) => {
    const {status} = spawnSync('python3', ['-c', 'import botocore'])
    skip(status !== 0, 'botocore is not installed: the third implementation was not asked')
    const sts = await startSts({keys: ADA_KEYS})
    const {stdout, stderr} = await botocore(sts.url)
    expect(stderr).toBe('')
    expect(stdout.trim()).toBe(ADA.arn)
    expect(sts.seen[0]?.headers['user-agent']).toMatch(/^Botocore\//)
  })
})

const SCRIPT = `
import sys, botocore.session
session = botocore.session.Session()
session.set_credentials(sys.argv[2], sys.argv[3])
client = session.create_client('sts', region_name='eu-west-1', endpoint_url=sys.argv[1])
print(client.get_caller_identity()['Arn'])
`

async function botocore(url: string): Promise<{stdout: string; stderr: string}> {
  const {execFile} = await import('node:child_process')
  return new Promise((resolve) => {
    execFile(
      'python3',
      ['-c', SCRIPT, url, ADA.id, ADA.secret],
      {env: {PATH: process.env['PATH']}},
      (_, stdout, stderr) => resolve({stdout, stderr}),
    )
  })
}
