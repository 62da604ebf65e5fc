import {join} from 'node:path'
import {expect, test} from 'vitest'
import {clientAt} from '../test/resolve/clients.js'
import {ask, disagreements, versionOf} from './agreement.js'
import {inputsOf} from './inputs.js'

const oracle = {command: 'ruby', args: [join(import.meta.dirname, 'oracles/ruby.rb')]}
const version = versionOf(oracle)

test.skipIf(version === null)('aws-sdk-ruby-core calls what the model says', () => {
  const inputs = inputsOf(60)

  const answers = ask(oracle, inputs)

  expect(answers).toHaveLength(inputs.length)
  expect(disagreements(inputs, answers, clientAt('aws-sdk-ruby-core', version!))).toEqual([])
})

const hint = 'apt-get install ruby-aws-sdk-core'
test.skipIf(version !== null)(`aws-sdk-ruby-core is not installed (${hint}): nothing to compare with`, ({skip}) =>
  skip(),
)
