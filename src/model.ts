/**
 * The types every part shares. Imports nothing.
 *
 * Ranges are half-open UTF-16 offsets into `Document.text`. Lines and columns exist only in reporters.
 */

export interface Range {
  readonly start: number
  readonly end: number
}

/** As in the Language Server Protocol: replace `range` by `newText`. */
export interface TextEdit {
  readonly range: Range
  readonly newText: string
}

/** A file as the run sees it. `text` keeps a byte order mark (as U+FEFF) and its line ends. */
export interface Document {
  /** What reports show: relative to the working directory with `/`, absolute outside it. */
  readonly path: string
  readonly text: string
}

/** Where in the syntax an entry stands, and so which kind of row can recognise it. */
export type Surface = 'env' | 'flag' | 'ini' | 'tree'

/** How the value is written. `expression` is anything a program computes: `var.region`, `$REGION`, `!Ref`. */
export type ValueType = 'string' | 'number' | 'boolean' | 'null' | 'expression'

/** A key and its value, with ranges: what the syntax says, before anyone knows what it means. */
export interface Entry {
  readonly surface: Surface
  readonly scope: Scope
  /** Variable name, flag name, INI key, or the last named segment of the path. */
  readonly key: string
  /** Key path from the document's root. INI: section, key. Tree: keys and list indices. */
  readonly path: readonly string[]
  /** The decoded value; null when it is an expression or a credential (which never leaves the parser). */
  readonly value: string | null
  readonly type: ValueType
  /** The expression as written, for `type: 'expression'`. */
  readonly expression: string | null
  /** Key and value, as small as it can be underlined. */
  readonly range: Range
  /** The value without its quotes. Empty at the insertion point when there is no value. */
  readonly valueRange: Range
  /** True where other scopes read the same bytes (YAML alias, merge key): an edit reaches them too. */
  readonly shared: boolean
  /**
   * Something computed is laid over it, which may hide it (`under`), or lies below it, and may hold what is not written here
   * (`over`): `merge({…}, var.x)`, `merge(var.x, {…})`.
   */
  readonly partial?: 'under' | 'over'
  /** INI: the text after the value that some readers take as a comment and botocore as part of the value. */
  readonly inlineComment?: string
}

export type ScopeKind =
  | 'file'
  | 'env-file'
  | 'script'
  | 'profile'
  | 'services'
  | 'sso-session'
  | 'section'
  | 'stage'
  | 'run'
  | 'command'
  | 'workload'
  | 'container'
  | 'config-map'
  | 'secret'
  | 'service-account'
  | 'service'
  | 'workflow'
  | 'job'
  | 'step'
  | 'globals'
  | 'function'
  | 'resource'
  | 'task'
  | 'provider'
  | 'backend'
  | 'module'
  | 'policy'
  | 'statement'
  | 'configuration'

/** A place this scope also reads settings from, by the name it uses for it. */
export interface Link {
  readonly kind: 'env-file' | 'config-map' | 'secret' | 'services' | 'extends' | 'service-account' | 'source-profile'
  readonly target: string
  /** Where it stands, if in another file. */
  readonly file?: string
  /** What is stated there wins over what the scope states itself. */
  readonly wins?: true
}

/** What one process would see. Lookups go: the scope itself, its links, its parent. */
export interface Scope {
  /** Unique in its document. */
  readonly id: string
  readonly kind: ScopeKind
  readonly name: string
  readonly range: Range
  readonly parent: Scope | null
  /** What a document inside another stands in, which its readers need not see. */
  readonly writer?: Scope
  readonly links: readonly Link[]
  /** Whether and how a setting is added here: as a variable, an INI key or a tree key; null where nothing can be added. */
  readonly adds: Surface | null
}

/** A command line inside a document: `aws sts assume-root …` in a RUN line or a workflow step. */
export interface Command {
  readonly scope: Scope
  readonly words: readonly Word[]
  readonly range: Range
}

export interface Word {
  /** Null where the shell would compute it. */
  readonly value: string | null
  readonly range: Range
}

/** Something the format could not read. The rest of the document is still there. */
export interface Problem {
  readonly message: string
  readonly range: Range
  /** Programs read it differently, and none refuses the file for it. */
  readonly isAmbiguous?: true
}

