import {CARRIERS, NOT_COVERED} from './settings-places.mjs'

/** docs/settings.md: every place where a tool keeps a setting of its STS endpoint, for people who look for their tool. */
export function settingsPage(rows) {
  const tools = groupByTool(rows)
  const names = [...tools.keys()]
  return [
    '# Settings stslint knows',
    '',
    '<!-- Generated from the rows in rules/*/settings/ by `npm run generate`. -->',
    '',
    `${rows.length} settings of ${names.length} tools. A tool that is not here is still covered where it takes the variables of the`,
    '[AWS SDKs](#aws-sdks-and-cli): every file that sets variables is read.',
    '',
    names.map((name) => `[${name}](#${anchor(name)})`).join(' ·\n'),
    '',
    '## How to read the tables',
    '',
    '*Where*: a key path is written with dots, `*` is any one key or list item, `…` any number of them; a key with dots of its',
    'own is in quotes. *Meaning*: the name that rules and reports use:',
    '',
    ...Object.entries(MEANINGS).map(([name, meaning]) => `- \`${name}\`: ${meaning}`),
    '',
    '*What stslint does*:',
    '',
    '- **rewritten**: a wrong or global value is replaced. `--fix` does so where the Region is stated in the same place or given',
    '  with `--region`; where it comes from elsewhere, `--unsafe-fixes` is needed. **with** a key: both change in one edit.',
    '- **repaired**: it already fails or is ignored as it stands.',
    '- **reported**: a finding and no fix; what has to happen first is said.',
    '- **read**: it decides what other findings say; a value that is no Region is reported.',
    '- **left alone**: it looks like an endpoint and is none, or is right as it is.',
    '- **info**: the key could not be verified at its source, so findings are information and nothing is changed.',
    '',
    '## Where variables are read',
    '',
    'A row of a variable holds in all of these. What stands in another file (a script in a ConfigMap, JSON in a variable, INI in',
    'user data) is read as that file, and changed where its place in the outer one is exact.',
    '',
    ...table('in', 'which', CARRIERS),
    '## What is not covered',
    '',
    ...table('what', 'why', NOT_COVERED),
    ...names.flatMap((name) => [
      `## ${name}`,
      '',
      '| where | meaning | what stslint does | source |',
      '| --- | --- | --- | --- |',
      ...tools.get(name).map(line),
      '',
    ]),
  ].join('\n')
}

function table(one, other, rows) {
  return [`| ${one} | ${other} |`, '| --- | --- |', ...rows.map((row) => `| ${row.join(' | ')} |`), '']
}

const MEANINGS = {
  'sts.endpoint': 'the STS endpoint',
  'sts.region': 'the Region that STS requests are signed for',
  'sts.mode': '`regional` or `legacy`',
  'sts.regional': 'a switch for Regional STS endpoints',
  'irsa.regional': 'the same switch as an annotation of a Kubernetes service account',
  'sts.fallback-endpoint': 'an STS endpoint for when the first does not answer',
  'app.sts.endpoint': 'a variable whose program is not known: findings only where the host is AWS’s',
  endpoint: 'the endpoint of all services, STS among them',
  region: 'the Region; `default-region` is AWS_DEFAULT_REGION',
  role: 'a role that is assumed, so that STS is called; `web-identity` the same with a token',
  audience: 'an OIDC audience, which has the text of the global endpoint and is none',
  'allow-list': 'hosts that may be reached: the Regional host is added, the global one stays',
  'vpce.service': 'the service name of a VPC endpoint',
  misspelt: 'a name that no program reads',
}

function groupByTool(rows) {
  const tools = new Map()
  const byName = (a, b) => title(a).localeCompare(title(b), 'en', {sensitivity: 'base'})
  for (const row of [...rows].sort(byName)) tools.set(title(row), [...(tools.get(title(row)) ?? []), row])
  return tools
}

function title({tool}) {
  return tool === 'none' ? 'Names that no program reads' : tool
}

