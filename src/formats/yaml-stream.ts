import type {CST, Document as YamlDocument} from 'yaml'
import type {Problem, Range} from '../model.js'
import {isTooDeep} from './yaml-cst.js'
import {loadYaml} from './yaml-library.js'
import type {Stream} from './yaml-plain.js'

/** Any YAML, by the library. One pass: the lexemes tell comments and anchors on their way to the parser. */
export function readStream(text: string): Stream {
  const {Composer, Lexer, Parser, Schema} = loadYaml()
  const parser = new Parser()
  // Without types: whether `no` is a boolean is not the parser's to say, and an unknown tag is no error.
  const composer = new Composer({
    keepSourceTokens: true,
    uniqueKeys: false,
    logLevel: 'silent',
    resolveKnownTags: false,
    schema: new Schema({schema: 'failsafe', resolveKnownTags: false}),
  } as unknown as ConstructorParameters<typeof Composer>[0])
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
  const documents = parsed.map(({contents}, at) => ({contents, token: tokens[at]!}))
  return {documents, problems, comments, anchors}
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
