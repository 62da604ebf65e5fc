/** The shape of rules/<provider>/clients.yaml; schemas/clients.schema.json says the same. */
export interface ClientsFile {
  readonly source: string
  /** What SDKs take for a Region of each partition but the first: the words before the compass point. */
  readonly regionPrefixes: Readonly<Record<string, string>>
  readonly clients: readonly ClientRow[]
}

export interface ClientRow extends Traits {
  readonly name: string
  /** Other names that people give it. */
  readonly aliases?: readonly string[]
  readonly title: string
  readonly packages: readonly PackageRow[]
  readonly source: readonly string[]
  /** `executed`: the behaviour was run. Anything else makes every answer a likely one. */
  readonly verified: 'executed' | 'read' | 'reported'
  /** Another client, and the version of it, whose behaviour this one starts from. */
  readonly like?: string
  readonly behaviour?: BehaviourPatch
  /** In rising order: what is different from a version on. */
  readonly changes?: readonly Change[]
}

/** What there is to know of a client beside where its own call goes. */
export interface Traits {
  /** Clients of one family follow each other: the SDKs of one language. The client's own name unless said. */
  readonly family?: string
  /** Where the calls of its credential providers go when no Region is stated anywhere. */
  readonly inner?: {readonly region: string; readonly verified: ClientRow['verified']; readonly source: string}
  /** Settings that versions before this one have and do not use, or do not have yet. */
  readonly ignores?: readonly {
    /** `endpoints`: the map that has `sts` among others. */
    readonly setting: 'sts.endpoint' | 'sts.region' | 'endpoints'
    readonly before: string
    readonly how: 'ignored' | 'refused'
    readonly source: string
  }[]
}

export interface Change {
  readonly from: string
  /** Starts over from another client's behaviour. */
  readonly like?: string
  readonly behaviour?: BehaviourPatch
  /** Absent: as before. */
  readonly verified?: ClientRow['verified']
}

/** A package that brings the client, and how its version tells the client's. */
export interface PackageRow {
  readonly ecosystem: string
  readonly name: string
  /** The package's minor number was this much behind the client's before version `until`. */
  readonly behind?: {readonly minor: number; readonly until: string}
  /** The package's version says nothing about the client's. */
  readonly unrelated?: true
}

/** Maps are merged, everything else is replaced; null takes a rule back. */
export type BehaviourPatch = {
  readonly [Key in keyof Behaviour]?:
    | Behaviour[Key]
    | {readonly [Rule in keyof Behaviour[Key]]?: Behaviour[Key][Rule] | null}
}

/** All that decides where one version of one client calls. */
export interface Behaviour {
  readonly files: FilesRule
  readonly profile: ProfileRule
  readonly region: RegionRule
  readonly mode: ModeRule
  readonly endpoint: EndpointRule
  readonly fips: FlagRule
  readonly dualstack: FlagRule
  readonly ignoreEndpoints: FlagRule
  readonly defaultsMode: DefaultsModeRule
  readonly partitions: PartitionsRule
  /** What can go wrong, in the order in which the client meets it. */
  readonly checks: readonly CheckRow[]
}

export type Syntax =
  | 'python'
  | 'javascript'
  | 'javascript-nested'
  | 'ruby'
  | 'ruby-nested'
  | 'go'
  | 'go-merged'
  | 'go-lines'

export interface FilesRule {
  readonly syntax: Syntax
  /** Values of AWS_SDK_LOAD_CONFIG that switch the config file on: `any` text at all, or `true` as Go reads it. */
  readonly loadConfig?: 'any' | 'true'
  /** What AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE may hold beside a path. */
  readonly paths: 'as-written' | 'tilde' | 'tilde-and-variables'
  /** An empty variable names the file with the empty name, which is not there, or the usual place. */
  readonly emptyPath: 'kept' | 'skipped'
  /** AWS_SHARED_CREDENTIALS_FILE counts only with AWS_SDK_LOAD_CONFIG. */
  readonly credentialsPathNeedsLoadConfig?: boolean
  /** Who looks for a Region in the files needs the credentials file too. */
  readonly bothNeeded?: boolean | null
  /** A variable that, when it is there, leaves the config file unread. */
  readonly configUnless?: string
  /**
   * The section that `sso_session` of a profile names must be there, for its source profiles too (`chain`), and have the
   * start URL and the Region (`complete`). Absent: nobody looks.
   */
  readonly ssoSessions?: {readonly chain?: boolean; readonly complete?: boolean} | null
}

export interface ProfileRule {
  readonly env: readonly EnvPlace[]
  /** An empty variable names no profile (`skipped`) or the profile without a name (`kept`). */
  readonly empty: 'skipped' | 'kept'
}

export interface EnvPlace {
  readonly env: string
  readonly when?: Condition
}

