import type {Applicability, FileKind, FormatId, Pattern, ProviderId, ScopeKind, ScopeRow, Severity} from './model.js'

/** The shapes of the data files in rules/. Each has a JSON Schema in schemas/ that says the same. */

/** rules/<provider>/settings/<tool>.yaml: where a tool keeps a setting, and what it means. */
export interface SettingsFile {
  readonly tool: string
  readonly source: string
  /** A row may name a tool and a source of its own. */
  readonly settings: readonly (Omit<SettingRow, 'tool' | 'source'> &
    Partial<Pick<SettingRow, 'tool' | 'source'>> & {readonly example?: RowExample; readonly anyCase?: true})[]
}

/**
 * The test of a row whose data alone do not make one: a file with the setting, and what makes the same file one
 * without it: another text, another name or both.
 */
export interface RowExample {
  readonly path: string
  readonly text: string
  readonly miss?: string
  readonly missPath?: string
}

/**
 * How far a fix may go. A repairs what already fails, B rewrites one value, C needs `also` in the same edit,
 * D needs another party to agree first, `report` and `never` are never edited.
 */
export type FixClass = 'A' | 'B' | 'C' | 'D' | 'report' | 'never'

/** One of `env`, `flag`, `key` or `path` says where it stands; everything else narrows that. */
export interface SettingRow {
  readonly id: string
  /** AWS unless said. */
  readonly provider?: ProviderId
  readonly tool: string
  /** Canonical name: `sts.endpoint`, `sts.mode`, `region`, … */
  readonly name: string
  /** Environment variable, in any carrier. */
  readonly env?: string
  /** Command-line flag, with the command it belongs to as a glob on its words: `aws sts *`. */
  readonly flag?: string
  readonly command?: string
  /** INI key and a glob on the section's path: `profile *`, `default`, `services *.sts`. */
  readonly key?: string
  readonly section?: string | readonly string[]
  /** Key path in YAML, JSON or HCL: `*` one segment, `**` any number. */
  readonly path?: Pattern
  readonly formats?: readonly FormatId[]
  readonly files?: readonly string[]
  readonly kinds?: readonly NonNullable<FileKind>[]
  readonly in?: readonly ScopeKind[]
  /**
   * Sibling keys and the glob their value must match. Relative to the map that holds the last named segment of
   * `path`; each leading `^` goes one map up: `{'^.uses': 'aws-actions/configure-aws-credentials@*'}`.
   */
  readonly with?: Readonly<Record<string, string>>
  readonly fix: FixClass
  /**
   * C: the canonical name and the key, beside this one, that must say the same Region. The key of a tree is a path as in
   * `with`. `unless: region`: not needed where the scope's own Region signs.
   */
  /** The range of a duration, in seconds. */
  readonly seconds?: readonly [least: number, most: number]
  readonly also?: {readonly name: string; readonly key: Pattern; readonly unless?: 'region'}
  /** How an endpoint is written: a URL (default), a bare host, or a list of hosts separated by commas. */
  readonly form?: 'url' | 'host' | 'hosts'
  /** The value is a list, `NAME=URL,…`: the name whose URL it is, in any case. */
  readonly item?: string
  /** What a step states here holds for the steps after it. */
  readonly exported?: true
  /** Not verified at the source: reported at `info`, never fixed. */
  readonly confidence?: 'likely'
  /** What to do instead of a fix, for D and report rows: the last clause of a message. */
  readonly note?: string
  /** What the prefilter looks for in a file's bytes instead of the key, where the key alone is in every second file. */
  readonly literal?: string
  readonly source: string
}

/** Uses of STS operations that are not commands: an IAM action in a policy. */
export interface CallRow {
  readonly id: string
  /** AWS unless said. */
  readonly provider?: ProviderId
  readonly operation: string
  /** Words a command starts with, flags left out: `aws sts assume-root`. */
  readonly command?: string
  readonly path?: Pattern
  readonly value?: string
  readonly with?: Readonly<Record<string, string>>
  readonly source: string
}

/** rules/aws/charts.yaml: a Helm chart, and where its values take variables for its containers. */
export interface ChartRow {
  readonly chart: string
  /** Globs on the address of the repository it comes from. */
  readonly repositories: readonly string[]
  readonly env: readonly Pattern[]
  readonly source: string
}

/** rules/aws/hosts.yaml */
export interface HostsFile {
  readonly source: string
  /** The Regions for which mode `legacy` means the global host. */
  readonly legacyGlobal: readonly string[]
  /** Regions with a modelled `sts-fips` host (or, in GovCloud, whose plain host is the FIPS host). */
  readonly fips: readonly string[]
  /** Region names that are not Regions: `aws-global` and its relatives. */
  readonly pseudo: readonly string[]
  readonly partitions: readonly PartitionRow[]
}

export interface PartitionRow {
  readonly id: string
  /** `china`, `gov`, `iso`, `eusc`; `commercial` splits into default and opt-in. */
  readonly class: 'commercial' | 'china' | 'gov' | 'iso' | 'eusc'
  readonly suffix: string
  readonly dualstackSuffix: string
  readonly globalHost: string | null
  /** GovCloud: the plain regional host is the FIPS host. */
  readonly plainIsFips?: boolean
  readonly regions: Readonly<Record<string, 'default' | 'opt-in'>>
  /** For Regions newer than this table. */
  readonly regionPattern: string
}

