/**
 * Says what the JavaScript SDKs really call: `aws-sdk` v2 or `@aws-sdk/client-sts` v3, as argument. Reads inputs as
 * JSON, prints one answer per input. The request is taken where it would be sent.
 */
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {createRequire} from 'node:module'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'

const require = createRequire(import.meta.url)
const credentials = {accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example'}
const kept = {PATH: process.env.PATH, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true'}
console.error = () => {}

function enter({env = {}, config = null, credentials: secrets = null}, home) {
  for (const name of Object.keys(process.env)) delete process.env[name]
  Object.assign(process.env, kept, {HOME: home, AWS_EC2_METADATA_DISABLED: 'true', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE'})
  Object.assign(process.env, {AWS_SECRET_ACCESS_KEY: 'example', AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1'}, env)
  mkdirSync(join(home, '.aws'))
  if (config !== null) writeFileSync(join(home, '.aws/config'), config)
  if (secrets !== null) writeFileSync(join(home, '.aws/credentials'), secrets)
}

function answer(origin, headers) {
  const authorization = headers.authorization ?? headers.Authorization ?? ''
  return {
    endpoint: origin.replace(/\/$/, ''),
    signingRegion: /Credential=[^/]+\/\d+\/([^/]*)\//.exec(authorization)?.[1] ?? null,
  }
}

async function version2({params = {}}) {
  const AWS = require('aws-sdk')
  // What the last line of lib/node_loader.js does when the SDK is loaded.
  AWS.config = new AWS.Config()
  const sts = new AWS.STS({
    ...(params.region === undefined ? {} : {region: params.region}),
    ...(params.endpoint === undefined ? {} : {endpoint: params.endpoint}),
    ...(params.mode === undefined ? {} : {stsRegionalEndpoints: params.mode}),
  })
  return new Promise((resolve, reject) => {
    const request = sts.getCallerIdentity()
    request.removeListener('send', AWS.EventListeners.Core.SEND)
    request.on('send', () => {
      const {endpoint, headers} = request.httpRequest
      resolve(answer(`${endpoint.protocol}//${endpoint.host}${endpoint.path ?? ''}`, headers))
    })
    request.send((error) => error && reject(error))
  })
}

async function version3({params = {}}) {
  const {STSClient, GetCallerIdentityCommand} = await import('@aws-sdk/client-sts')
  const taken = {}
  const client = new STSClient({
    credentials,
    maxAttempts: 1,
    ...params,
    requestHandler: {
      handle: async (request) => {
        const {protocol, hostname, port, path, headers} = request
        taken.answer = answer(`${protocol}//${hostname}${port ? `:${port}` : ''}${path}`, headers)
        throw new Error('taken')
      },
    },
  })
  await client.send(new GetCallerIdentityCommand({})).catch((error) => {
    if (taken.answer === undefined) throw error
  })
  return taken.answer
}

const run = process.argv[2] === 'aws-sdk-js' ? version2 : version3
const answers = []
for (const input of JSON.parse(await text(process.stdin))) {
  const home = mkdtempSync(join(tmpdir(), 'sts-'))
  enter(input, home)
  try {
    answers.push(await run(input))
  } catch (error) {
    answers.push({error: error.code ?? error.name, message: String(error.message)})
  }
  rmSync(home, {recursive: true, force: true})
}
process.stdout.write(JSON.stringify(answers))
