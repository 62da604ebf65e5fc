import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {Ajv2020} from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'
import {build} from 'esbuild'

/**
 * Replaces the modules that read rules/ by what they return: conditions become functions, YAML
 * becomes values, so that a run loads neither ajv nor a YAML parser for the built-in rules.
 */
export async function builtinRules(root) {
  const source = await loadSource(
    root,
    `export {readRuleFiles} from './src/rule-files.js'
     export {schemaOf} from './src/conditions.js'
     export {conditionCode} from './scripts/condition-code.js'
     export {toRule} from './src/load-rules.js'
     export {rulesOfProvider, sourceRows} from './src/rule-files.js'
     export {partPattern, prefilterLiterals, providerPattern} from './src/settings/prefilter.js'`,
  )
  const {readRuleFiles, rulesOfProvider, sourceRows, prefilterLiterals, providerPattern} = source
  const files = readRuleFiles(join(root, 'rules'))
  const aws = rulesOfProvider(files, 'aws')
  const aliyun = rulesOfProvider(files, 'aliyun')
  const modules = {
    builtin: rulesModule('builtinRules', aws, source),
    'builtin-aliyun': rulesModule('builtinAliyun', aliyun, source),
    'builtin-source': `const rows = JSON.parse(${JSON.stringify(JSON.stringify(sourceRows(files)))})\nexport function builtinSource() { return rows }`,
    'builtin-clients': [
      `const clients = JSON.parse(${JSON.stringify(JSON.stringify(files.clients[0]))})`,
      'export function builtinClients() { return clients }',
      `const aliyunClients = JSON.parse(${JSON.stringify(JSON.stringify(files.aliyunClients[0]))})`,
      'export function builtinAliyunClients() { return aliyunClients }',
    ].join('\n'),
    'builtin-prefilter': [
      `export function builtinPrefilter() { return ${JSON.stringify(prefilterLiterals([...aws.settings, ...aliyun.settings], files.calls))} }`,
      `export function aliyunPrefilter() { return ${JSON.stringify(providerPattern('aliyun', aliyun.settings, aliyun.calls))} }`,
    ].join('\n'),
    'builtin-rule-docs': `const rules = ${JSON.stringify(files.rules)}\nexport function builtinRuleDocs() { return rules }`,
  }
  return {
    name: 'builtin-rules',
    setup({onLoad}) {
      onLoad({filter: /[\\/]src[\\/]builtin[\w-]*\.ts$/}, ({path}) => {
        const name = path.replace(/^.*[\\/]/, '').replace(/\.ts$/, '')
        // What is put together of the others is bundled as it is.
        return modules[name] && {contents: modules[name], loader: 'js', resolveDir: root}
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

/**
 * Each condition is a function `m0`, `m1`, …; the rules name theirs. Equal conditions share one. What holds no function is
 * JSON in a string, which V8 reads faster than an object literal.
 */
function rulesModule(
  exported,
  {rules, settings, calls, charts, scopes, hosts, aliyunHosts},
  {schemaOf, conditionCode, toRule, partPattern},
) {
  const names = new Map()
  const test = (match) => {
    const key = JSON.stringify(match)
    if (!names.has(key)) names.set(key, `m${names.size}`)
    return `@@${names.get(key)}@@`
  }
  const compiled = JSON.stringify(rules.map((rule) => toRule(rule, test))).replace(/"@@(m\d+)@@"/g, '$1')
  const conditions = [...names].map(([key, name]) => ({
    name,
    match: JSON.parse(key),
    code: conditionCode(JSON.parse(key)),
  }))
  return [
    ajvCode(
      conditions.filter(({code}) => code === null),
      schemaOf,
    ),
    ...conditions.flatMap(({name, code}) => (code === null ? [] : `const ${name} = (f) => ${code}`)),
    `const data = JSON.parse(${JSON.stringify(JSON.stringify({hosts, aliyunHosts, settings, calls, charts, scopes, part: partPattern(settings, calls)}))})`,
    `data.rules = ${compiled}`,
    `export function ${exported}() { return data }`,
  ].join('\n')
}

/** For conditions in the whole language of JSON Schema. */
function ajvCode(conditions, schemaOf) {
  if (conditions.length === 0) return ''
  const ajv = new Ajv2020({strict: false, messages: false, code: {source: true, esm: true, optimize: 2}})
  for (const {name, match} of conditions) ajv.addSchema({...schemaOf(match), $id: name})
  return standalone.default(ajv, Object.fromEntries(conditions.map(({name}) => [name, name])))
}
