import {Composer, type CST, Lexer, Parser, Schema, type Document as YamlDocument} from 'yaml'
import type {Document, Problem, Range, Wanted} from '../model.js'
import {blankDocuments, blankEntries} from './blank.js'
import {maskTemplate} from './template-mask.js'
import type {Tree} from './tree.js'
import {isTooDeep} from './yaml-cst.js'
import {createEdits} from './yaml-edits.js'
import {createReading, readDocument} from './yaml-nodes.js'

/** YAML text as a tree. Never throws: what cannot be read is a problem, and the rest is still there. */
export function readYaml(document: Document, wanted?: Wanted): Tree {
  const mask = maskTemplate(document.text)
  const reading = createReading({text: document.text, mask})
  const text = mask?.text ?? document.text
  const stream = readStream(wanted ? withoutRest(text, wanted) : text)
  const roots = stream.documents.map(({parsed, token}) => readDocument(reading, parsed.contents, token))
  const problems = mask ? [] : [...stream.problems, ...reading.problems].sort(byStart)
  return {
    roots,
    problems,
    comments: stream.comments,
    edits: createEdits({
      source: reading.source,
      origins: reading.origins,
      comments: stream.comments,
      anchors: stream.anchors,
      isUncertain: stream.problems.length + reading.problems.length > 0,
      hasLoneReturns: /\r(?!\n)/.test(document.text),
    }),
  }
}

function withoutRest(text: string, {pattern, maps}: Wanted): string {
  return blankEntries(blankDocuments(text, pattern), maps, pattern)
}

interface Stream {
  readonly documents: readonly DocumentItem[]
  readonly problems: readonly Problem[]
  readonly comments: readonly Range[]
  readonly anchors: readonly number[]
}

interface DocumentItem {
  readonly token: CST.Document
  readonly parsed: YamlDocument.Parsed
}

/** Without types: whether `no` is a boolean is not the parser's to say, and an unknown tag is no error. */
const OPTIONS = {
  keepSourceTokens: true,
  uniqueKeys: false,
  logLevel: 'silent',
  resolveKnownTags: false,
  schema: new Schema({schema: 'failsafe', resolveKnownTags: false}),
} as const

/** One pass: the lexemes tell comments and anchors on their way to the parser. */
function readStream(text: string): Stream {
  const parser = new Parser()
  const composer = new Composer(OPTIONS as unknown as ConstructorParameters<typeof Composer>[0])
  const tokens: CST.Document[] = []
  const parsed: YamlDocument.Parsed[] = []
  const problems: Problem[] = []
  const comments: Range[] = []
  const anchors: number[] = []
  const take = (token: CST.Token): void => {
    if (token.type === 'document') tokens.push(shallow(token, problems))
    parsed.push(...composer.next(token))
  }
  let isScalar = false
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar && lexeme[0] === '#') comments.push({start: parser.offset, end: parser.offset + lexeme.length})
    if (!isScalar && lexeme[0] === '&') anchors.push(parser.offset)
    isScalar = !isScalar && lexeme === SCALAR
    for (const token of parser.next(lexeme)) take(token)
  }
  for (const token of parser.end()) take(token)
  parsed.push(...composer.end())
  for (const {errors} of [...parsed, composer.streamInfo()]) problems.push(...firstProblem(errors, text.length))
  return {documents: parsed.map((item, at) => ({parsed: item, token: tokens[at]!})), problems, comments, anchors}
}

/** The lexer's sign that the next lexeme is a plain or block scalar. */
const SCALAR = '\u001F'

/** Takes the value from a document nested too deeply, before the composer meets it. */
function shallow(token: CST.Document, problems: Problem[]): CST.Document {
  if (!isTooDeep(token.value)) return token
  problems.push({message: 'nested too deeply to be read', range: {start: token.offset, end: token.offset + 1}})
  delete token.value
  return token
}

type ParseError = YamlDocument.Parsed['errors'][number]

/** The first of a document: those after it mostly follow from it. */
function firstProblem(errors: readonly ParseError[], length: number): Problem[] {
  const error = errors.filter(({code}) => code !== 'TAG_RESOLVE_FAILED').sort((a, b) => a.pos[0] - b.pos[0])[0]
  if (!error) return []
  const start = Math.min(error.pos[0], length)
  const end = Math.min(Math.max(error.pos[1], start), length)
  return [{message: MESSAGES[error.code] ?? 'not valid YAML', range: {start, end}}]
}

function byStart(a: Problem, b: Problem): number {
  return a.range.start - b.range.start
}

/** Ours, not the library's: its messages quote the source, and that may be a secret. */
const MESSAGES: Readonly<Partial<Record<ParseError['code'], string>>> = {
  ALIAS_PROPS: 'an alias cannot have an anchor or a tag',
  BAD_ALIAS: 'an anchor or alias has no name',
  BAD_DIRECTIVE: 'a directive that cannot be read',
  BAD_DQ_ESCAPE: 'an escape that double quotes do not allow',
  BAD_INDENT: 'the indentation does not fit what is around it',
  BAD_PROP_ORDER: 'an anchor or tag stands in the wrong place',
  BAD_SCALAR_START: 'a plain value cannot start with this character',
  BLOCK_AS_IMPLICIT_KEY: 'a nested key or list cannot start on this line',
  BLOCK_IN_FLOW: 'an indented key or list cannot stand inside brackets or braces',
  KEY_OVER_1024_CHARS: 'a key is longer than 1024 characters',
  MISSING_CHAR: 'a quote, bracket, comma, colon or space is missing',
  MULTILINE_IMPLICIT_KEY: 'a key runs over several lines, or its colon is missing',
  MULTIPLE_ANCHORS: 'a value has two anchors',
  MULTIPLE_TAGS: 'a value has two tags',
  RESOURCE_EXHAUSTION: 'nested too deeply to be read',
  TAB_AS_INDENT: 'a tab is used as indentation',
  UNEXPECTED_TOKEN: 'something stands where it cannot',
}
