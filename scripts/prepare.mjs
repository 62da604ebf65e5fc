/**
 * npm runs this after `npm ci`, before packing, and when a hook manager installs from the repository. Without the
 * development dependencies nothing can be built; then a dist/ that is already there has to do.
 */
import {existsSync} from 'node:fs'
import {resolve} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = resolve(fileURLToPath(import.meta.url), '../..')
if (existsSync(resolve(root, 'node_modules/esbuild'))) await import('./build.mjs')
else if (existsSync(resolve(root, 'dist/bin.cjs'))) console.log('esbuild is not installed: dist/ stays as it is')
else {
  console.error('esbuild is not installed and there is no dist/: install with the development dependencies')
  process.exitCode = 1
}
