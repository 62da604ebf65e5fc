import {describe, expect, test} from 'vitest'
import {commandNames} from '../../src/commands/names.js'
import {adaEnv, preload} from '../loopback/setup.js'
import {createWorkspace} from './workspace.js'

const guard = {NODE_OPTIONS: `--require ${JSON.stringify(preload('no-sockets.cjs'))}`}
const live = {...adaEnv, AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true'}
const files = {
  '.env': 'AWS_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n',
  'requirements.txt': 'boto3==1.34.2\n',
}

/** What may go to the network. */
const LIVE = ['verify', 'doctor']
const commands: readonly (readonly string[])[] = [
  ['check'],
  ['check', '--fix'],
  ['check', '--diff'],
  ['check', '--format', 'sarif'],
  ['resolve'],
  ['resolve', '--env', '--why'],
  ['explain', 'aws/global-endpoint-url'],
  ['rules'],
  ['undo', '--list'],
  ['undo'],
  ['help'],
  ['verify', '--help'],
  ['doctor', '--help'],
]

describe('the network', () => {
  test.each(commands.map((args) => ({args})))('$args opens no socket and looks up no name', async ({args}) => {
    const workspace = createWorkspace(files)
    if (args[0] === 'undo') await workspace.run(['--fix'])
    const run = await workspace.run(args, {env: {...live, ...guard}})
    expect(run.stderr).not.toContain('NETWORK')
    expect(run.code).toBeLessThan(2)
  })

  test('every command stands above, or is known to be live', () => {
    const known = [...commands.map(([name]) => name), ...LIVE]
    expect(commandNames.filter((name) => !known.includes(name))).toEqual([])
  })

  test.each([['verify'], ['doctor'], ['check', '--fix', '--verify', '--level', 'dns']])(
    'the guard sees %s',
    async (...args) => {
      const run = await createWorkspace(files).run(args, {env: {...live, ...guard}})
      expect(run.stderr).toContain('NETWORK: dns lookup')
    },
  )

  test('the guard sees a connection too', async () => {
    const env = {...live, ...guard, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1'}
    const https = {...env, AWS_ENDPOINT_URL_STS: 'https://sts.eu-west-1.amazonaws.com'}
    const run = await createWorkspace().run(['verify'], {env: https})
    expect(run.stderr).toContain('NETWORK: net connect')
  })
})
