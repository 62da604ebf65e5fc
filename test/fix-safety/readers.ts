import {DockerfileParser, type Property, PropertyInstruction} from 'dockerfile-ast'
import {parse as parseDotenv} from 'dotenv'
import {parseDocument} from 'htmlparser2'
import {parse as parseIni} from 'ini'
import {type ParseError, parse as parseJson} from 'jsonc-parser'
import {getStaticTOMLValue, parseTOML} from 'toml-eslint-parser'
import {Language, Parser, type Node as SyntaxNode} from 'web-tree-sitter'
import {parseAllDocuments} from 'yaml'
import type {FormatId} from '../../src/model.js'
import {grammarPath} from '../formats/hcl-oracle.js'

/** Key paths and values as a library that is not ours reads them; null where it cannot read the text. */
export type Pairs = readonly string[] | null

export async function createReader(): Promise<(format: FormatId, text: string) => Pairs> {
  await Parser.init()
  const hcl = new Parser()
  hcl.setLanguage(await Language.load(grammarPath()))
  return (format, text) => {
    const bare = text.replace(/^\uFEFF/, '')
    switch (format) {
      case 'yaml':
        return readYaml(bare)
      case 'json':
        return readJson(bare)
      case 'hcl':
        return readHcl(hcl, bare)
      case 'dockerfile':
        return readDockerfile(bare)
      case 'ini':
        return flatten(parseIni(bare.replace(/\r\n/g, '\n')))
      case 'dotenv':
        return readDotenv(bare)
      case 'xml':
        return readXml(bare)
      case 'toml':
        return readToml(bare)
      case 'groovy':
        return readGroovy(bare)
      case 'manifest':
        return bare.split(/\r?\n/).map((line) => line.replace(/\s*#.*/, ''))
      default:
        return readWords(bare)
    }
  }
}

/**
 * One line per scalar, or per word of a script: its keys and its value. List indices are left out, for additions move
 * them; what has no key of its own on its line ends in a dot.
 */
function flatten(value: unknown, path: readonly string[] = []): string[] {
  if (Array.isArray(value))
    return value.flatMap((item) => flatten(item, typeof item === 'object' ? path : [...path, '']))
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]))
  }
  const words = String(value).split(/\s+/)
  const place = [...path, ...(words.length > 1 ? [''] : [])].join('.')
  return words.map((word) => `${place}=${word}`)
}

/** Line by line, where no value spans lines: of a key that stands twice both are told. */
function readDotenv(text: string): Pairs {
  const whole = parseDotenv(text)
  const lines = text.split(/\r?\n/).flatMap((line) => Object.entries(parseDotenv(line)))
  const isSame = JSON.stringify(whole) === JSON.stringify(Object.fromEntries(lines))
  return isSame ? lines.flatMap(([key, value]) => flatten(value, [key])) : flatten(whole)
}

/** A shell's assignments and flags are words with a name in them. */
function readWords(text: string): Pairs {
  return text.split(/\s+/).map((word) => `.=${word}`)
}

/** What a chart's template puts in is a string to us: YAML would see a map in a map. */
function readYaml(text: string): Pairs {
  const filled = text.replace(
    /([:-] )(\{\{[^\n]*?\}\})/g,
    (_, before, action) => `${before}'${action.replaceAll("'", "''")}'`,
  )
  const documents = parseAllDocuments(filled, {uniqueKeys: false, merge: true, logLevel: 'silent'})
  if (!Array.isArray(documents) || documents.some(({errors}) => errors.length > 0)) return null
  return documents.flatMap((document, index) => flatten(document.toJS(), [String(index)]))
}

function readJson(text: string): Pairs {
  const errors: ParseError[] = []
  const value: unknown = parseJson(text, errors, {allowTrailingComma: true})
  return errors.length > 0 ? null : flatten(value)
}

/** An element that is a property counts under the name it holds. */
function readXml(text: string): Pairs {
  const walk = (node: ReturnType<typeof parseDocument>['children'][number], path: readonly string[]): string[] => {
    if (node.type === 'text') return node.data.trim() === '' ? [] : [`${path.join('.')}=${node.data.trim()}`]
    if (node.type !== 'tag' && node.type !== 'cdata') return []
    const own = node.type === 'tag' ? [...path, node.name] : path
    const attributes = node.type === 'tag' ? Object.entries(node.attribs) : []
    return [
      ...attributes.map(([key, value]) => `${[...own, key].join('.')}=${value}`),
      ...node.children.flatMap((child) => walk(child, own)),
    ]
  }
  return parseDocument(text, {xmlMode: true}).children.flatMap((child) => walk(child, []))
}

function readToml(text: string): Pairs {
  try {
    return flatten(getStaticTOMLValue(parseTOML(text)))
  } catch {
    return null
  }
}

/** No library here reads Groovy: its lines, with the white space between words as one. */
function readGroovy(text: string): Pairs {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, key = '', value = line] = /^\s*([\w.]+)\s*=\s*(.*)$/.exec(line) ?? []
    return flatten(value.trim(), [key])
  })
}

function readHcl(parser: Parser, text: string): Pairs {
  const tree = parser.parse(text)
  if (!tree || tree.rootNode.hasError) return null
  const pairs = tree.rootNode.descendantsOfType(['attribute', 'object_elem']).flatMap(attribute)
  tree.delete()
  return pairs
}

/** Innermost ones only: an object's elements speak for themselves. */
function attribute(node: SyntaxNode | null): string[] {
  const [key, value] = node?.namedChildren.filter((child) => child?.type !== 'comment') ?? []
  if (!key || !value || value.descendantsOfType('object_elem').length > 0) return []
  return value.text.includes('\n') ? flatten(value.text, [key.text]) : [`${key.text}=${value.text}`]
}

function readDockerfile(text: string): Pairs {
  const instructions = DockerfileParser.parse(text).getInstructions()
  return instructions.flatMap((instruction) => {
    const keyword = instruction.getKeyword()
    if (!(instruction instanceof PropertyInstruction)) {
      return (instruction.getArgumentsContent() ?? '').split(/\s+/).map((word) => `${keyword}.=${word}`)
    }
    return instruction.getProperties().map((property: Property) => `${property.getName()}=${property.getValue() ?? ''}`)
  })
}
