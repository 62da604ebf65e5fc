/**
 * Marks of the languages that config files are rendered from: `{{ … }}` in Go templates, Jinja and Mustache, `<% … %>`
 * in ERB. What stands between them is known only once rendered.
 */
const TEMPLATES = [
  ['{{', '}}'],
  ['<%', '%>'],
] as const

export function hasTemplate(text: string): boolean {
  return TEMPLATES.some(([open, close]) => text.includes(open) && text.includes(close, text.indexOf(open) + 2))
}

const DIRECTIVES = [...TEMPLATES, ['{%', '%}'], ['{#', '#}'], ['%{', '}']] as const

/** A line that is one template mark and nothing else: `{{- if .Values.aws }}`. */
export function isDirective(line: string): boolean {
  return DIRECTIVES.some(([open, close]) => line.startsWith(open) && line.indexOf(close) === line.length - close.length)
}

/** Where the white space before an inline comment starts, the text's length where there is none. */
export function inlineCommentStart(text: string, marks: '#' | '#;'): number {
  for (const {index} of text.matchAll(marks === '#' ? /\s#/g : /\s[#;]/g)) {
    if (!isInTemplate(text, index)) return text.slice(0, index).trimEnd().length
  }
  return text.length
}

function isInTemplate(text: string, at: number): boolean {
  return DIRECTIVES.some(([open, close]) => {
    const opened = text.lastIndexOf(open, at)
    return opened !== -1 && opened >= text.lastIndexOf(close, at) && text.includes(close, at)
  })
}