/** A parsed document: what it says, and how to change what it says. An edit that cannot be made losslessly is null. */
export interface Parsed {
  readonly entries: readonly Entry[]
  readonly scopes: readonly Scope[]
  readonly commands: readonly Command[]
  readonly problems: readonly Problem[]
  /** Each comment with its marks, in order. */
  readonly comments: readonly Range[]
  /** Values of keys that hold credentials: never shown. */
  readonly secrets: readonly Range[]
  setValue(entry: Entry, value: string): TextEdit[] | null
  rename(entry: Entry, key: string): TextEdit[] | null
  remove(entry: Entry): TextEdit[] | null
  /** `key` is a variable name, an INI key, or a dotted tree path below the scope. Placed after `after` where possible. */
  add(scope: Scope, key: string, value: string, after?: Entry): TextEdit[] | null
  /** Add a key to the map that holds `entry`, or to one around it; `path` as in a row's `with`. Formats of trees only. */
  addBeside?(entry: Entry, path: Pattern, value: string): TextEdit[] | null
  /** Add an item next to `entry` in the list it stands in, or to the comma-separated value it is. */
  append(entry: Entry, value: string): TextEdit[] | null
  /** INI: put the entry's trailing comment on a line of its own. */
  ownLine?(entry: Entry): TextEdit[] | null
  /** Documents inside this one: the core reads them and adds what they say. */
  readonly embedded?: readonly Embedded[]
  /** Texts of another language inside it: what a comment in one starts ends with the text. */
  readonly inner?: readonly Range[]
}

/** A document inside another: what a here-document writes to `~/.aws/config`, a script in a ConfigMap. */
export interface Embedded {
  /** The name it would have as a file: with the text it decides format and kind. */
  readonly path: string
  /** As its own program reads it, with a filler of the same length for what the outer document computes. */
  readonly text: string
  readonly computed: readonly Range[]
  /** The scope it stands in. Its own scopes inherit from that one only where the same process goes on. */
  readonly scope: Scope
  readonly inherits?: true
  /** Only a part of its file: what comes before is not known. */
  readonly isPart?: true
  /** It is written otherwise there (escaped, folded, encoded): every range is the place of all of it. */
  readonly isUnplaced?: true
  /** Where a range of the text stands in the outer document. */
  range(range: Range): Range
  /** An edit of the text as one of the outer document; null where that cannot be made without loss. */
  edit(edit: TextEdit): TextEdit | null
}

/** One syntax. `parse` never throws on bad input. */
export interface Format {
  readonly id: FormatId
  parse(document: Document, context: ParseContext): Parsed
}

export type FormatId =
  | 'ini'
  | 'dotenv'
  | 'dockerfile'
  | 'yaml'
  | 'json'
  | 'hcl'
  | 'shell'
  | 'xml'
  | 'toml'
  | 'groovy'
  | 'properties'
  | 'systemd'
  | 'make'
  | 'powershell'
  | 'batch'
  | 'fluentbit'
  | 'fluentd'
  | 'procfile'
  | 'nginx'
  | 'fish'
  | 'supervisor'
  | 'just'
  | 'crontab'
  | 'tox'
  | 'squid'
  | 'logstash'
  | 'sql'
  | 'manifest'
  | 'source'

export interface ParseContext {
  readonly kind: FileKind
  readonly scopeRows: readonly ScopeRow[]
  /** Variables that some row knows: a key of this name is a variable in any map or list of a tree file. */
  readonly envNames: ReadonlySet<string>
  /** Reads shell text inside a document; null where the caller saw no need to load it. */
  readonly readShell: ReadShell | null
  /** What a part that can be read by itself must hold to be read at all. Absent: everything is read. */
  readonly wanted?: Wanted
}

export interface Wanted {
  readonly pattern: RegExp
  /** The same and whatever must be hidden, to find each place in a text. */
  readonly each: RegExp
  /** Top-level maps of a YAML file whose values stand by themselves. */
  readonly maps: ReadonlySet<string>
  /** Keys whose values others look at, whatever is in them. */
  readonly keys: ReadonlySet<string>
  /** Keys below which everything is looked at. */
  readonly whole: ReadonlySet<string>
}

