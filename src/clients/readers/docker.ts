import {type Instruction, readInstructions} from '../../formats/dockerfile-lines.js'
import {type Stage, stagesOf} from '../../formats/dockerfile-stages.js'
import {splitWords} from '../../formats/dockerfile-words.js'
import {loadFormat} from '../../formats/index.js'
import type {Scope} from '../../model.js'
import type {Found, ManifestFile, ReadContext} from '../model.js'
import {type Image, readImage} from './image.js'
import {readDownload, readInstalls} from './installs.js'
import {variablesOf} from './variables.js'

/** The image of each stage, and what its RUN lines install. */
export async function readDockerfile(document: ManifestFile, context: ReadContext): Promise<Found[]> {
  const {parse} = await loadFormat('dockerfile')
  const parsed = parse(document, {kind: null, scopeRows: [], envNames: new Set(), readShell: null})
  const valuesIn = variablesOf(parsed)
  const {escape, instructions} = readInstructions(document.text)
  const images = new Map<string, string>()
  const found: Found[] = []
  const stages = stagesOf(document, instructions)
  const imagesOf = (id: string): string[] => imagesWith(id, stages)
  for (const {scope, instructions: own} of stages) {
    const first = own[0]
    if (scope.kind !== 'stage' || first === undefined) continue
    const image = imageOf(first, escape, valuesIn(null))
    if (image === null) continue
    // A stage on another stage is built on that one's image.
    images.set(scope.id, (scope.parent && images.get(scope.parent.id)) ?? image.name)
    const stated = [...readImage(image, context), ...own.flatMap((each) => fromAdd(each, escape))]
    found.push(...stated.map((each) => ({...each, stage: scope.id, images: imagesOf(scope.id)})))
  }
  for (const command of parsed.commands) {
    const stage = stageOf(command.scope)
    if (stage === null) continue
    const around = {text: document.text, context, valueOf: valuesIn(stage), image: images.get(stage.id) ?? null}
    const installed = readInstalls(command, around)
    found.push(...installed.map((each) => ({...each, stage: stage.id, images: imagesOf(stage.id)})))
  }
  for (const stage of stages) {
    const copied = stage.instructions.flatMap((each) => fromCopy(each, {escape, stages, found, context}))
    found.push(...copied.map((each) => ({...each, stage: stage.scope.id, images: imagesOf(stage.scope.id)})))
  }
  return found.sort((one, other) => one.range.start - other.range.start)
}

interface Copying {
  readonly escape: string
  readonly stages: readonly Stage[]
  readonly found: readonly Found[]
  readonly context: ReadContext
}

/** `COPY --from=`: of an image what it is, of a stage what it installs, where that lies in what is copied. */
function fromCopy({keyword, line, from}: Instruction, {escape, stages, found, context}: Copying): Found[] {
  if (keyword !== 'COPY') return []
  const words = splitWords(line.text, from, escape).map(({start, end}) => ({
    start,
    end,
    text: line.text.slice(start, end),
  }))
  const source = words.find(({text}) => text.startsWith('--from='))
  if (source === undefined || !words.some(({text}) => INSTALLED.test(text))) return []
  const name = source.text.slice('--from='.length)
  const named = stages.filter(({scope}) => scope.kind === 'stage')
  const stage = named.find(({scope}) => scope.name.toLowerCase() === name.toLowerCase()) ?? named[Number(name)]
  if (stage === undefined)
    return readImage({name, range: line.tight(source.start + '--from='.length, source.end)}, context)
  return found.filter((each) => each.stage != null && holds(stage.scope, each.stage))
}

/** Where installers put things: a program that was built of them is somewhere else. */
const INSTALLED =
  /aws|(?:site|dist)-packages|node_modules|venv|\.local|^\/(?:install|opt|root|var\/task|wheels|python|deps)\b|^\/usr(?:\/local(?:\/bin\/?)?)?(?:\/lib[^/]*)?\/?$|gems|bundle|vendor|^\/$/

/** What one stage holds, those that are built on it hold too. */
function imagesWith(id: string, stages: readonly Stage[]): string[] {
  return stages.flatMap(({scope}, index) => {
    if (!holds(scope, id)) return []
    return index === stages.length - 1 ? [scope.name.toLowerCase(), ''] : [scope.name.toLowerCase()]
  })
}

function holds(stage: Scope, id: string): boolean {
  return stage.id === id || (stage.parent !== null && holds(stage.parent, id))
}

function stageOf(scope: Scope): Scope | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) if (at.kind === 'stage') return at
  return null
}

function imageOf({line, from}: Instruction, escape: string, valueOf: (name: string) => string | null): Image | null {
  const word = splitWords(line.text, from, escape).find(({start}) => !line.text.startsWith('--', start))
  if (word === undefined) return null
  const name = line.text
    .slice(word.start, word.end)
    .replace(/\$\{?([A-Za-z_]\w*)(?::?-([^}]*))?\}?/g, (written, key, fallback) => {
      return valueOf(key) ?? fallback ?? written
    })
  return {name, range: line.tight(word.start, word.end)}
}

function fromAdd({keyword, line, from}: Instruction, escape: string): Found[] {
  if (keyword !== 'ADD') return []
  return splitWords(line.text, from, escape).flatMap(({start, end}) => {
    return readDownload(line.text.slice(start, end), line.tight(start, end)) ?? []
  })
}
