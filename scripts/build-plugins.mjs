import {existsSync, readFileSync} from 'node:fs'
import {isBuiltin} from 'node:module'
import {dirname, join, relative, resolve} from 'node:path'

/**
 * Turns each dynamic import of a module or package into a file of its own: `import('./report/sarif.js')` loads
 * `./report-sarif.cjs`, `import('diff')` loads `./npm-diff.cjs`. New ones are added to `queue`. The layout is flat because
 * a module copied into several files must find the same neighbour from each.
 */
export function chunks(root, queue) {
  return {
    name: 'chunks',
    setup({onResolve, onLoad}) {
      onResolve({filter: /.*/}, ({path, kind, resolveDir}) => {
        if (kind !== 'dynamic-import' || isBuiltin(path) || isDependency(resolveDir)) return undefined
        const {name, entry} = path.startsWith('.') ? ownChunk(root, resolve(resolveDir, path)) : packageChunk(path)
        if (!queue.has(name)) queue.set(name, entry)
        return {path: `./${name}.cjs`, namespace: 'chunk'}
      })
      // A small ES module around the `require`: importing the file itself would make its exports the `default`.
      onLoad({filter: /.*/, namespace: 'chunk'}, ({path}) => ({
        contents: `export * from '${path}'\nexport default require('${path}').default`,
      }))
      onResolve({filter: /.*/, namespace: 'chunk'}, ({path}) => ({path, external: true}))
      onResolve({filter: /^npm:/}, ({path}) => ({path: path.slice('npm:'.length), namespace: 'npm'}))
      onLoad({filter: /.*/, namespace: 'npm'}, ({path}) => ({
        // By `require`, so that a package with two builds gives its CommonJS one.
        contents: `module.exports = require('${path}')`,
        resolveDir: root,
      }))
    },
  }
}

/** Packages that a module of ours loads in the middle of a read are chunks like those of a dynamic import. */
const LAZY = {
  'src/formats/yaml-library.ts': ['loadYaml', 'yaml'],
  'src/formats/jsonc-library.ts': ['loadJsonc', 'jsonc-parser'],
  'src/formats/shell-library.ts': ['loadUnbash', 'unbash'],
}

export function lazyPackages(root, queue) {
  return {
    name: 'lazy-packages',
    setup({onLoad}) {
      onLoad({filter: /-library\.ts$/}, ({path}) => {
        const [load, name] = LAZY[relative(root, path).replaceAll('\\', '/')]
        const chunk = packageChunk(name)
        if (!queue.has(chunk.name)) queue.set(chunk.name, chunk.entry)
        return {contents: `export function ${load}() { return require('./${chunk.name}.cjs') }`, loader: 'js'}
      })
    },
  }
}

/** A package's own dynamic imports stay as they are: they are its business. */
function isDependency(directory) {
  return /[\\/]node_modules[\\/]/.test(directory)
}

function ownChunk(root, path) {
  const source = [path.replace(/\.js$/, '.ts'), path].find((candidate) => existsSync(candidate))
  if (source === undefined) throw new Error(`dynamic import of ${relative(root, path)}: no such module`)
  const entry = relative(root, source).replaceAll('\\', '/')
  return {
    name: entry
      .replace(/^src\//, '')
      .replace(/\.\w+$/, '')
      .replaceAll('/', '-'),
    entry,
  }
}

function packageChunk(path) {
  return {name: `npm-${path.replace(/^@/, '').replaceAll(/[/.]/g, '-')}`, entry: `npm:${path}`}
}

/** Of package.json the program needs one field. */
export function manifestVersion(root) {
  const manifest = join(root, 'package.json')
  return {
    name: 'manifest-version',
    setup({onLoad}) {
      onLoad({filter: /package\.json$/}, ({path}) => {
        if (path !== manifest) return undefined
        const {version} = JSON.parse(readFileSync(manifest, 'utf8'))
        return {contents: JSON.stringify({version}), loader: 'json', resolveDir: dirname(path)}
      })
    },
  }
}
