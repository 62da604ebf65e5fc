/** Shows the main job on a repository with old settings: what is found, then what --fix would write. Writes nothing. */
import {join} from 'node:path'
import {root, run} from './run.mjs'

const bin = join(root, 'dist/bin.cjs')
const cwd = join(root, 'fixtures/projects/legacy-stack')
const common = ['--no-home', '--no-config']

show('stslint', [])
show('stslint --diff', ['--diff'])

/** The project is full of findings, so 1 is what both runs should end with. */
function show(title, args) {
  console.log(`\n$ ${title}\n`)
  const code = run(process.execPath, [bin, ...common, ...args], {cwd})
  if (code > 1) process.exit(code)
}
