import {describe, expect, test} from 'vitest'
import {ADA, ADA_KEYS, adaEnv, here, startAws} from '../loopback/setup.js'
import {startSts} from '../loopback/sts-server.js'
import {createWorkspace} from './workspace.js'

describe('verify', () => {
  test('proves this shell against a plain endpoint', async () => {
    const sts = await startSts({keys: ADA_KEYS})
    const run = await createWorkspace().run(['verify', '--show-identity'], {
      env: {...here, ...adaEnv, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL_STS: sts.url},
    })
    expect(run.code).toBe(0)
    expect(run.stdout).toContain(ADA.arn)
  })
  test('through a proxy', async () => {
    const {env, workspace, sts, proxy} = await startAws()
    const run = await workspace.run(['verify', '--client', 'boto3@1.34.2', '--compare'], {
      env: {...env, AWS_DEFAULT_REGION: 'eu-west-1'},
    })
    expect(run.code).toBe(0)
  })
})
