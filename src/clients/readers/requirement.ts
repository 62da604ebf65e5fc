import type {Range} from '../../model.js'
import type {Found, ReadContext} from '../model.js'
import {readAddress} from './address.js'

/** A dependency specifier of PEP 508, as far as name and versions go: `boto3[crt] >=1.34,<2 ; python_version>"3.8"`. */
const REQUIREMENT =
  /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]\n]*\]\s*)?\(?\s*((?:(?:===?|~=|!=|<=?|>=?)\s*[\w.*+!-]+\s*(?:,\s*(?=[=~!<>]))?)+)?/

/** @param at where `text` stands in its document */
export function readRequirement(text: string, at: number, context: ReadContext): Found[] {
  const match = REQUIREMENT.exec(text)
  const name = match?.[1]
  if (match == null || name === undefined || !context.isKnown('pip', name)) return readAddressed(text, at, context)
  const requirement = match[2]?.replace(/\s+/g, ' ').trim() ?? null
  const start = at + match[0].indexOf(name)
  const end = requirement === null ? start + name.length : at + match[0].trimEnd().length
  const [, address] = requirement === null ? (/^\s*@\s*(\S+)/.exec(text.slice(match[0].length)) ?? []) : []
  const version = address === undefined ? null : readAddress(address).version
  return [{ecosystem: 'pip', package: name, requirement, version, range: {start, end}}]
}

/** An address or a path in place of a name, which may be edited where it lies (`-e`). */
function readAddressed(text: string, at: number, {isKnown}: ReadContext): Found[] {
  const [, lead, address] = /^(\s*(?:(?:-e|--editable)[\s=]\s*)?)(\S+)/.exec(text) ?? []
  if (address === undefined || !/[/\\]|\.whl$/.test(address)) return []
  const {name, version} = readAddress(address)
  if (name === null || !isKnown('pip', name)) return []
  return [
    {ecosystem: 'pip', package: name, requirement: null, version, range: rangeAt(at + lead!.length, address.length)},
  ]
}

/** Lines without their ends, with offsets. */
export function linesOf(text: string): {readonly line: string; readonly start: number}[] {
  const lines: {line: string; start: number}[] = []
  let start = text.startsWith('\uFEFF') ? 1 : 0
  while (start < text.length) {
    const feed = text.indexOf('\n', start)
    const end = feed < 0 ? text.length : feed
    lines.push({line: text.slice(start, text[end - 1] === '\r' ? end - 1 : end), start})
    start = end + 1
  }
  return lines
}

export function rangeAt(start: number, length: number): Range {
  return {start, end: start + length}
}
