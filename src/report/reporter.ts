import type {Applicability, Report, Severity} from '../model.js'

/** A report as text. Pure: the same report gives the same text on any machine. */
export type Reporter = (report: Report, options: ReportOptions) => string

export interface ReportOptions {
  readonly color: boolean
  readonly cwd: string
  /** Every rule that could have spoken, for reporters that describe them. */
  readonly rules: readonly RuleInfo[]
  /** Findings only: no closing lines. */
  readonly quiet: boolean
  readonly minSeverity: Severity
  /** The classes of fixes that this run has written. */
  readonly fixApplied: readonly Applicability[]
}

export interface RuleInfo {
  readonly id: string
  readonly severity: Severity
  /** One sentence that says what the rule finds. */
  readonly summary: string
  readonly why: string
  readonly links: readonly string[]
}
