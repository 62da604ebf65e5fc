import {spawn} from 'node:child_process'
import {existsSync} from 'node:fs'
import {describe, expect, test} from 'vitest'
import {ADA, here, startAws} from '../loopback/setup.js'
import {bin} from './workspace.js'

const SCRIPT = '/usr/bin/script'
const config = `[profile dev]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111122223333:role/deploy\nsource_profile = base\nmfa_serial = arn:aws:iam::111122223333:mfa/ada\n[profile base]\naws_access_key_id = ${ADA.id}\naws_secret_access_key = ${ADA.secret}\n`

/** In a terminal, made by util-linux's `script`; what is typed comes when the question stands there. */
async function inTerminal(args: readonly string[], typed: string, delay = 500) {
  const {env, workspace, sts} = await startAws({files: {config}})
  const {directory} = workspace
  const own = {AWS_CONFIG_FILE: `${directory}/config`, AWS_SHARED_CREDENTIALS_FILE: `${directory}/none`, HOME: directory}
  const command = [process.execPath, bin, 'verify', '--profile', 'dev', ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn(SCRIPT, ['-qec', command, '/dev/null'], {
    cwd: directory,
    env: {...here, PATH: process.env['PATH'], ...env, ...own, NO_COLOR: '1'},
  })
  let output = ''
  let isAsked = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (isAsked || !output.includes('MFA code for')) return
    isAsked = true
    // A person is slow.
    setTimeout(() => child.stdin.write(typed), delay)
  })
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  return {code, output, sts}
}

describe.skipIf(!existsSync(SCRIPT))('a role that wants an MFA code, in a terminal', () => {
  test('is asked for it, hidden, outside of the time limit, and proved', async () => {
    const {code, output, sts} = await inTerminal(['--assume-role', '--total-timeout', '6'], '123456\r', 7000)
    expect(output).toContain('MFA code for profile dev: ')
    expect(output).not.toContain('123456')
    expect(output).toContain('proved assume-role')
    expect(sts.seen[0]?.parameters.get('TokenCode')).toBe('123456')
    expect(sts.seen[0]?.parameters.get('SerialNumber')).toBe('arn:aws:iam::111122223333:mfa/ada')
    expect(code).toBe(0)
  })

  test('a code that is not accepted is said', async () => {
    const {code, output} = await inTerminal([], '000000\r')
    expect(output).toContain('STS does not accept the MFA code for profile dev')
    expect(output).toContain('mfa-refused')
    expect(code).toBe(1)
  })

  test('Ctrl-C at the question ends the program', async () => {
    const {code, output, sts} = await inTerminal([], '\u0003')
    expect(code).toBe(130)
    expect(output).not.toContain('proved')
    expect(sts.seen).toEqual([])
  })
})
