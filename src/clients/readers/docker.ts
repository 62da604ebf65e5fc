import {type Instruction, readInstructions} from '../../formats/dockerfile-lines.js'
import {stagesOf} from '../../formats/dockerfile-stages.js'
import {splitWords} from '../../formats/dockerfile-words.js'
import {loadFormat} from '../../formats/index.js'
import type {Parsed, Range, Scope} from '../../model.js'
import type {Found, ManifestFile, ReadContext} from '../model.js'
import {readDownload, readInstalls} from './installs.js'

/** The image of each stage, and what its RUN lines install. */
export async function readDockerfile(document: ManifestFile, context: ReadContext): Promise<Found[]> {
  const {parse} = await loadFormat('dockerfile')
  const parsed = parse(document, {kind: null, scopeRows: [], envNames: new Set(), readShell: null})
  const {escape, instructions} = readInstructions(document.text)
  const images = new Map<string, string>()
  const found: Found[] = []
  for (const {scope, instructions: own} of stagesOf(document, instructions)) {
    const first = own[0]
    if (scope.kind !== 'stage' || first === undefined) continue
    const image = imageOf(first, escape, valuesIn(parsed, null))
    if (image === null) continue
    // A stage on another stage is built on that one's image.
    images.set(scope.id, (scope.parent && images.get(scope.parent.id)) ?? image.name)
    const stated = [...fromImage(image), ...own.flatMap((each) => fromAdd(each, escape))]
    found.push(...stated.map((each) => ({...each, stage: scope.id})))
  }
  for (const command of parsed.commands) {
    const stage = stageOf(command.scope)
    if (stage === null) continue
    const around = {text: document.text, context, valueOf: valuesIn(parsed, stage), image: images.get(stage.id) ?? null}
    found.push(...readInstalls(command, around).map((each) => ({...each, stage: stage.id})))
  }
  return found.sort((one, other) => one.range.start - other.range.start)
}

function stageOf(scope: Scope): Scope | null {
  for (let at: Scope | null = scope; at !== null; at = at.parent) if (at.kind === 'stage') return at
  return null
}

/** Arguments and variables of a stage and those it is built on; before the first FROM without one. */
function valuesIn({entries}: Parsed, stage: Scope | null): (name: string) => string | null {
  return (name) => {
    const stated = entries.filter(({surface, key, value}) => surface === 'env' && key === name && value)
    for (let at: Scope | null = stage; at !== null; at = at.parent) {
      const found = stated.findLast(({scope}) => scope.id === at!.id)
      if (found !== undefined) return found.value
    }
    return stated.find(({scope}) => scope.kind === 'file')?.value ?? null
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

/** AWS's own image of its CLI, from either registry. */
const AWS_CLI =
  /^(?:(?:docker\.io\/)?amazon\/aws-cli|public\.ecr\.aws\/aws-cli\/aws-cli)(?::([\w.-]+))?(?:@sha256:\w+)?$/

function fromImage({name, range}: Image): Found[] {
  const match = AWS_CLI.exec(name)
  return match === null ? [] : [{ecosystem: 'cli', package: 'aws-cli', requirement: match[1] ?? null, range}]
}

function fromAdd({keyword, line, from}: Instruction, escape: string): Found[] {
  if (keyword !== 'ADD') return []
  return splitWords(line.text, from, escape).flatMap(({start, end}) => {
    return readDownload(line.text.slice(start, end), line.tight(start, end)) ?? []
  })
}
