import {type Instruction, readInstructions} from '../../formats/dockerfile-lines.js'
import {stagesOf} from '../../formats/dockerfile-stages.js'
import {splitWords} from '../../formats/dockerfile-words.js'
import {loadFormat} from '../../formats/index.js'
import type {Parsed, Range, Scope} from '../../model.js'
import type {Found, ManifestFile, ReadContext} from '../model.js'
import {groupBy} from '../paths.js'
import {readDownload, readInstalls} from './installs.js'

/** The image of each stage, and what its RUN lines install. */
export async function readDockerfile(document: ManifestFile, context: ReadContext): Promise<Found[]> {
  const {parse} = await loadFormat('dockerfile')
  const parsed = parse(document, {kind: null, scopeRows: [], envNames: new Set(), readShell: null})
  const valuesIn = variablesOf(parsed)
  const {escape, instructions} = readInstructions(document.text)
  const images = new Map<string, string>()
  const found: Found[] = []
  for (const {scope, instructions: own} of stagesOf(document, instructions)) {
    const first = own[0]
    if (scope.kind !== 'stage' || first === undefined) continue
    const image = imageOf(first, escape, valuesIn(null))
    if (image === null) continue
    // A stage on another stage is built on that one's image.
    images.set(scope.id, (scope.parent && images.get(scope.parent.id)) ?? image.name)
    const stated = [...fromImage(image, context), ...own.flatMap((each) => fromAdd(each, escape))]
    found.push(...stated.map((each) => ({...each, stage: scope.id})))
  }
  for (const command of parsed.commands) {
    const stage = stageOf(command.scope)
    if (stage === null) continue
    const around = {text: document.text, context, valueOf: valuesIn(stage), image: images.get(stage.id) ?? null}
    found.push(...readInstalls(command, around).map((each) => ({...each, stage: stage.id})))
  }
  return found.sort((one, other) => one.range.start - other.range.start)
}

function stageOf(scope: Scope): Scope | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) if (at.kind === 'stage') return at
  return null
}

/** Gives a stage's look-up of arguments and variables: its own, then those it is built on, then those before any FROM. */
function variablesOf({entries}: Parsed): (stage: Scope | null) => (name: string) => string | null {
  const stated = entries.filter(({surface, value}) => surface === 'env' && value)
  const byName = groupBy(stated, ({key}) => key)
  return (stage) => (name) => {
    const named = byName.get(name) ?? []
    for (let at = stage; at !== null; at = at.parent) {
      const id = at.id
      const found = named.findLast(({scope}) => scope.id === id)
      if (found !== undefined) return found.value
    }
    return named.find(({scope}) => scope.kind === 'file')?.value ?? null
  }
}

interface Image {
  readonly name: string
  readonly range: Range
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

/** The image itself may be a client: AWS's of its CLI, HashiCorp's of Terraform. */
function fromImage({name: written, range}: Image, {isKnown}: ReadContext): Found[] {
  const [, name, tag] = /^(.+?)(?::([\w.-]+))?(?:@\w+:\w+)?$/.exec(written) ?? []
  if (name === undefined || !isKnown('docker', name)) return []
  return [{ecosystem: 'docker', package: name, requirement: tag ?? null, range}]
}

function fromAdd({keyword, line, from}: Instruction, escape: string): Found[] {
  if (keyword !== 'ADD') return []
  return splitWords(line.text, from, escape).flatMap(({start, end}) => {
    return readDownload(line.text.slice(start, end), line.tight(start, end)) ?? []
  })
}
