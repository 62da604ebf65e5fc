/** Writes the files that are made from others and committed: rules/README.md, docs/*.md and .pre-commit-hooks.yaml. */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {aliyunResolution} from './aliyun-resolution.mjs'
import {loadSource} from './build-rules.mjs'
import {diagnosesPage} from './diagnoses-page.mjs'
import {resolutionPage} from './resolution-page.mjs'
import {root} from './run.mjs'
import {settingsPage} from './settings-page.mjs'

const {readRuleFiles, createClients, nameHoles, formatPatterns, OUTCOMES, ALIYUN_OUTCOMES} = await loadSource(
  root,
  `export {readRuleFiles} from './src/rule-files.js'
   export {createClients} from './src/resolve/clients.js'
   export {nameHoles} from './src/commands/holes.js'
   export {formatPatterns} from './src/formats/detect.js'
   export {OUTCOMES} from './src/verify/outcomes.js'
   export {ALIYUN_OUTCOMES} from './src/verify/outcomes-aliyun.js'`,
)

const {
  rules: written,
  settings,
  clients: [clients],
  aliyunClients: [aliyunClients],
  hosts,
  aliyunHosts,
} = readRuleFiles(join(root, 'rules'))
writeFileSync(join(root, 'rules/README.md'), rulesPage(written))
mkdirSync(join(root, 'docs'), {recursive: true})
writeFileSync(
  join(root, 'docs/resolution.md'),
  resolutionPage(clients, createClients(clients, hosts), hosts) + aliyunResolution(aliyunClients, aliyunHosts),
)
writeFileSync(join(root, 'docs/settings.md'), settingsPage([...new Map(settings.map((row) => [row.id, row])).values()]))
writeFileSync(
  join(root, 'docs/verify-diagnoses.md'),
  diagnosesPage(OUTCOMES, ALIYUN_OUTCOMES.slice(0, -OUTCOMES.length)),
)
writeHooks()

function rulesPage(rules) {
  const rows = rules.map(
    (rule) =>
      `| [${rule.id}](#${anchor(rule.id)}) | ${rule.severity} | ${fixClasses(rule)} | ${cell(nameHoles(rule.message))} |`,
  )
  return [
    '# Rules',
    '',
    '<!-- Generated from the rule files by `npm run generate`. -->',
    '',
    '| rule | severity | fix | finds |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    ...unseen(rules),
    ...rules.flatMap(section),
  ].join('\n')
}

/** What the rules of a tree cannot know, in one place. */
function unseen(rules) {
  const rows = rules.flatMap(({id, unseen}) => (unseen ? `| [${id}](#${anchor(id)}) | ${cell(unseen)} |` : []))
  return [
    '## What files do not decide',
    '',
    'These rules go by what the files of a tree say. Whether a finding holds depends on more, which is to be found elsewhere.',
    '',
    '| rule | what else decides |',
    '| --- | --- |',
    ...rows,
    '',
  ]
}

function section(rule) {
  const example = rule.examples.find(({bad, good}) => bad && good) ?? rule.examples.find(({bad}) => bad)
  return [
    `## ${rule.id}`,
    '',
    rule.why.trim(),
    '',
    ...(rule.fix ?? []).map(({title, applicability}) => `- ${applicability} fix: ${nameHoles(title)}`),
    ...(rule.fix ? [''] : []),
    ...(example ? codeBlock(example) : []),
    ...rule.links.map((link) => `- <${link}>`),
    ...(rule.links.length > 0 ? [''] : []),
  ]
}

function codeBlock({path, bad, good}) {
  const after = good ? [`becomes`, '', '```', good.trimEnd(), '```', ''] : []
  return [`In \`${path}\`:`, '', '```', bad.trimEnd(), '```', '', ...after]
}

function fixClasses({fix = []}) {
  return [...new Set(fix.map(({applicability}) => applicability))].sort().join(', ') || '–'
}

function anchor(id) {
  return id.replace('/', '')
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}

/** The hooks look at just the files that stslint has a format for. */
function writeHooks() {
  const path = join(root, '.pre-commit-hooks.yaml')
  const {files, exclude} = formatPatterns()
  const text = readFileSync(path, 'utf8')
    .replace(/^( {2}files: &files ).*$/m, (_, key) => `${key}${quote(`(?i)${files.join('|')}`)}`)
    .replace(/^( {2}exclude: &exclude ).*$/m, (_, key) => `${key}${quote(`(?i)${exclude.join('|')}`)}`)
  writeFileSync(path, text)
}

function quote(text) {
  return `'${text.replaceAll("'", "''")}'`
}
