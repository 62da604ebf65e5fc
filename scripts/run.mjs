import {spawnSync} from 'node:child_process'
import {resolve} from 'node:path'
import {fileURLToPath} from 'node:url'

export const root = resolve(fileURLToPath(import.meta.url), '../..')

/** Runs a command in the repository, its output on ours. Gives the exit code. */
export function run(command, args, options = {}) {
  const {status, error} = spawnSync(command, args, {cwd: root, stdio: 'inherit', ...options})
  if (error) throw error
  return status ?? 1
}

/** A tool of node_modules, by its script, so that no shell and no .cmd file is needed on Windows. */
export function npmRun(script) {
  const npm = process.env.npm_execpath
  if (npm === undefined) throw new Error('start this with npm run')
  return run(process.execPath, [npm, 'run', '--silent', script])
}
