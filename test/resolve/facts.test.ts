import {describe, expect, test} from 'vitest'
import {resolveSts} from '../../src/resolve/resolve-sts.js'
import {clientAt} from './clients.js'
import {ask, outcomeOf, url, west} from './facts/ask.js'
import {type Build, perBuild} from './facts/builds.js'
import {EDGES} from './facts/edges.js'
import {PARTITIONS} from './facts/partitions.js'
import {PRECEDENCE} from './facts/precedence.js'
import {REGIONS} from './facts/regions.js'

describe.each([
  {name: 'the order of precedence', facts: PRECEDENCE},
  {name: 'edges of modes, keys and URLs', facts: EDGES},
  {name: 'Regions', facts: REGIONS},
  {name: 'partitions', facts: PARTITIONS},
])('$name', ({facts}) => {
  test.each(facts)('$fact', ({expected, ...input}) => {
    const rows = perBuild(expected)
    const builds = rows.map(([build]) => build)

    const answers = ask(input, builds)

    expect(Object.fromEntries(builds.map((build, at) => [build, answers[at]] as [Build, string]))).toEqual(
      Object.fromEntries(rows),
    )
  })
})

/** Section 2: where configured endpoint URLs start. */
test.each([
  ['botocore', '1.30.1', 'sts'],
  ['botocore', '1.31.0', 'a.example.test for us-west-2'],
  ['boto3', '1.27.1', 'sts'],
  ['boto3', '1.28.0', 'a.example.test for us-west-2'],
  ['aws-cli', '1.28.1', 'sts'],
  ['aws-cli', '1.29.0', 'a.example.test for us-west-2'],
  ['aws-cli', '2.12.7', 'sts.us-west-2'],
  ['aws-cli', '2.13.0', 'a.example.test for us-west-2'],
])('%s %s with AWS_ENDPOINT_URL_STS calls %s', (name, version, answer) => {
  const env = west({AWS_ENDPOINT_URL_STS: url('a')})

  const resolution = resolveSts({env, config: null, credentials: null}, clientAt(name, version))

  expect(outcomeOf(resolution)).toBe(answer)
})
