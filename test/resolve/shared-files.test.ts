import {expect, test} from 'vitest'
import {sharedFilePaths} from '../../src/resolve/shared-files.js'
import {clientAt} from './clients.js'

const usual = {config: '/h/.aws/config', credentials: '/h/.aws/credentials'}

test.each([
  {client: 'botocore', env: {}, expected: usual},
  {
    client: 'botocore',
    env: {AWS_CONFIG_FILE: '~/c', AWS_SHARED_CREDENTIALS_FILE: '$DIR/s'},
    expected: {config: '/h/c', credentials: '/d/s'},
  },
  {client: 'botocore', env: {AWS_CONFIG_FILE: '${DIR}/${NONE}'}, expected: {...usual, config: '/d/${NONE}'}},
  {client: 'botocore', env: {AWS_CONFIG_FILE: ''}, expected: {...usual, config: null}},
  {
    client: 'client-sts',
    env: {AWS_CONFIG_FILE: '~/c', AWS_SHARED_CREDENTIALS_FILE: ''},
    expected: {...usual, config: '/h/c'},
  },
  {client: 'aws-sdk-js', env: {AWS_SHARED_CREDENTIALS_FILE: '/s'}, expected: usual},
  {
    client: 'aws-sdk-js',
    env: {AWS_SHARED_CREDENTIALS_FILE: '/s', AWS_SDK_LOAD_CONFIG: '1'},
    expected: {...usual, credentials: '/s'},
  },
  {client: 'aws-sdk-go', env: {AWS_CONFIG_FILE: '~/c'}, expected: {...usual, config: '~/c'}},
])('$client with $env', ({client, env, expected}) => {
  expect(sharedFilePaths({DIR: '/d', ...env}, clientAt(client), '/h')).toEqual(expected)
})
