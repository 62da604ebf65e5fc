import type {FormatId} from '../../src/model.js'

/** The same settings, written as other people write them. Each takes a text to another one, or to null where it makes no sense. */
export interface Variant {
  readonly name: string
  make(text: string, format: FormatId): string | null
}

/** Key id and secret that no report may show: made up, in the shape of real ones. */
export const KEY_ID = ['AKIA', 'Q3EXAMPLE7PLANTD'].join('')
export const SECRET = 'plantedSecret/K7MDENGbPxRfiCY9EXAMPLEKEY'

/** Texts in which a line is more than itself: nothing may come between. */
const JOINED = /[|>][+-]?\d?[ \t]*\r?$|\\\r?$|<<|^[ \t]*\w+ *=[^\n]*["'][^"'\n]*$/m

const CREDENTIALS: Readonly<Record<FormatId, string>> = {
  dotenv: `AWS_ACCESS_KEY_ID=${KEY_ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  ini: `[profile planted]\naws_access_key_id = ${KEY_ID}\naws_secret_access_key = ${SECRET}\n\n`,
  dockerfile: `FROM scratch AS planted\nENV AWS_ACCESS_KEY_ID=${KEY_ID} AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  yaml: `apiVersion: v1\nkind: Secret\nmetadata: {name: planted}\nstringData:\n  AWS_ACCESS_KEY_ID: ${KEY_ID}\n  AWS_SECRET_ACCESS_KEY: ${SECRET}\n---\n`,
  properties: `fs.s3a.access.key=${KEY_ID}\nfs.s3a.secret.key=${SECRET}\naws.secretAccessKey=${SECRET}\n`,
  systemd: `[Service]\nEnvironment=AWS_ACCESS_KEY_ID=${KEY_ID} AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  make: `export AWS_ACCESS_KEY_ID = ${KEY_ID}\nexport AWS_SECRET_ACCESS_KEY = ${SECRET}\n`,
  powershell: `$env:AWS_ACCESS_KEY_ID = '${KEY_ID}'\n$env:AWS_SECRET_ACCESS_KEY = '${SECRET}'\n`,
  batch: `set AWS_ACCESS_KEY_ID=${KEY_ID}\nset AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  fluentbit: `[INPUT]\n    Access_Key ${KEY_ID}\n    Secret_Key ${SECRET}\n`,
  fluentd: `<source>\n  access_key ${KEY_ID}\n  secret_key ${SECRET}\n</source>\n`,
  procfile: `planted: AWS_ACCESS_KEY_ID=${KEY_ID} AWS_SECRET_ACCESS_KEY=${SECRET} run\n`,
  nginx: `env AWS_ACCESS_KEY_ID=${KEY_ID};\nenv AWS_SECRET_ACCESS_KEY=${SECRET};\n`,
  fish: `set -gx AWS_ACCESS_KEY_ID ${KEY_ID}\nset -gx AWS_SECRET_ACCESS_KEY '${SECRET}'\n`,
  supervisor: `[program:planted]\nenvironment=AWS_ACCESS_KEY_ID="${KEY_ID}",AWS_SECRET_ACCESS_KEY="${SECRET}"\n`,
  crontab: `AWS_ACCESS_KEY_ID=${KEY_ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  tox: `[testenv:planted]\nset_env =\n    AWS_ACCESS_KEY_ID = ${KEY_ID}\n    AWS_SECRET_ACCESS_KEY = ${SECRET}\n`,
  squid: `# AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  logstash: `input { s3 { access_key_id => "${KEY_ID}" secret_access_key => "${SECRET}" } }\n`,
  sql: `CREATE SECRET planted (TYPE s3, KEY_ID '${KEY_ID}', SECRET '${SECRET}');\n`,
  just: `export AWS_ACCESS_KEY_ID := "${KEY_ID}"\nexport AWS_SECRET_ACCESS_KEY := "${SECRET}"\n`,
  shell: `#!/bin/sh\nexport AWS_ACCESS_KEY_ID=${KEY_ID} AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  hcl: `locals {\n  planted = {\n    access_key = "${KEY_ID}"\n    secret_key = "${SECRET}"\n  }\n}\n`,
  xml: `<!-- planted --><planted><property><name>fs.s3a.access.key</name><value>${KEY_ID}</value></property><secretKey>${SECRET}</secretKey></planted>`,
  toml: `access_key = "${KEY_ID}"\nsecret_key = "${SECRET}"\n`,
  groovy: `env.AWS_ACCESS_KEY_ID = '${KEY_ID}'\nenv.AWS_SECRET_ACCESS_KEY = '${SECRET}'\n`,
  source: `const planted = {accessKeyId: '${KEY_ID}', secretAccessKey: '${SECRET}'}\n`,
  manifest: `# AWS_ACCESS_KEY_ID=${KEY_ID}\n# AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
  json: `"planted": {"accessKeyId": "${KEY_ID}", "secretAccessKey": "${SECRET}"}`,
}

const COMPANY: Readonly<Partial<Record<FormatId, readonly [string, string]>>> = {
  dotenv: ['# shared\nAPP_NAME=shop\n\n', 'LOG_LEVEL=debug # see the handbook\n'],
  ini: [
    '[profile first]\n# nobody uses it\noutput = json\n\n',
    '\n[profile last]\nrole_arn = arn:aws:iam::111122223333:role/last\nsource_profile = first\n',
  ],
  dockerfile: [
    '# syntax=docker/dockerfile:1\nFROM alpine:3.20 AS first\nENV LANG=C\n',
    'FROM scratch AS last\n# the end\nENV TZ=UTC\n',
  ],
  yaml: [
    '# first of three\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: first}\ndata: {LANG: C}\n---\n',
    '---\nkind: Other\nspec: {replicas: 2} # last of three\n',
  ],
  toml: ['# before\n[first]\nx = 1 # as it was\n\n', '\n[last]\n# after\ny = [1, 2]\n'],
  groovy: ['// before\ndef first = 1 // as it was\n\n', '\n/* after */\nnode { echo "last" }\n'],
  shell: ['#!/usr/bin/env bash\nset -eu\n\n', '\n# that is all\necho "done"\n'],
  hcl: [
    '# before\nvariable "first" {\n  default = "x" // as it was\n}\n\n',
    '\noutput "last" {\n  value = var.first /* after */\n}\n',
  ],
}

export const VARIANTS: readonly Variant[] = [
  {name: 'as it is', make: (text) => text},
  {name: 'with CRLF line ends', make: (text) => text.replace(/\r?\n/g, '\r\n')},
  {name: 'with a byte order mark', make: (text) => `\uFEFF${text}`},
  {name: 'without a final newline', make: (text) => text.replace(/\s+$/, '')},
  {name: 'with trailing spaces', make: (text) => (JOINED.test(text) ? null : text.replace(/$(?<=\S)/gm, '  '))},
  {name: 'with tabs', make: (text, format) => (format === 'yaml' ? null : withTabs(text, format))},
  {name: 'with a comment on every other line', make: withComments},
  {name: 'in company', make: (text, format) => inCompany(text, format, COMPANY[format])},
  {name: 'with CRLF, a byte order mark and company', make: marked},
  {name: 'beside credentials', make: besideCredentials},
]

/** Indentation and, where white space around it means nothing, the sign between key and value. */
function withTabs(text: string, format: FormatId): string | null {
  if (JOINED.test(text)) return null
  const indented = text.replace(/^ +/gm, (spaces) => '\t'.repeat(Math.ceil(spaces.length / 2)))
  return format === 'ini' || format === 'hcl' ? indented.replace(/ = /g, '\t=\t') : indented
}

function withComments(text: string, format: FormatId): string | null {
  if (JOINED.test(text)) return null
  if (/'''|"""/.test(text)) return null
  const [mark, end] = format === 'xml' ? ['<!--', ' -->'] : [format === 'json' || format === 'groovy' ? '//' : '#', '']
  let count = 0
  return text.replace(/\n(?=.)/g, () => `\n${mark} note ${count++}${end}\n`)
}

function inCompany(text: string, format: FormatId, company: readonly [string, string] | undefined): string | null {
  if (format === 'json' || !company) return besideMembers(text, '"first": [1, 2]')
  return company[0] + (text.endsWith('\n') ? text : `${text}\n`) + company[1]
}

/** In the root, before its first element. */
function besideElements(text: string, elements: string): string | null {
  return /<\w[^<>?]*>\s*</.test(text) ? text.replace(/(<\w[^<>?]*>)(?=\s*<)/, `$1${elements}`) : null
}

function besideMembers(text: string, member: string): string | null {
  return /^\s*\{\s*"/.test(text) ? text.replace('{', `{${member}, `) : null
}

function marked(text: string, format: FormatId): string | null {
  const made = inCompany(text, format, COMPANY[format])
  return made && `\uFEFF${made.replace(/\r?\n/g, '\r\n')}`
}

function besideCredentials(text: string, format: FormatId): string | null {
  if (format === 'json') return besideMembers(text, CREDENTIALS.json)
  if (format === 'xml') return besideElements(text, CREDENTIALS.xml)
  return CREDENTIALS[format] + text
}
