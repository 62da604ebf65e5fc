/** What CI runs, in order of how soon it fails. */
import {spawnSync} from 'node:child_process'
import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {npmRun, root} from './run.mjs'

const steps = ['lint', 'types', 'build', 'generate', 'test']

for (const step of steps) {
  if (step === 'generate') checkGenerated()
  else if (npmRun(step) !== 0) fail(step)
}

/** Generated files are committed: making them again must change nothing. */
function checkGenerated() {
  if (!existsSync(join(root, 'scripts/generate.mjs'))) return
  const before = state()
  if (npmRun('generate') !== 0) fail('generate')
  if (state() !== before) fail('generate: committed files differ from generated ones; run npm run generate and commit')
}

/** The work tree as git sees it, with contents: a file that was already changed may change again. */
function state() {
  return ['status --porcelain', 'diff'].map((command) => git(command.split(' '))).join('\n')
}

function git(args) {
  return spawnSync('git', args, {cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28}).stdout ?? ''
}

function fail(step) {
  console.error(`check: failed at ${step}`)
  process.exit(1)
}
