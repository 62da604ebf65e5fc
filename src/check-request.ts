import type {Rule, RuleData} from './data.js'
import type {CreateResolver} from './engine/provider.js'
import type {
  Applicability,
  Diagnostic,
  FileRef,
  MadeFix,
  Prefilter,
  ProviderId,
  Read,
  Report,
  Result,
  Severity,
} from './model.js'
import type {Unit} from './scopes/view.js'

/** What a run is asked: the files, how to read them, and what to do about what is found. */
export interface CheckRequest {
  readonly files: readonly FileRef[]
  /** Reads a file. Without `prefilter` the text always comes back (for files another one refers to). */
  read(file: FileRef, prefilter: Prefilter | null): Read
  /** A file that another one names, relative to the directory of `from`; null where there is none. */
  resolve(target: string, from: FileRef): FileRef | null
  /** The literals that make a file worth decoding. */
  readonly prefilter: Prefilter
  /** The same for programs, where they are read. */
  readonly sourcePrefilter?: Prefilter
  /** Parse only what can have a finding by itself, and what that refers to. Not where a user's own rules may ask more. */
  readonly skipsContext?: boolean
  /** What a text that has to do with Alibaba Cloud holds. Absent: they all may. */
  readonly aliyun?: RegExp
  /** Loaded only once a file has something to say, and Alibaba Cloud's part only once one has to do with it. */
  data(withAliyun: boolean): Promise<RuleData>
  /** Which rules run for a path, with their severity: the config's word. Null: the rule is off there. */
  severityOf(rule: Pick<Rule, 'id' | 'severity'>, path: string): Severity | null
  readonly minSeverity: Severity
  /** The clients in use in the scopes of these files; null where none is known. Absent: nobody asks. */
  clients?(units: readonly Unit[], data: RuleData, provider: ProviderId): Promise<CreateResolver | null>
  /** Takes out the findings a baseline knows; absent without a baseline. */
  unknown?(result: Result): readonly Diagnostic[]
  /** Classes of fixes to make; empty for none. */
  readonly fix: readonly Applicability[]
  /** The Region the user states with `--region`, or config `regions.default`. */
  readonly region: string | null
  /** Opt-in Regions the config says are enabled. */
  readonly enabledRegions: readonly string[]
  readonly version: string
  /** Today as YYYY-MM-DD, for suppressions that end. */
  readonly today: string
  /** Called with a stage's name and milliseconds, for `--timing`. */
  timing?(stage: string, milliseconds: number): void
}

export interface Change {
  readonly file: FileRef
  readonly before: string
  readonly after: string
  readonly made: readonly MadeFix[]
}

export interface Outcome {
  readonly report: Report
  /** Texts that fixes changed; nothing has been written. */
  readonly changes: readonly Change[]
}
