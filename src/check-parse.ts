import {isAbsolute} from 'node:path'
import {readEmbedded} from './check-embedded.js'
import type {CheckRequest} from './check-request.js'
import type {RuleData} from './data.js'
import {detectFormat, refineFormat} from './formats/detect.js'
import {isAwsFile} from './formats/file-kind.js'
import {loadFormat, loadShell, mayHoldShell} from './formats/index.js'
import {readable} from './formats/unrendered.js'
import type {Document, FileKind, FileRef, Format, FormatId, ParseContext, Parsed} from './model.js'
import {mayState} from './scopes/carried.js'
import type {Unit} from './scopes/view.js'
import {LINKERS, LINKS} from './settings/prefilter.js'
import {createRecogniser, type Recognise} from './settings/recognise.js'
import {wantedOf} from './settings/wanted.js'

export interface Text {
  readonly file: FileRef
  readonly text: string
  /** Outside the directory the run works in, and named by a file in it: it says what a process sees, and nobody asked about it. */
  readonly isOutside?: boolean
}

export interface ReadFiles {
  readonly texts: readonly Text[]
  readonly unreadable: readonly {readonly file: FileRef; readonly message: string}[]
  readonly scanned: number
  readonly skipped: number
}

/** Reads each file once; what the prefilter does not want is let go at once. */
export function readFiles({files, read, prefilter, sourcePrefilter = prefilter}: CheckRequest): ReadFiles {
  const texts: Text[] = []
  const unreadable: {file: FileRef; message: string}[] = []
  let skipped = 0
  const orLinks = {test: (text: string) => prefilter.test(text) || LINKS.test(text)}
  for (const file of files) {
    // AWS's own files are read whole: any of their keys can break them.
    const own = file.format === 'source' ? sourcePrefilter : prefilter
    const wanted = file.kind !== null ? null : LINKERS.test(file.path) ? orLinks : own
    const found = read(file, wanted)
    if (found.status === 'text') texts.push(...asText(file, found.text))
    else if (found.status === 'unreadable') unreadable.push({file, message: found.message})
    else if (found.status === 'skipped') skipped++
  }
  return {texts, unreadable, skipped, scanned: files.length - unreadable.length - skipped}
}

/** Some names tell the format only together with the text; a text of no format has nothing to say. */
function asText(file: FileRef, text: string): Text[] {
  // A file that discovery knows by other means than its name keeps the format it was given.
  if (detectFormat(file.absolute) !== file.format) return [{file, text}]
  const format = refineFormat(file.absolute, text)
  return format === null ? [] : [{file: format === file.format ? file : {...file, format}, text}]
}

/** Whether a text or a file by its name has to do with Alibaba Cloud. */
export function concernsAliyun(texts: readonly Text[], {aliyun}: Pick<CheckRequest, 'aliyun'>): boolean {
  return texts.some(
    ({file: {kind}, text}) => (kind !== null && !isAwsFile(kind)) || aliyun === undefined || aliyun.test(text),
  )
}

/** Turns texts into units; formats are loaded when their first text comes. */
export class Parser {
  readonly #recognise: Recognise
  readonly #formats = new Map<FormatId, Format>()
  readonly #data: RuleData
  readonly #envNames: ReadonlySet<string>
  readonly #wanted: Pick<ParseContext, 'wanted'>
  /** Paths of the files that are read whole. */
  readonly #whole = new Set<string>()
  /** What makes a document inside another worth reading. */
  readonly #part: RegExp
  readonly #missing = new Set<FormatId>()
  #shell: ParseContext['readShell'] = null

  /** @param skipsContext read of a file only what the built-in rules need */
  constructor(data: RuleData, skipsContext = false) {
    this.#data = data
    this.#part = new RegExp(data.part)
    this.#wanted = skipsContext ? {wanted: wantedOf(data)} : {}
    this.#recognise = createRecogniser(data.settings, data.calls)
    this.#envNames = new Set(data.settings.flatMap(({env}) => (env === undefined || env.includes('*') ? [] : [env])))
  }

  /** The same without passing anything over: any value may be one that another file refers to. */
  parseWhole(texts: readonly Text[]): Promise<Unit[]> {
    for (const {file} of texts) this.#whole.add(file.path)
    return this.parse(texts)
  }