/**
 * Reads `text`, which stands at `offset` of its document, into `out`.
 * @param path key path of the text, which becomes the prefix of the entries' paths
 * @param kept which of the text counts, in order; absent: all of it
 */
export type ReadShell = (
  text: string,
  offset: number,
  scope: Scope,
  out: ShellOut,
  path: readonly string[],
  kept?: readonly Range[],
) => void

export interface ShellOut {
  readonly entries: Entry[]
  readonly commands: Command[]
  readonly comments: Range[]
  readonly scopes: Scope[]
  readonly secrets: Range[]
  readonly embedded: Embedded[]
}

/** Whose STS: a directory of rules/ each. Canonical names are a provider's own: one's `region` is not the other's. */
export type ProviderId = 'aws' | 'aliyun'

/** What a file is beyond its syntax, told by its path: the files that all tools of a provider share. */
export type FileKind = AwsFileKind | 'aliyun-config' | 'aliyun-credentials' | 'ossutil-config' | null

/** A file discovery found, by name alone: nothing has been read. */
export interface FileRef {
  /** What reports show. */
  readonly path: string
  readonly absolute: string
  readonly format: FormatId
  readonly kind: FileKind
}

/** What a file must hold to be read on; a regular expression is one. */
export interface Prefilter {
  test(text: string): boolean
  /** The same of bytes in UTF-8, where there is a quicker way than by their text. */
  testBytes?(bytes: Buffer): boolean
}

/** `skipped`: too large, binary, minified. `clean`: readable, without a literal any row or rule needs. */
export type Read =
  | {readonly status: 'text'; readonly text: string}
  | {readonly status: 'clean'}
  | {readonly status: 'skipped'; readonly reason: string}
  | {readonly status: 'unreadable'; readonly message: string}
export type AwsFileKind = 'aws-config' | 'aws-credentials'

/**
 * Where one process's view stands in a tree file, and where its variables are kept (rules/scopes.yaml).
 * Patterns are key paths: `*` is one segment, `**` any number.
 */
export interface ScopeRow {
  readonly id: string
  /** AWS and everybody unless said. */
  readonly provider?: ProviderId
  readonly formats: readonly FormatId[]
  /** Globs on the path; absent: any file of the format. */
  readonly files?: readonly string[]
  /** Root keys and the glob their scalar value must match: `{apiVersion: '*', kind: ConfigMap}`. */
  readonly root?: Readonly<Record<string, string>>
  readonly at: Pattern
  /** Keys of the node at `at`, as for `root`. */
  readonly with?: Readonly<Record<string, string>>
  readonly kind: ScopeKind
  /** Relative path of the name; absent: the last segment of the key path. */
  readonly name?: string
  readonly env?: readonly EnvRow[]
  /** Relative paths of argument lists: each `--flag=value` or `--flag value` becomes a flag entry. */
  readonly args?: readonly Pattern[]
  /** Relative paths of shell text. */
  readonly shell?: readonly Pattern[]
  /** Relative paths of options of `docker run`, as a list of words or as text. */
  readonly options?: readonly Pattern[]
  /** Keys may be added to the node itself; providers and backends may always be added to. */
  readonly adds?: 'tree'
  /** `file`: the relative path of the name of the file it stands in. */
  readonly links?: readonly {readonly kind: Link['kind']; readonly at: Pattern; readonly file?: Pattern}[]
}

/**
 * `map`: K: V. `pairs`: [{name: K, value: V}]. `assignments`: ['K=V']. `block`: repeated HCL blocks with name and value.
 * `chart`: a list or blocks of name and value, where the name is a path in the values of a Helm chart.
 */
export interface EnvRow {
  readonly at: Pattern
  readonly style: 'map' | 'pairs' | 'assignments' | 'block' | 'chart'
  /** Spelling of the keys in `pairs` and `block`; name and value unless said. */
  readonly keys?: readonly [string, string]
  /** Values are base64: read, never edited. */
  readonly encoded?: boolean
}

