import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {compare, runForPeak} from './measure.mjs'

const files = {
  'clean.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ports: [{port: 80}]\n',
  'settings.env': 'AWS_REGION=eu-west-1\nAWS_DEFAULT_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=regional\n',
  'finding.env': 'AWS_REGION=eu-west-1\nAWS_STS_REGIONAL_ENDPOINTS=legacy\n',
}

const FLOOR = 'node -e 0'

/** What a hook or an editor waits for, against Node itself doing nothing. */
export function measureStartup({bin, work, rounds}) {
  const cwd = join(work, 'startup')
  mkdirSync(cwd)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  const stslint = (name, args, codes) => ({name, file: process.execPath, args: [bin, ...args], cwd, codes})
  const commands = [
    {name: FLOOR, file: process.execPath, args: ['-e', '0'], cwd},
    stslint('--version', ['--version']),
    stslint('check, a file without any literal', ['check', 'clean.yaml']),
    stslint('check, settings and no finding', ['check', 'settings.env']),
    stslint('check, a finding', ['check', 'finding.env'], [1]),
  ]
  const limits = [null, 1.5, 1.5, 1.5, null]
  const rows = compare(commands, FLOOR, rounds)
  return rows.map((row, at) => ({...row, limit: limits[at], megabytes: runForPeak(commands[at]).megabytes}))
}
