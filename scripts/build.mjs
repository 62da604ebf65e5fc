/**
 * Bundles src/ into dist/ for start-up: CommonJS, one flat file per dynamic `import()`, loaded where it is used.
 *
 * Node loads one CommonJS file in half the time of an ES module, and one file faster than many, so everything that is
 * needed together is in one file. Small modules that several files need are copied into each.
 */
import {readdirSync, renameSync, rmSync, statSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {build} from 'esbuild'
import {copyLicenses} from './build-licenses.mjs'
import {chunks, lazyPackages, manifestVersion} from './build-plugins.mjs'
import {builtinRules} from './build-rules.mjs'
import {configValidator} from './build-validator.mjs'

const root = resolve(fileURLToPath(import.meta.url), '../..')
const dist = join(root, 'dist')
const work = join(root, `node_modules/.stslint-build-${process.pid}`)

try {
  const inputs = await bundle()
  copyLicenses(root, join(work, 'licenses'), inputs)
  replaceDist()
  report()
} finally {
  rmSync(work, {recursive: true, force: true})
}

/** A dynamic import found while bundling one file is the next file to bundle. Returns every input that is in one, for the licences. */
async function bundle() {
  const queue = new Map([['bin', 'src/bin.ts']])
  const inputs = new Set()
  const rules = await builtinRules(root)
  for (const [name, entry] of queue) {
    const {metafile} = await build({
      absWorkingDir: root,
      entryPoints: [{in: entry, out: name}],
      outdir: work,
      outExtension: {'.js': '.cjs'},
      bundle: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20.19',
      // Without this, esbuild keeps `import()`, and the first one starts Node's ES module loader.
      supported: {'dynamic-import': false},
      // jsonc-parser's `main` hides its parts from the bundler.
      mainFields: ['module', 'main'],
      // oclif can run TypeScript sources; ours are bundled.
      external: ['typescript', './npm-*.cjs'],
      minify: true,
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
      define: {'import.meta.url': 'importMetaUrl', 'import.meta.dirname': '__dirname'},
      // The wrapper of a package exports its default, if it has one.
      logOverride: {'import-is-undefined': 'silent'},
      inject: [join(root, 'scripts/import-meta-url.mjs')],
      plugins: [lazyPackages(root, queue), chunks(root, queue), manifestVersion(root), rules, configValidator(root)],
    })
    for (const [input, {bytesInOutput}] of Object.values(metafile.outputs).flatMap((output) =>
      Object.entries(output.inputs),
    )) {
      if (bytesInOutput > 0) inputs.add(input)
    }
  }
  return inputs
}

/** At once: a failed build leaves the last good one, and nobody meets half of one. */
function replaceDist() {
  rmSync(dist, {recursive: true, force: true})
  renameSync(work, dist)
}

function report() {
  const files = readdirSync(dist).map((name) => ({name, size: statSync(join(dist, name)).size}))
  const total = files.reduce((sum, {size}) => sum + size, 0)
  const front = files.find(({name}) => name === 'bin.cjs')
  console.log(`dist: ${files.length} files, ${kib(total)} KiB, of which bin.cjs ${kib(front?.size ?? 0)} KiB`)
}

function kib(bytes) {
  return (bytes / 1024).toFixed(1)
}