/** A dotted key path, or its segments where one holds a dot. */
export type Pattern = string | readonly string[]

export type Severity = 'error' | 'warning' | 'info'
export type Applicability = 'safe' | 'unsafe'

export interface Fix {
  readonly title: string
  readonly applicability: Applicability
  /** All or none. Sorted, not overlapping. */
  readonly edits: readonly TextEdit[]
  /** What the clients in use would do after it. Empty where none is known, or where the fix has nothing to do with it. */
  readonly effects?: readonly Effect[]
}

/** A client in use: an SDK or tool with a version, and the line that brings it. */
export interface ClientRef {
  readonly name: string
  readonly version: string | null
  /** As people call it: `boto3 1.34.2`. */
  readonly label: string
  /** `requirements.txt:3`; null where the config states it. */
  readonly source: string | null
}

/** Where a call goes. Exactly one of `endpoint` and `error` is null. */
export interface Destination {
  readonly endpoint: string | null
  readonly error: {readonly kind: string; readonly message: string} | null
}

/** What one client in use calls from a scope (schemas/report.schema.json). */
export interface ClientResolution extends Destination {
  readonly client: ClientRef
  readonly reach: string | null
  readonly region: string | null
  readonly signingRegion: string | null
  /** The version is not known and matters, or the client's rules were not run. */
  readonly likely: boolean
}

/** What a fix changes for one client. */
export interface Effect {
  readonly client: ClientRef
  /** Where it is not the finding's own. */
  readonly scope: {readonly kind: ScopeKind; readonly name: string} | null
  readonly before: Destination
  readonly after: Destination
}

export interface Diagnostic {
  readonly rule: string
  readonly severity: Severity
  readonly message: string
  readonly range: Range
  /** The canonical name of the setting it is about, if it is about one. */
  readonly setting: string | null
  readonly scope: {readonly kind: ScopeKind; readonly name: string} | null
  readonly links: readonly string[]
  readonly fix: Fix | null
  /** What the clients in use call from the scope, where they are known. */
  readonly resolutions?: readonly ClientResolution[]
}

/** A fix that was made. `scope` is the finding's. */
export interface MadeFix {
  readonly rule: string
  readonly title: string
  readonly scope: {readonly kind: ScopeKind; readonly name: string} | null
}

/** What became of a fix once STS was asked, for --fix --verify. */
export interface ProvedFix extends MadeFix {
  readonly path: string
  readonly fate: 'written' | 'rolled-back'
  /** Of the scopes that call STS through it; none where nothing does. */
  readonly calls: readonly ProvedCall[]
}

/** One scope's call to STS. */
export interface ProvedCall {
  readonly provider: ProviderId
  readonly scope: {readonly kind: string; readonly name: string}
  readonly endpoint: string | null
  readonly status: 'proved' | 'failed' | 'unproved'
  /** The last level that was proved. */
  readonly proved: 'dns' | 'tls' | 'identity' | 'assume-role' | null
  readonly diagnosis: {
    readonly id: string
    readonly message: string
    readonly next: string
    readonly code: string
    readonly http: number | null
  } | null
}

/** One file's part of a report. `text` is what was linted (after fixes, if they were made). */
export interface Result {
  readonly path: string
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
  readonly secrets: readonly Range[]
  /** Titles of the fixes that were made. */
  readonly fixed: readonly string[]
}

export interface Summary {
  /** Files that discovery named, and those that were read as a known format. */
  readonly files: number
  readonly scanned: number
  /** Skipped as too large, binary or minified. */
  readonly skipped: number
  readonly errors: number
  readonly warnings: number
  readonly infos: number
  readonly fixable: number
  readonly fixableUnsafe: number
  readonly fixed: number
  /** Findings below the minimum severity: counted, not shown. */
  readonly hidden: number
  /** Findings the baseline knows: counted, not shown. */
  readonly baselined: number
}

export interface Report {
  readonly version: 1
  readonly tool: {readonly name: 'stslint'; readonly version: string}
  readonly summary: Summary
  readonly results: readonly Result[]
  /** With --fix --verify: every fix that was written, and what STS said. */
  readonly verification?: readonly ProvedFix[]
}
