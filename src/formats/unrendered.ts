import type {Document, FormatId} from '../model.js'
import {isTemplatePath} from './detect.js'

/**
 * A template as what it renders to, in the same length, so that every range holds: lines that only steer (`%{ if x }` of
 * Terraform, `{% if x %}` of Jinja, `<% if x %>` of ERB) are blank, and in JSON a value that is filled in is a number.
 * Null for what is no template. What a template says is read; whether it is well-formed shows only once rendered.
 */
export function readable({path, text}: Document, format: FormatId): Document | null {
  const isTemplate = isTemplatePath(path)
  if (!isTemplate && format !== 'json') return null
  if (!/[$%]\{|\{\{|\{%|<%/.test(text)) return null
  const steered = isTemplate ? text.replace(DIRECTIVE, blank) : text
  // Each definition of a Helm helper file is put in elsewhere, and so is a document of its own.
  const parted = format === 'yaml' && isTemplate ? steered.replace(DEFINITION, startOfDocument) : steered
  const filled = format === 'json' ? parted.replace(JSON_PARTS, numberOfSameLength) : parted
  return filled === text ? (isTemplate ? {path, text} : null) : {path, text: filled}
}

const DIRECTIVE = /^[ \t]*(?:%\{[^\n]*?\}|\{%[^\n]*?%\}|<%(?!=)[^\n]*?%>)[ \t]*(?=\r?$)/gm

/** Strings stay as they are; outside of them, what a template fills in. */
const JSON_PARTS = /"(?:[^"\\\n]|\\.)*"|\$\{[^{}\n]*\}|\{\{[^\n]*?\}\}/g

function numberOfSameLength(part: string): string {
  return part.startsWith('"') ? part : '0'.padEnd(part.length)
}

const DEFINITION = /^\{\{-?[ ]*define\b[^\n]*?\}\}[ \t]*(?=\r?$)/gm

function startOfDocument(line: string): string {
  return '---'.padEnd(line.length)
}

function blank(line: string): string {
  return ' '.repeat(line.length)
}
