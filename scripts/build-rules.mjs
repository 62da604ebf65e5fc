import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {Ajv2020} from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import {build} from 'esbuild'

/**
 * Replaces the modules that read rules/ by what they return: conditions become functions (ajv standalone code), YAML
 * becomes values, so that a run loads neither ajv nor a YAML parser for the built-in rules.
 */
export async function builtinRules(root) {
  const {readRuleFiles, schemaOf, toRule, prefilterPattern} = await loadSource(
    root,
    `export {readRuleFiles} from './src/rule-files.js'
     export {schemaOf} from './src/conditions.js'
     export {toRule} from './src/load-rules.js'
     export {prefilterPattern} from './src/settings/prefilter.js'`,
  )
  const files = readRuleFiles(join(root, 'rules'))
  const modules = {
    builtin: rulesModule(files, schemaOf, toRule),
    'builtin-prefilter': `export function builtinPrefilter() { return ${JSON.stringify(prefilterPattern(files.settings, files.calls))} }`,
    'builtin-rule-docs': `const rules = ${JSON.stringify(files.rules)}\nexport function builtinRuleDocs() { return rules }`,
  }
  return {
    name: 'builtin-rules',
    setup({onLoad}) {
      onLoad({filter: /[\\/]src[\\/]builtin[\w-]*\.ts$/}, ({path}) => {
        const name = path.replace(/^.*[\\/]/, '').replace(/\.ts$/, '')
        return {contents: modules[name], loader: 'js', resolveDir: root}
      })
    },
  }
}

/** TypeScript of src/, bundled for this process. `exports` says what is wanted, as an ES module in the root would. */
export async function loadSource(root, exports) {
  const directory = mkdtempSync(join(tmpdir(), 'stslint-build-'))
  const outfile = join(directory, 'source.mjs')
  try {
    await build({
      absWorkingDir: root,
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'warning',
      banner: {
        js: `import {createRequire} from 'node:module'; const require = createRequire(${JSON.stringify(pathToFileURL(join(root, 'package.json')).href)})`,
      },
      stdin: {resolveDir: root, loader: 'ts', contents: exports},
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(directory, {recursive: true, force: true})
  }
}

/** Each condition is an exported function `m0`, `m1`, …; the rules name theirs. Equal conditions share one. */
function rulesModule({rules, settings, calls, scopes, hosts}, schemaOf, toRule) {
  const ajv = new Ajv2020({strict: false, messages: false, code: {source: true, esm: true, optimize: 2}})
  const names = new Map()
  const test = (match) => {
    const key = JSON.stringify(match)
    if (!names.has(key)) {
      names.set(key, `m${names.size}`)
      ajv.addSchema({...schemaOf(match), $id: names.get(key)})
    }
    return `@@${names.get(key)}@@`
  }
  const compiled = rules.map((rule) => toRule(rule, test))
  const code = standalone.default(ajv, Object.fromEntries([...names.values()].map((name) => [name, name])))
  const data = JSON.stringify({hosts, settings, calls, scopes, rules: compiled}).replace(/"@@(m\d+)@@"/g, '$1')
  return `${code}\nconst data = ${data}\nexport function builtinRules() { return data }`
}