function line(row) {
  const cells = [where(row), `\`${row.name}\``, action(row), sourceText(row)]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function where(row) {
  const conditions = Object.entries(row.with ?? {}).map(([key, glob]) => besideText(key, glob))
  const item = row.item === undefined ? [] : [`its item \`${row.item}=URL\``]
  return [keyText(row), ...item, ...conditions].join(', ')
}

function keyText(row) {
  if (row.env !== undefined) return `variable \`${row.env}\``
  if (row.flag !== undefined) {
    const command = row.command?.replace(/ ?\*$/, '')
    return `\`${row.flag}\` of ${command ? `\`${command}\`` : (row.in ?? ['container']).map((kind) => PLACES[kind] ?? `a ${kind}`).join(' or ')}`
  }
  const files = filesText(row)
  if (row.key === undefined) return `\`${pathText(row.path)}\`${files}`
  const sections = [row.section ?? []].flat().filter((section) => section !== '*')
  return `\`${row.key}\`${sections.length > 0 ? ` in ${sections.map(sectionText).join(', ')}` : ''}${files}`
}

/** `services *.sts` is a block of a section. */
function sectionText(section) {
  const [header, block] = section.startsWith('services ') ? section.split('.') : [section]
  return `\`[${header}]${block ? ` ${block} =` : ''}\``
}

const PLACES = {
  container: 'a container’s arguments',
  service: 'a compose service’s command',
  configuration: 'a kubeconfig’s exec plugin',
}

const FORMATS = {yaml: 'YAML', json: 'JSON', hcl: 'HCL', ini: 'INI', xml: 'XML', toml: 'TOML'}
const KINDS = {'aws-config': '`~/.aws/config`', 'aws-credentials': '`~/.aws/credentials`'}

function filesText({files, kinds, formats}) {
  if (kinds) return ` in ${kinds.map((kind) => KINDS[kind] ?? kind).join(', ')}`
  if (files) return ` in ${files.map((glob) => `\`${glob.replace('y*ml', 'yaml')}\``).join(', ')}`
  return formats ? ` in ${formats.map((format) => FORMATS[format] ?? format).join(', ')}` : ''
}

function pathText(path) {
  const segments = typeof path === 'string' ? path.split('.') : path
  return segments
    .map((segment) => (segment === '**' ? '…' : segment.includes('.') ? `"${segment}"` : segment))
    .join('.')
    .replace(/^…\./, '… ')
}

function besideText(key, glob) {
  const name = `\`${key.replace(/^[\^.]+/, '')}\``
  return glob === '*' ? `beside ${name}` : `where ${name} is \`${glob}\``
}

const CONTEXT =
  /^(?:(?:default-|sts\.)?region|role|profile|load-config|web-identity|source-profile|credential-source|services|fips|dualstack)$/

function action(row) {
  const note = row.note ? `: ${row.note}` : ''
  if (row.confidence === 'likely') return `info${note}`
  if (row.name === 'misspelt') return `repaired: renamed to \`${row.note}\``
  if (row.name === 'allow-list' && row.fix === 'B') return 'the Regional host is added'
  switch (row.fix) {
    case 'A':
      return `repaired${note}`
    case 'B':
      return `rewritten${note}`
    case 'C':
      return `rewritten with \`${[row.also.key]
        .flat()
        .join('.')
        .replace(/^[\^.]+/, '')}\`${note}`
    case 'D':
      return `reported${note}`
    case 'never':
      return `left alone${note}`
    default:
      return `${CONTEXT.test(row.name) ? 'read' : 'reported'}${note}`
  }
}

/** The ids of public files are of no use to a reader. */
function sourceText({source}) {
  const named = source
    .split(/[;,] /)
    .map((part) => part.replace(/\(?\bidx:\d+\)?/g, '').trim())
    .filter((part) => part !== '')
    .join(', ')
  return named === '' ? 'public files' : named
}

/** As GitHub makes them. */
function anchor(title) {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
}
