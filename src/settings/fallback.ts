/** A part of an expression, and where in it it stands. */
export interface Fallback {
  readonly value: string
  readonly at: number
}

/**
 * What an expression comes to where nobody says more: `${MODE:-legacy}` of shells and Compose, `${{ vars.MODE || 'legacy' }}`
 * of GitHub, `{{ .Values.mode | default "legacy" }}` of Helm, `{{ mode | default('legacy') }}` of Jinja, `${env:MODE, 'legacy'}`
 * of the Serverless Framework, `${STS_URL:https://…}` of Spring, `coalesce(var.mode, "legacy")` of Terraform. Null where it is no plain word of AWS's.
 */
export function fallbackIn(expression: string): Fallback | null {
  for (const form of FORMS) {
    const found = form.exec(expression)?.slice(1).find(Boolean)
    if (found === undefined) continue
    return isCarried(found) ? {value: found, at: expression.lastIndexOf(found)} : null
  }
  return null
}

/** A plain word of AWS's: anything else that stands by for somebody to set is no statement of theirs. */
export function isCarried(value: string): boolean {
  return /^legacy$|^v[12]Token$|^[\w:/.-]*amazonaws\.[\w:/.-]+$/i.test(value)
}

/** Settings that are told of where their value stands, be it behind an expression. */
export const FALLING_BACK: ReadonlySet<string> = new Set([
  'sts.mode',
  'sts.endpoint',
  'app.sts.endpoint',
  'account.token-version',
])

const FILTERS = String.raw`(?:\s*\|\s*(?:quote|squote|trim|toString|string))*\s*-?\}\}$`

const FORMS: readonly RegExp[] = [
  /^"?\$\{\w+:?[-=]([^${}"'`\\\s]+)\}"?$/,
  // Spring.
  /^"?\$\{[\w.-]+:(https?:[^${}"'`\\\s]+)\}"?$/,
  /^\$\{\{[^{}]*\|\|\s*'([^'{}]+)'\s*\}\}$/,
  new RegExp(String.raw`^\{\{-?[^{}]*\|\s*default\s+"([^"{}]+)"${FILTERS}`),
  new RegExp(String.raw`^\{\{-?\s*default\s+"([^"{}]+)"\s+[.$\w]+${FILTERS}`),
  new RegExp(String.raw`^\{\{-?[^{}]*\|\s*default\(\s*(?:'([^'{}]+)'|"([^"{}]+)")\s*(?:,\s*[Tt]rue\s*)?\)${FILTERS}`),
  /^\$\{\w+(?:\([^()]*\))?:[^{},]*,\s*(?:'([^']+)'|"([^"]+)"|([\w:/.-]+))\s*\}$/,
  /^(?:coalesce|try|lookup)\([^()]*,\s*"([^"$%]+)"\s*\)$/,
]
