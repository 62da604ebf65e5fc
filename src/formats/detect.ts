import type {FormatId} from '../model.js'
import {fileKind, formatOfKind} from './file-kind.js'

/**
 * Which format reads a file, by its path alone. Called for every file of a tree, so tables come before patterns.
 * Names and extensions are compared without case; the shared files of a provider are `fileKind`'s to know.
 */
export function detectFormat(path: string): FormatId | null {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase()
  const dot = name.lastIndexOf('.')
  const extension = name.slice(dot + 1)
  const sampled = SAMPLE.has(extension) || extension === 'template' ? sampledFormat(path, extension) : undefined
  if (sampled !== undefined) return sampled

  const format = dot < 0 ? undefined : BY_EXTENSION.get(extension)
  if (UNUSUAL.test(name)) {
    const shared = sharedFormat(path)
    if (shared !== null) return shared
    const named = format === undefined || extension === 'template' ? unusual(name) : null
    if (named !== null) return named
  }
  if (format !== undefined) return NOISE.test(name) ? null : format
  const named = BY_NAME.get(name)
  if (named !== undefined) return named
  if (dot >= 0 && extension !== 'conf' && extension !== 'config') return null
  return PLACE_PATTERNS.find(([, pattern]) => pattern.test(path))?.[0] ?? null
}

/** Of what a sample or template is one of; undefined where the whole name has to tell. */
function sampledFormat(path: string, extension: string): FormatId | null | undefined {
  const format = sharedFormat(path) ?? detectFormat(path.slice(0, -extension.length - 1))
  // CloudFormation's own ending, and that of others.
  if (extension === 'template') return format !== null && LINED.has(format) ? format : undefined
  // Terraform's and Helm's templates often say no more of what they render to: the text tells.
  return format ?? (NAMELESS.test(path.replace(/^.*[/\\]/, '').toLowerCase()) ? 'shell' : null)
}

function sharedFormat(path: string): FormatId | null {
  const kind = fileKind(path)
  return kind && formatOfKind(kind)
}

/**
 * What `path` is once its text is known: a `.template` is JSON, YAML or none of CloudFormation's; a file without an
 * extension in a folder of scripts is one only where its first line says so; many programs have a file `credentials`,
 * and AWS's has sections.
 */
