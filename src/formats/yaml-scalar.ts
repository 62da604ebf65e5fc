import type {CST} from 'yaml'
import type {Range, ValueType} from '../model.js'
import {actionsIn, type Mask} from './template-mask.js'
import type {ScalarNode} from './tree.js'
import {readBlock, type ScalarToken} from './yaml-cst.js'
import {foldedScript} from './yaml-folded.js'

export interface Source {
  /** The document as it is, template actions included. */
  readonly text: string
  readonly mask: Mask | null
}

export interface Tag {
  /** As the composer resolves it: `!Ref`, `tag:yaml.org,2002:str`. */
  readonly name: string
  readonly start: number
}

/** A scalar token and the text the composer decoded from it, as a node. */
export function readScalar(source: Source, token: ScalarToken, decoded: string, tag: Tag | null): ScalarNode {
  if (token.type === 'block-scalar') return blockScalar(source, token, decoded, tag)
  return flowScalar(source, token, decoded, tag)
}

function flowScalar(source: Source, token: CST.FlowScalar, decoded: string, tag: Tag | null): ScalarNode {
  const whole = widen(source.mask, {start: token.offset, end: token.offset + token.source.length})
  const valueRange = insideQuotes(token, whole)
  const written = source.text.slice(valueRange.start, valueRange.end)
  if (isComputed(tag, decoded)) return expression(source.text, {start: tag!.start, end: whole.end}, valueRange)
  if (hasAction(source, whole)) return {...expression(source.text, whole, valueRange), expression: written}
  if (isExpression(decoded)) return {...expression(source.text, whole, valueRange), expression: decoded}
  const type = typeOf(token, decoded, tag)
  return {
    kind: 'scalar',
    range: whole,
    shared: false,
    type,
    value: type === 'null' ? null : decoded,
    expression: null,
    valueRange,
    ...asScript(written, decoded, written === decoded),
  }
}

/** Shell scripts stand here, and a `${X}` is theirs: the value is the text, actions of a template included. */
function blockScalar(source: Source, token: CST.BlockScalar, decoded: string, tag: Tag | null): ScalarNode {
  const {content: valueRange, end, indent, lines} = readBlock(token)
  const range = widen(source.mask, {start: token.offset, end})
  if (isComputed(tag, decoded)) return expression(source.text, {start: tag!.start, end}, valueRange)
  const value = hasAction(source, valueRange) ? dedent(source.text, valueRange, indent) : decoded
  const isLiteral = source.text[token.offset] === '|'
  return {
    kind: 'scalar',
    range,
    shared: false,
    type: 'string',
    value,
    expression: null,
    valueRange,
    ...asScript(source.text.slice(valueRange.start, valueRange.end), value, isLiteral || lines <= 1),
  }
}

function asScript(written: string, decoded: string, verbatim: boolean): Pick<ScalarNode, 'verbatim' | 'script'> {
  const script = verbatim ? null : foldedScript(written, decoded)
  return script === null ? {verbatim} : {verbatim, script}
}

/** A scalar that some program computes: its value is unknown. */
export function expression(text: string, range: Range, valueRange: Range = range): ScalarNode {
  const {start, end} = range
  return {
    kind: 'scalar',
    range,
    shared: false,
    type: 'expression',
    value: null,
    expression: text.slice(start, end),
    valueRange,
    verbatim: true,
  }
}

/** Nothing stands there; `at` is where it would. */
export function emptyScalar(at: number): ScalarNode {
  const range = {start: at, end: at}
  return {
    kind: 'scalar',
    range,
    shared: false,
    type: 'null',
    value: null,
    expression: null,
    valueRange: range,
    verbatim: true,
  }
}

/** An action may run past the line its filler stands on. */
export function widen(mask: Mask | null, range: Range): Range {
  if (!mask) return range
  const last = actionsIn(mask, range).at(-1)
  return last && last.end > range.end ? {start: range.start, end: last.end} : range
}

export function hasAction({mask}: Source, range: Range): boolean {
  return mask !== null && actionsIn(mask, range).length > 0
}

export function insideQuotes(token: CST.FlowScalar, {start, end}: Range): Range {
  if (token.type !== 'single-quoted-scalar' && token.type !== 'double-quoted-scalar') return {start, end}
  const isClosed = token.source.length > 1 && token.source.endsWith(token.source[0]!)
  return {start: start + 1, end: isClosed ? end - 1 : end}
}

/**
 * CloudFormation, GitLab and others compute what an own tag stands on. `!Sub` without `${` computes nothing.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
function isComputed(tag: Tag | null, decoded: string): boolean {
  if (!tag || tag.name === '!' || isCoreTag(tag.name)) return false
  return tag.name !== '!Sub' || decoded.includes('${')
}

const CORE = 'tag:yaml.org,2002:'

export function isCoreTag(name: string): boolean {
  return name.startsWith(CORE) && !name.endsWith(':binary')
}

/** `${X}`, `{{ x }}`, `${{ x }}`, CircleCI's `<< x >>`, GitLab's `$[[ x ]]`; `$X` and `$(X)` as the whole value. */
const EXPRESSION = /\$\{[^}]*\}|\{\{|<<\s*[\w.-]+\s*>>|\$\[\[|^\$(?:\w+|\([^()]*\))$/

function isExpression(decoded: string): boolean {
  return EXPRESSION.test(decoded)
}

const BOOLEAN = /^(?:true|True|TRUE|false|False|FALSE)$/
const NULL = /^(?:~|null|Null|NULL)?$/
/** YAML 1.2.2 section 10.3.2. */
const NUMBER = /^(?:[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[\da-fA-F]+)$/
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/

function typeOf(token: CST.FlowScalar, decoded: string, tag: Tag | null): ValueType {
  if (tag && (tag.name === '!' || tag.name === '!Sub' || tag.name === `${CORE}str`)) return 'string'
  if (token.type !== 'scalar') return 'string'
  if (BOOLEAN.test(decoded)) return 'boolean'
  if (NULL.test(decoded)) return 'null'
  return NUMBER.test(decoded) || NOT_FINITE.test(decoded) ? 'number' : 'string'
}

function dedent(text: string, {start, end}: Range, indent: number): string {
  const margin = new RegExp(`^ {0,${indent}}`)
  return `${text
    .slice(start, end)
    .split(/\r?\n/)
    .map((line) => line.replace(margin, ''))
    .join('\n')}\n`
}
