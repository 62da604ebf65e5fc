import {join} from 'node:path'
import {describe, expect, test} from 'vitest'
import {clientAt} from '../test/resolve/clients.js'
import {ask, disagreements, type Oracle, versionOf} from './agreement.js'
import {inputsOf} from './inputs.js'

const script = join(import.meta.dirname, 'oracles/botocore_oracle.py')

/** The interpreter on the path, and Debian's, where its packages are. */
const interpreters = ['python3', '/usr/bin/python3']

/** The oracles that can run here, each version once. */
function oraclesOf(kind: string): (Oracle & {version: string})[] {
  const found = interpreters.flatMap((command) => {
    const oracle: Oracle = {command, args: [script, kind]}
    const version = versionOf(oracle)
    return version === null ? [] : [{...oracle, version}]
  })
  return found.filter(({version}, at) => found.findIndex((other) => other.version === version) === at)
}

describe.each([
  {name: 'botocore', kind: 'botocore', count: 300, hint: 'apt-get install python3-boto3'},
  {name: 'aws-cli', kind: 'awscli', count: 120, hint: 'apt-get install awscli'},
])('$name', ({name, kind, count, hint}) => {
  const oracles = oraclesOf(kind)

  test.skipIf(oracles.length > 0)(`is not installed (${hint}): nothing to compare with`, ({skip}) => skip())

  test.each(oracles)('$version calls what the model says', ({version, ...oracle}) => {
    const inputs = inputsOf(count)

    const answers = ask(oracle, inputs)

    expect(answers).toHaveLength(inputs.length)
    expect(disagreements(inputs, answers, clientAt(name, version))).toEqual([])
  })
})
