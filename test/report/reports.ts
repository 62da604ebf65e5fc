import type {Diagnostic, Fix, Range, Report, Result, Summary, TextEdit} from '../../src/model.js'
import type {ReportOptions} from '../../src/report/index.js'

/** Handmade reports: a file is a text, and a place in it is named by what stands there. */

export const options: ReportOptions = {
  color: false,
  cwd: '/work',
  rules: [],
  quiet: false,
  minSeverity: 'warning',
  fixApplied: [],
}

export function rangeOf(text: string, part: string): Range {
  const start = text.indexOf(part)
  if (start === -1) throw new Error(`${JSON.stringify(part)} does not stand in the text`)
  return {start, end: start + part.length}
}

export function edit(text: string, part: string, newText: string): TextEdit {
  return {range: rangeOf(text, part), newText}
}

export function fix(title: string, edits: readonly TextEdit[], applicability: Fix['applicability'] = 'safe'): Fix {
  return {title, applicability, edits}
}

export function diagnostic(range: Range, rest: Partial<Diagnostic> = {}): Diagnostic {
  return {
    rule: 'aws/global-endpoint-url',
    severity: 'warning',
    message: 'Something is wrong',
    range,
    setting: 'sts.endpoint',
    scope: {kind: 'env-file', name: '.env'},
    links: [],
    fix: null,
    ...rest,
  }
}

export function result(
  path: string,
  text: string,
  diagnostics: readonly Diagnostic[],
  rest: Partial<Result> = {},
): Result {
  return {path, text, diagnostics, secrets: [], fixed: [], ...rest}
}

export function report(results: readonly Result[], rest: Partial<Summary> = {}): Report {
  const found = results.flatMap(({diagnostics}) => diagnostics)
  const count = (severity: Diagnostic['severity']): number => found.filter((one) => one.severity === severity).length
  const fixes = (applicability: Fix['applicability']): number =>
    found.filter((one) => one.fix?.applicability === applicability).length
  return {
    version: 1,
    tool: {name: 'stslint', version: '1.2.3'},
    summary: {
      files: 12,
      scanned: 9,
      skipped: 0,
      errors: count('error'),
      warnings: count('warning'),
      infos: count('info'),
      fixable: fixes('safe'),
      fixableUnsafe: fixes('unsafe'),
      fixed: 0,
      hidden: 0,
      baselined: 0,
      ...rest,
    },
    results,
  }
}

const ENV = ['AWS_REGION=eu-west-1', 'AWS_ENDPOINT_URL_STS="https://sts.amazonaws.com"  # legacy', ''].join('\n')

const CONFIG = [
  '[default]',
  'region = af-south-1',
  'role_arn = arn:aws:iam::123456789012:role/deploy',
  'sts_regional_endpoints = legacy',
  '',
].join('\n')

const DOC = 'https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html'

/** Two files, every severity, every kind of fix. */
export const sample: Report = report([
  result('infra/.env', ENV, [
    diagnostic(rangeOf(ENV, 'https://sts.amazonaws.com'), {
      message: 'AWS_ENDPOINT_URL_STS pins STS to the global endpoint https://sts.amazonaws.com',
      links: [DOC, 'https://example.com/second'],
      fix: fix('Use the STS endpoint of eu-west-1', [edit(ENV, 'sts.amazonaws.com', 'sts.eu-west-1.amazonaws.com')]),
    }),
    diagnostic(rangeOf(ENV, 'AWS_REGION=eu-west-1'), {
      rule: 'aws/aws-region-vs-default-region',
      severity: 'info',
      message: 'Boto3 reads AWS_DEFAULT_REGION, which is not set here',
      setting: 'region',
      fix: fix(
        'Set AWS_DEFAULT_REGION too',
        [{range: {start: 20, end: 20}, newText: '\nAWS_DEFAULT_REGION=eu-west-1'}],
        'unsafe',
      ),
    }),
  ]),
  result('/srv/app/aws config', CONFIG, [
    diagnostic(rangeOf(CONFIG, 'sts_regional_endpoints = legacy'), {
      rule: 'aws/opt-in-region-with-global',
      severity: 'error',
      message: 'Tokens of the global endpoint do not work in the opt-in Region af-south-1',
      setting: 'sts.mode',
      scope: {kind: 'profile', name: 'default'},
    }),
  ]),
])