export function refineFormat(path: string, text: string): FormatId | null {
  const format = detectFormat(path)
  if (isPrinted(format, path, text)) return null
  const name = /[^/\\]*$/.exec(path)![0].toLowerCase()
  if (format === 'shell' && NAMELESS.test(name)) return nameless(text)
  if (format === 'shell' && !name.includes('.') && !BY_NAME.has(name)) return isShellScript(text) ? 'shell' : null
  if (format === 'ini' && name.startsWith('credentials') && !/(?:^|[^a-z])aws[/\\][^/\\]*$/i.test(path)) {
    return startsWithSection(text) ? 'ini' : null
  }
  if (format !== 'json' || !/\.template$/i.test(path)) return format
  if (/^[\uFEFF\s]*\{/.test(text)) return 'json'
  return /^\uFEFF?(?:AWSTemplateFormatVersion|Transform|Resources|Parameters|Globals)[ \t]*:/m.test(text)
    ? 'yaml'
    : null
}

/** What a program wrote for itself, or for people to read. */
function isPrinted(format: FormatId | null, path: string, text: string): boolean {
  if (format === 'json' && WRITTEN.test(text)) return true
  if (format === 'yaml' && DESCRIBED.test(text)) return true
  return (format === 'json' || format === 'yaml' || format === 'properties') && TRANSLATED.test(path)
}

/** Terraform's plans and states, and Pulumi's, under any name: what programs write and read back. */
const WRITTEN =
  /^\uFEFF?\s*\{\s*(?:"format_version"\s*:\s*"[\d.]+"|"version"\s*:\s*\d+)\s*,\s*"(?:terraform_version|planned_values|resource_changes|deployment)"\s*:/

/** What `kubectl describe` prints, saved under a name of YAML: columns, and headings that Kubernetes' own files do not have. */
const DESCRIBED =
  /^\uFEFF?\s*Name:[ ]{2,}\S[^\n]*\n(?:[^\n]*\n){0,40}?(?:Namespace|Labels|Annotations|Priority|Selector):[ ]{2,}/

/** Words of a user interface in one language, which the name of the file or of its folder is: they are shown to people. */
const TRANSLATED =
  /(?:^|[/\\])(?:locales?|i18n|l10n|translations?)[/\\](?:[\w-]+[/\\])?(?:[\w-]+\.)?[a-z]{2}(?:[-_][A-Za-z]{2,4})?(?:[/\\][\w.-]+)?\.\w+$/

/** After blank lines, comments and a template's directives. */
function startsWithSection(text: string): boolean {
  return /^\uFEFF?(?:[^\S\n]*(?:(?:[#;]|\{[{%#])[^\n]*)?\n)*[^\S\n]*\[/.test(text)
}

/** A template whose name is all there is before its ending: `user-data.tpl`, `_helpers.tpl`. */
const NAMELESS = /^[^.]+\.(?:tpl|tftpl)$/

function nameless(text: string): FormatId | null {
  if (isShellScript(text)) return 'shell'
  if (/^\uFEFF?\s*(?:#cloud-config\b|\{\{-?[ ]*(?:define|\/\*))/.test(text)) return 'yaml'
  return /^\uFEFF?\s*[[{]\s*["{]/.test(text) && !text.trimStart().startsWith('{{') ? 'json' : null
}

const TEMPLATES = ['tpl', 'tftpl', 'tmpl', 'gotmpl', 'j2', 'jinja', 'jinja2', 'erb']

/** By its name, the file is rendered before anything reads it. */
export function isTemplatePath(path: string): boolean {
  return TEMPLATE.test(path)
}

const TEMPLATE = new RegExp(`\\.(?:${TEMPLATES.join('|')})(?:\\.(?:example|sample|dist))?$`, 'i')

export function isShellScript(text: string): boolean {
  return /^\uFEFF?#![^\n]*(?:\/|\s)(?:ba|da|a|z|k|mk)?sh\b/.test(text)
}

const EXTENSIONS: Readonly<Partial<Record<FormatId, readonly string[]>>> = {
  dotenv: ['env'],
  dockerfile: ['dockerfile', 'containerfile'],
  yaml: ['yaml', 'yml'],
  json: ['json', 'jsonc', 'template', 'code-workspace'],
  hcl: ['tf', 'tfvars', 'hcl', 'tofu', 'tfbackend', 'nomad', 'spc'],
  xml: ['xml', 'plist'],
  toml: ['toml'],
  groovy: ['groovy', 'jenkinsfile'],
  shell: ['sh', 'bash', 'zsh', 'ksh', 'envrc'],
  powershell: ['ps1', 'psm1'],
  batch: ['bat', 'cmd'],
  make: ['mk', 'mak'],
  properties: ['properties', 'options'],
  systemd: ['service'],
  fish: ['fish'],
  just: ['just'],
  crontab: ['crontab', 'cron'],
  sql: ['sql', 'ddl', 'hql'],
}

/** Of a home directory; chezmoi writes the dot as a word. */
const PROFILES = [
  'profile',
  'bashrc',
  'bash_profile',
  'bash_login',
  'bash_aliases',
  'zshrc',
  'zshenv',
  'zprofile',
  'zlogin',
  'kshrc',
]

const NAMES: Readonly<Partial<Record<FormatId, readonly string[]>>> = {
  dotenv: ['.env', '.flaskenv'],
  dockerfile: ['dockerfile', 'containerfile'],
  ini: [
    'rclone.conf',
    '.s3cfg',
    '.ossutilconfig',
    'jindofsx.cfg',
    'jindosdk.cfg',
    'cloud.conf',
    'grafana.ini',
    'odbc.ini',
    '.odbc.ini',
  ],
  toml: ['telegraf.conf'],
  groovy: ['jenkinsfile'],
  yaml: ['kubeconfig'],
  make: ['makefile', 'gnumakefile'],
  procfile: ['procfile'],
  just: ['justfile', '.justfile'],
  crontab: ['crontab'],
  tox: ['tox.ini', 'pytest.ini', 'setup.cfg'],
  squid: ['squid.conf'],
  logstash: ['logstash.conf'],
  supervisor: ['supervisord.conf', 'supervisor.conf'],
  nginx: ['nginx.conf'],
  properties: ['spark-defaults.conf'],
  fluentbit: ['fluent-bit.conf', 'fluentbit.conf', 'td-agent-bit.conf'],
  fluentd: ['fluent.conf', 'fluentd.conf', 'td-agent.conf'],
  shell: ['.envrc', ...PROFILES.flatMap((name) => [`.${name}`, `dot_${name}`])],
  manifest: ['go.mod', 'plugins.txt'],
}

/** A sample holds the syntax of what it is a sample of: `terraform.tfvars.example`. So does a template of it. */
const SAMPLES = ['example', 'sample', 'dist', ...TEMPLATES]

/** Read line by line: a template's mark more or less does no harm there. */
const LINED: ReadonlySet<FormatId> = new Set([
  'ini',
  'dotenv',
  'shell',
  'systemd',
  'properties',
  'supervisor',
  'powershell',
])

/** Endings that say a file is about an env file or a Dockerfile, not one: programs, prose, encrypted text. */
const OTHER =
  String.raw`(?!.*\.(?:[cm]?[jt]sx?|py|rb|php|go|rs|java|kt|cs|lua|pl|swift|sh|bash|zsh|fish|ps1|bat|cmd|md|mdx` +
  '|rst|adoc|html?|css|svg|png|json|ya?ml|toml|dockerignore|gpg|asc|age|enc|zip|gz|snap|lock|log|pyc)$)'

/** On the file name. */
const UNUSUAL_NAMES: readonly (readonly [FormatId, string])[] = [
  ['dotenv', String.raw`${OTHER}\.env\.[^/\\]+$`],
  ['dotenv', 'env[._-](?:prod|production|dev|development|stage|staging|test|local|uat|qa|sandbox|defaults?)$'],
  ['dockerfile', String.raw`${OTHER}(?:docker|container)file[-_.][^/\\]+$`],
  ['groovy', String.raw`${OTHER}jenkinsfile[-_.][^/\\]+$`],
  ['manifest', String.raw`(?:requirements|constraints)[\w.-]*\.txt$`],
]

/** Lock files, state, build products: written by programs, and never the place of a setting. What kuttl expects neither. */
const NOISE_NAME =
  String.raw`(?:package-lock|npm-shrinkwrap|packages\.lock|project\.assets|pnpm-lock|conda-lock|\.package-lock` +
  String.raw`|\.terraform\.lock|composer\.lock|[^/\\]*[-.]lock|\d+-(?:assert|errors))\.[a-z]+$|[^/\\]*(?:\.tfstate(?:\.|$)|[-.]min\.json$|\.snap(?:\.|$))`

/** On the path, where the name says nothing. Init systems and login read the syntax of an env file. */
const PLACES: readonly (readonly [FormatId, string])[] = [
  ['dotenv', String.raw`(?:etc/(?:environment|default/[\w-]+|sysconfig/[\w-]+)|environment\.d/[\w.-]+\.conf)$`],
  ['dotenv', String.raw`ecs/ecs\.config$`],
  ['toml', String.raw`telegraf\.d/[\w.-]+\.conf$`],
  ['yaml', String.raw`\.ebextensions/[\w.-]+\.config$`],
  ['yaml', String.raw`\.kube/config$`],
  ['systemd', String.raw`[\w@.-]+\.(?:service|socket|slice)\.d/[\w.-]+\.conf$`],
  ['systemd', String.raw`systemd/(?:system|user)\.conf$`],
  ['supervisor', String.raw`supervisord?(?:/conf\.d|\.d)?/[\w.-]+\.conf$`],
  ['crontab', String.raw`cron\.d/[\w-]+$`],
  ['squid', String.raw`squid/(?:[\w.-]+/)*[\w.-]+\.conf$`],
  ['logstash', String.raw`(?:[\w-]*logstash[\w-]*/(?:[\w.-]+/)*[\w.-]+|[\w.-]*logstash[\w.-]*)\.conf$`],
  ['fluentbit', String.raw`(?:td-agent|fluent)-?bit/(?:[\w.-]+/)*[\w.-]+\.conf$`],
  ['fluentd', String.raw`(?:td-agent|fluentd)/(?:[\w.-]+/)*[\w.-]+\.conf$`],
  // A file without an extension is a script there more often than not.
  [
    'shell',
    String.raw`(?:s?bin|scripts?|hooks|\.?githooks|\.husky|ci|tools|hack|init\.d|cont-init\.d|docker|build|deploy)/[\w-]+$`,
  ],
  ['shell', '(?:docker-)?(?:entrypoint|start|run|setup|install|bootstrap|deploy|provision|configure|user[-_]?data)$'],
]

/** As `fileKind` has them; a test holds the two together. */
const SHARED_AWS =
  String.raw`(?:(?:\.|(?:\w+_)?dot_)aws/config|credentials(?:-velero)?|\.?(?:[\w-]+\.)*aws[-_.]?(?:config|credentials))` +
  String.raw`(?:\.(?:ini|j2|jinja2?|tmpl|tpl|gotmpl|erb|template|example|sample|dist))*$`

const BY_EXTENSION = byWord(EXTENSIONS)
const BY_NAME = byWord(NAMES)
const SAMPLE: ReadonlySet<string> = new Set(SAMPLES)
const UNUSUAL = /^\.?env[._-]|^(?:docker|container|jenkins)file[-_.]|^(?:requirements|constraints)|config|credentials/
const UNUSUAL_PATTERNS = UNUSUAL_NAMES.map(([format, source]) => [format, new RegExp(`^${source}`)] as const)
const NOISE = new RegExp(`^(?:${NOISE_NAME})`)
const PLACE_PATTERNS = PLACES.map(
  ([format, source]) => [format, new RegExp(`(?:^|[/\\\\])${source.replaceAll('/', '[/\\\\]')}`)] as const,
)

function unusual(name: string): FormatId | null {
  return UNUSUAL_PATTERNS.find(([, pattern]) => pattern.test(name))?.[0] ?? null
}

function byWord(table: Readonly<Partial<Record<FormatId, readonly string[]>>>): ReadonlyMap<string, FormatId> {
  return new Map(Object.entries(table).flatMap(([format, words]) => words.map((word) => [word, format as FormatId])))
}

/**
 * The same tables as regular expression sources on a path with `/`, to be matched without case: what a pre-commit hook
 * is given as `files` and `exclude`. Written so that Python reads them too.
 */
export function formatPatterns(): {readonly files: readonly string[]; readonly exclude: readonly string[]} {
  const start = '(?:^|/)'
  const sample = String.raw`(?:\.(?:${SAMPLES.join('|')}))*$`
  const words = (table: typeof NAMES, formats = Object.keys(table) as FormatId[]) =>
    formats.flatMap((format) => table[format] ?? []).map((word) => word.replaceAll('.', String.raw`\.`))
  return {
    files: [
      String.raw`\.(?:${words(EXTENSIONS).join('|')})${sample}`,
      `${start}(?:${words(NAMES).join('|')})${sample}`,
      String.raw`${start}[^./\\]+\.(?:tpl|tftpl)$`,
      String.raw`\.(?:${words(EXTENSIONS, [...LINED]).join('|')})\.template$`,
      `${start}(?:${words(NAMES, [...LINED]).join('|')})\\.template$`,
      ...UNUSUAL_NAMES.map(([, source]) => start + source),
      ...PLACES.map(([, source]) => start + source),
      start + SHARED_AWS,
    ],
    exclude: [`${start}(?:${NOISE_NAME})`],
  }
}