/** rules/aliyun/hosts.yaml: which hosts exist, by Region, and never by formula. */
export interface AliyunHostsFile {
  readonly source: string
  readonly centralHost: string
  readonly regions: Readonly<Record<string, AliyunRegion>>
  /** Regions that have no row in the table of hosts, and that SDKs send to the central host. */
  readonly centralRegions: readonly string[]
}

export interface AliyunRegion {
  /** The central host where the Region has none of its own; null where nobody says. */
  readonly public: string | null
  readonly vpc: string | null
}

/**
 * A condition is a map from a fact's name to what must stand there: a literal (equals), a list (one of), null (absent) or
 * a JSON Schema for that place. A list of conditions holds when one of them does.
 */
export type Condition = Readonly<Record<string, unknown>>
export type Match = Condition | readonly Condition[]

/**
 * `entry`: any key of an AWS config or credentials file, known or not. `problem`: what a format could not read.
 * `file`: a file that could not be read. `suppression`: a comment that silences rules.
 */
export type SubjectKind = 'setting' | 'scope' | 'call' | 'entry' | 'problem' | 'file' | 'suppression'

/** rules/<provider>/<rule>.yaml */
export interface RuleFile {
  readonly id: string
  readonly severity: Severity
  /** What one finding is about. */
  readonly on: SubjectKind
  readonly match: Match
  /** What the finding underlines: the value, unless the key is what is wrong. */
  readonly mark?: 'key'
  /** On a scope: which of its settings the finding stands at, the first that it states. */
  readonly at?: readonly string[]
  readonly message: string
  /** The first whose match holds replaces the message, the severity or both. */
  readonly variants?: readonly {readonly match: Match; readonly message?: string; readonly severity?: Severity}[]
  readonly why: string
  /** What decides and stands in no file, and where it is to be found. */
  readonly unseen?: string
  readonly links: readonly string[]
  readonly fix?: readonly FixTemplate[]
  readonly examples: readonly Example[]
}

/** The first whose match holds is the finding's fix; none holds, then the finding has no fix. */
export interface FixTemplate {
  readonly title: string
  readonly applicability: Applicability
  readonly match?: Match
  readonly do: readonly FixStep[]
}

/**
 * One edit. Names are canonical setting names in the subject's scope; `this` is the setting itself.
 * - `set`: give an existing setting a value.
 * - `add`: write a setting that the scope does not state, under the key the scope's surface uses.
 * - `remove`: take a setting out.
 * - `rename`: give the setting's key another name.
 * - `append`: add `value` beside the setting in its list.
 * - `move`: take it out and write it as `key` in the scope (or the scope of the profile that refers to it).
 * - `comment: own-line`: INI, put the trailing comment on a line of its own.
 * In a suppression, `remove: this` takes the comment out.
 */
export type FixStep =
  | {readonly set: string; readonly to: string}
  | {readonly add: string; readonly to: string}
  | {readonly remove: string}
  | {readonly rename: string; readonly to: string}
  | {readonly append: string}
  | {readonly move: string; readonly to: string}
  | {readonly comment: 'own-line'}

/** A test and a piece of documentation. `bad` is found (and becomes `good`, if given); `silent` must not be. */
export interface Example {
  readonly name?: string
  readonly path: string
  readonly bad?: string
  readonly good?: string
  readonly silent?: string
  /** Which class of fixes turns `bad` into `good`; safe unless said. */
  readonly apply?: Applicability
  /** As if given with `--region`. */
  readonly region?: string
  /** What the finding must say, where the example is about a variant. */
  readonly severity?: Severity
  readonly message?: string
  /** Other files of the tree, for rules that look across files. */
  readonly files?: Readonly<Record<string, string>>
}

/** Everything a run needs to know, as one value: compiled in at build time, or loaded from rules/. */
export interface RuleData {
  readonly hosts: HostsFile
  /** Null where nothing in the run has to do with Alibaba Cloud: its rows and rules are not there either. */
  readonly aliyunHosts: AliyunHostsFile | null
  readonly settings: readonly SettingRow[]
  readonly calls: readonly CallRow[]
  readonly charts: readonly ChartRow[]
  readonly scopes: readonly ScopeRow[]
  readonly rules: readonly Rule[]
  /** What a part of a file must hold for a row to say something of it, as the source of an expression. */
  readonly part: string
}

/** A rule ready to run: its conditions are functions over a subject's facts. */
export interface Rule extends Omit<RuleFile, 'match' | 'variants' | 'fix' | 'examples'> {
  readonly match: Test
  readonly variants: readonly {readonly match: Test; readonly message?: string; readonly severity?: Severity}[]
  readonly fix: readonly (Omit<FixTemplate, 'match'> & {readonly match: Test | null})[]
}

/** What a rule sees of its subject: flat names to values (schemas/subject.schema.json). */
export type Facts = Readonly<Record<string, string | number | boolean | null>>
export type Test = (facts: Facts) => boolean
