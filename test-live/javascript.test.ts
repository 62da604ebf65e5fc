import {createRequire} from 'node:module'
import {join} from 'node:path'
import {expect, test} from 'vitest'
import {clientAt} from '../test/resolve/clients.js'
import {ask, disagreements} from './agreement.js'
import {inputsOf} from './inputs.js'

const script = join(import.meta.dirname, 'oracles/javascript.mjs')
const require = createRequire(import.meta.url)

test.each([
  {name: 'aws-sdk-js', manifest: 'aws-sdk/package.json', inputs: 400},
  {name: 'client-sts', manifest: '@aws-sdk/client-sts/package.json', inputs: 400},
])('$name calls what the model says', ({name, manifest, inputs: count}) => {
  const {version} = require(manifest) as {version: string}
  const inputs = [...inputsOf(count), ...globalParams]

  const answers = ask({command: process.execPath, args: [script, name]}, inputs)

  expect(answers).toHaveLength(inputs.length)
  expect(disagreements(inputs, answers, clientAt(name, version))).toEqual([])
})

/** A parameter of version 3 alone. */
const globalParams = ['us-west-2', 'af-south-1', 'aws-global'].flatMap((region) =>
  [{}, {AWS_ENDPOINT_URL_STS: 'https://a.example.test'}, {AWS_USE_FIPS_ENDPOINT: 'true'}].map((env) => ({
    env: {AWS_REGION: region, ...env} as Record<string, string>,
    config: null,
    credentials: null,
    params: {useGlobalEndpoint: true},
  })),
)