  async parse(texts: readonly Text[]): Promise<Unit[]> {
    for (const {
      file: {format},
      text,
    } of texts) {
      await this.#load(format)
      if (this.#shell === null && mayHoldShell(format, text)) this.#shell = await loadShell()
    }
    const units: Unit[] = []
    for (const {file, text} of texts) units.push(await this.#complete(file, text))
    return units
  }

  async #load(format: FormatId): Promise<void> {
    if (!this.#formats.has(format)) this.#formats.set(format, await loadFormat(format))
  }

  /** Which formats stand inside a text shows only when it is read. */
  async #complete(file: FileRef, text: string): Promise<Unit> {
    for (;;) {
      this.#missing.clear()
      const unit = this.#unit(file, text)
      if (this.#missing.size === 0) return unit
      for (const format of this.#missing) await this.#load(format)
      this.#shell ??= await loadShell()
    }
  }

  /** After an edit. Formats are there by now. */
  reparse(unit: Unit, text: string): Unit {
    return this.#unit(unit.file, text)
  }

  #unit(file: FileRef, text: string): Unit {
    const {format, kind, path} = file
    const document = {path, text}
    const own = this.#parse(document, format, kind, this.#whole.has(path) ? {} : this.#wanted)
    const reading = readEmbedded(own, {text, format}, (inner, as, of) => this.#parsePart(inner, as, of))
    const {parsed} = reading
    // Every range is one of the file's text by now.
    const parts = reading.parts.map((part) => ({...part, document: {path: part.document.path, text}}))
    const source = {document, format, kind, parsed}
    const found = [{...source, parsed: own}, ...parts].map((part) => this.#recognise(part))
    return {
      ...source,
      file,
      parts,
      settings: found.flatMap(({settings}) => settings),
      calls: found.flatMap(({calls}) => calls),
    }
  }

  #parse(document: Document, format: FormatId, kind: FileKind, wanted: Pick<ParseContext, 'wanted'>): Parsed {
    const template = readable(document, format)
    const parsed = this.#formats.get(format)!.parse(template ?? document, {
      kind,
      scopeRows: this.#data.scopes,
      envNames: this.#envNames,
      readShell: mayHoldShell(format, document.text) ? this.#shell : null,
      ...wanted,
    })
    return template === null ? parsed : {...parsed, problems: []}
  }

  #parsePart(document: Document, format: FormatId, kind: FileKind): Parsed | null {
    if (kind === null && !this.#part.test(document.text)) return null
    const isLoaded = this.#formats.has(format) && (this.#shell !== null || !mayHoldShell(format, document.text))
    if (isLoaded) return this.#parse(document, format, kind, {})
    this.#missing.add(format)
    return null
  }
}

/** Files that may state what a unit refers to, and hold nothing else of interest: variables of a module, values of a chart. */
export function definitionTexts(units: readonly Unit[], {files, read}: CheckRequest): Text[] {
  const states = mayState(units)
  if (states === null) return []
  const known = new Map(units.map(({file, document}) => [file.path, document.text]))
  return files.flatMap((file) => {
    if (!states(file.path)) return []
    const text = known.get(file.path)
    if (text !== undefined) return [{file, text}]
    const found = read(file, null)
    return found.status === 'text' ? [{file, text: found.text}] : []
  })
}

/** Files that others name (compose `env_file`, `extends`) and discovery did not: env files whatever they are called. */
export function linkedTexts(units: readonly Unit[], request: CheckRequest): Text[] {
  const known = new Set(request.files.map(({path}) => path))
  const texts: Text[] = []
  for (const unit of units) {
    for (const {kind, target, file: place} of unit.parsed.scopes.flatMap(({links}) => links)) {
      const named = place ?? (kind === 'env-file' ? target : null)
      const file = named === null ? null : request.resolve(named, unit.file)
      if (file === null || known.has(file.path)) continue
      known.add(file.path)
      const found = request.read(file, null)
      const isOutside = isAbsolute(file.path) && !isAbsolute(unit.file.path)
      if (found.status === 'text') texts.push({file, text: found.text, isOutside})
    }
  }
  return texts
}
