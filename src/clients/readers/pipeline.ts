import {detectFormat} from '../../formats/detect.js'
import {loadFormat, loadShell} from '../../formats/index.js'
import type {Command, Embedded, Entry, Parsed, ReadShell, Scope, ShellOut} from '../../model.js'
import {imageEntry} from '../../scopes/image.js'
import {OTHER_SHELL} from '../../scopes/tree-documents.js'
import type {Found, ManifestFile, ReadContext} from '../model.js'
import {readImage} from './image.js'
import {readInstalls} from './installs.js'
import {jobsOf} from './jobs.js'
import {variablesOf} from './variables.js'

/** A pipeline of a CI system: what the commands of a job install, what its runner ships, and actions that are an image. */
export async function readPipeline(document: ManifestFile, context: ReadContext): Promise<Found[]> {
  const {path} = document
  const [{parse}, readShell] = await Promise.all([loadFormat(detectFormat(path) ?? 'yaml'), loadShell()])
  const parsed = parse(document, {kind: null, scopeRows: context.scopeRows, envNames: new Set(), readShell})
  const {entries} = parsed
  const jobs = jobsOf(parsed, path)
  const valuesIn = variablesOf(parsed)
  // Commands that install are written alike in other shells.
  const commands = [...parsed.commands, ...(parsed.embedded ?? []).flatMap((each) => commandsIn(each, readShell))]
  const found: Found[] = []
  const covered = new Set<string>()
  for (const command of commands) {
    const {scope} = command
    const image = imageEntry(parsed, scope)?.value ?? null
    const around = {text: document.text, context, valueOf: valuesIn(scope), image}
    const installed = readInstalls(command, around)
    for (const job of jobs(scope)) {
      found.push(...installed.map((each) => ({...each, stage: job})))
      if (installed.some(({package: name}) => /^aws-?cli$/.test(name))) covered.add(job)
      if (covered.has(job) || image !== null || !runsAws(command) || !isHosted(parsed, scope)) continue
      covered.add(job)
      found.push({ecosystem: 'cli', package: 'aws-cli', requirement: null, range: command.words[0]!.range, stage: job})
    }
  }
  return [...found, ...entries.flatMap((entry) => fromAction(entry, context))]
}

/** `uses: docker://amazon/aws-cli:2.15.0`. */
function fromAction({path, value, valueRange: {start, end}}: Entry, context: ReadContext): Found[] {
  const scheme = 'docker://'
  if (path[0] !== 'jobs' || path[2] !== 'steps' || path[4] !== 'uses' || !value?.startsWith(scheme)) return []
  const image = {name: value.slice(scheme.length), range: {start: start + scheme.length, end}}
  return readImage(image, context).map((found) => ({...found, stage: path.slice(0, 2).join('.')}))
}

function commandsIn({path, text, scope, range}: Embedded, readShell: ReadShell): Command[] {
  if (!OTHER_SHELL.test(path)) return []
  const out: ShellOut = {entries: [], commands: [], comments: [], scopes: [], secrets: [], embedded: []}
  readShell(text, 0, scope, out, [])
  return out.commands.map((command) => ({
    ...command,
    words: command.words.map((word) => ({...word, range: range(word.range)})),
  }))
}

/** Images of GitHub's own runners, which Azure Pipelines runs too, have version 2 of the AWS CLI (actions/runner-images). */
function isHosted({entries}: Parsed, scope: Scope): boolean {
  const path = scope.id.replace(/^\d+:|#\d+$/g, '')
  return entries.some((entry) => {
    const [, at] = /^(?:(.*)\.)?(?:runs-on|pool\.vmImage)$/.exec(entry.path.join('.')) ?? []
    const isAbove = at === undefined ? entry.path[0] === 'pool' : path === at || path.startsWith(`${at}.`)
    return isAbove && HOSTED.test(entry.value ?? '')
  })
}

const HOSTED = /^(?:ubuntu|windows|macos)-/i

function runsAws({words}: Command): boolean {
  return words[0]?.value === 'aws' && words.length > 1
}
