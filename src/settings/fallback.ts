/** A part of an expression, and where in it it stands. */
export interface Fallback {
  readonly value: string
  readonly at: number
}

/**
 * What an expression comes to where nobody says more: `${MODE:-legacy}` of shells and Compose, `${{ vars.MODE || 'legacy' }}`
 * of GitHub, `{{ .Values.mode | default "legacy" }}` of Helm, `{{ mode | default('legacy') }}` of Jinja, `${env:MODE, 'legacy'}`
 * of the Serverless Framework, `coalesce(var.mode, "legacy")` of Terraform. Null where it is no plain word of AWS's.
 */
export function fallbackIn(expression: string): Fallback | null {
  for (const form of FORMS) {
    const found = form.exec(expression)?.slice(1).find(Boolean)
    if (found === undefined) continue
    const value = found
    return /^legacy$|^[\w:/.-]*amazonaws\.[\w:/.-]+$/i.test(value) ? {value, at: expression.lastIndexOf(value)} : null
  }
  return null
}

const FILTERS = String.raw`(?:\s*\|\s*(?:quote|squote|trim|toString|string))*\s*-?\}\}$`

const FORMS: readonly RegExp[] = [
  /^"?\$\{\w+:?[-=]([^${}"'`\\\s]+)\}"?$/,
  /^\$\{\{[^{}]*\|\|\s*'([^'{}]+)'\s*\}\}$/,
  new RegExp(String.raw`^\{\{-?[^{}]*\|\s*default\s+"([^"{}]+)"${FILTERS}`),
  new RegExp(String.raw`^\{\{-?\s*default\s+"([^"{}]+)"\s+[.$\w]+${FILTERS}`),
  new RegExp(String.raw`^\{\{-?[^{}]*\|\s*default\(\s*(?:'([^'{}]+)'|"([^"{}]+)")\s*(?:,\s*[Tt]rue\s*)?\)${FILTERS}`),
  /^\$\{\w+(?:\([^()]*\))?:[^{},]*,\s*(?:'([^']+)'|"([^"]+)"|([\w:/.-]+))\s*\}$/,
  /^(?:coalesce|try|lookup)\([^()]*,\s*"([^"$%]+)"\s*\)$/,
]
