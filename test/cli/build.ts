import {spawnSync} from 'node:child_process'
import {fileURLToPath} from 'node:url'

/** Once per run, so that the tests speak of the sources as they are. */
export function setup(): void {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const {status, stderr} = spawnSync(process.execPath, ['scripts/build.mjs'], {cwd: root, encoding: 'utf8'})
  if (status !== 0) throw new Error(`the build failed:\n${stderr}`)
}