/**
 * `load-config`: AWS_SDK_LOAD_CONFIG is on. `both-files`: and if it is on, the config file is there. `config-without-profile`:
 * the config file does not have the profile.
 */
export type Condition = 'load-config' | 'both-files' | 'config-without-profile'

/** One place a setting can stand in. `services` is the `sts` part of the services section that the profile names. */
export type Place =
  | {readonly param: 'endpoint' | 'mode' | 'region'}
  | EnvPlace
  | {readonly config: string; readonly when?: Condition}
  | {readonly credentials: string; readonly when?: Condition}
  | {readonly services: string}

export interface SettingRule {
  /** The first that says something decides. */
  readonly read: readonly Place[]
  /** An empty variable counts as a value, as nothing, or as nothing that also hides the variables after it. */
  readonly emptyEnv?: 'kept' | 'skipped' | 'hides'
  /** The same for an empty key in a file. */
  readonly emptyKey?: 'kept' | 'skipped'
}

export interface RegionRule extends SettingRule {
  /** What a Region must look like. */
  readonly label?: string
  /** Not asked where the host is the global one by default, or beside an endpoint URL. */
  readonly labelUnless?: 'global' | 'url'
  /** Names that stand for another Region: see region-names.ts. */
  readonly rewrite: 'fips-anywhere' | 'fips-at-ends' | 'fips-at-ends-and-global' | 'fips-inside' | 'none'
  /** A Region that asks for FIPS does so even where a parameter names another. */
  readonly fipsBehindParam?: boolean
  /** An endpoint URL keeps the name as written. */
  readonly rewriteUnlessUrl?: boolean
  /** No Region at all: the host for `aws-global`, the same unless the mode is regional, or none. */
  readonly none: 'aws-global' | 'aws-global-unless-regional' | 'nothing'
  /** FIPS is asked for, but the request is signed for the name as written. */
  readonly signsAsWritten?: boolean
  /** A URL is called without a Region too, and signed for none. */
  readonly optionalBesideUrl?: boolean
  /** Used where none is stated. */
  readonly default?: string
}

export interface ModeRule extends SettingRule {
  readonly default: 'legacy' | 'regional'
  /** Which spellings count. `only-legacy`: everything but `legacy` means regional. */
  readonly values: 'exact' | 'any-case' | 'only-legacy'
  /** What a kept empty value means. */
  readonly empty?: 'default' | 'invalid'
  /** Regions that mode legacy sends to the global host: the list in hosts.yaml, or all outside the other partitions. */
  readonly legacyRegions: 'listed' | 'all'
  /** The client has a parameter `useGlobalEndpoint`. */
  readonly globalParam?: boolean
}

export interface EndpointRule extends SettingRule {
  /** How `services = NAME` is read. Absent: not at all. */
  readonly services?: ServicesRule
  /** FIPS and dual-stack beside an endpoint URL. */
  readonly withVariant: 'dropped' | 'error'
  /** A URL from the environment or a file is signed for the Region of the host that it replaces. */
  readonly signsForReplacedHost?: boolean
  /** What passes for a URL: see endpoint-url.ts. */
  readonly shape: 'python' | 'browser' | 'http' | 'added' | 'go' | 'any'
}

export interface ServicesRule {
  readonly read: readonly Place[]
  /** No such section: an error, on to the next place, or no endpoint from any file. */
  readonly missing: 'error' | 'next' | 'end'
}

export interface FlagRule extends SettingRule {
  /** Which spelling of `true` counts. */
  readonly values: 'exact' | 'any-case'
  /** Neither true nor false: false, as if it were not there, or an error. */
  readonly otherEnv: 'means-false' | 'skipped' | 'error'
  readonly otherKey: 'means-false' | 'skipped'
  /** A profile in both files is merged, and what comes from the credentials file is text there, never true. */
  readonly mergedKey?: 'means-false'
}

export interface DefaultsModeRule extends SettingRule {
  readonly valid: readonly string[]
  /** Any defaults mode but legacy makes the STS mode regional. */
  readonly regional: boolean
}

export interface PartitionsRule {
  /** Those it knows; Regions of the others get the suffix of `aws`. */
  readonly plain: readonly string[]
  readonly fips: readonly string[]
  readonly dualstack: readonly string[]
  /** A partition that is known but has no such variant: an error, or the suffix of `aws`. */
  readonly otherwise: 'error' | 'aws'
  /** How a Region is matched: by its whole shape, or by the words before the last two. */
  readonly match: 'shape' | 'prefix'
  /** `aws-cn-global` and its relatives belong to their partition. */
  readonly pseudo: boolean
  /** What a variant host for `aws-global` is signed for. */
  readonly globalSigning: 'us-east-1' | 'as-written'
  /** The request goes to the host in lower case. */
  readonly lowerCase?: boolean
}

export interface CheckRow {
  readonly if: string
  readonly then: string
  /** The client's own exception. */
  readonly throws?: string
}
