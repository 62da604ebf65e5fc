import {loadFormat, loadShell} from '../../formats/index.js'
import type {Command, Embedded, Entry, ReadShell, ScopeRow, ShellOut} from '../../model.js'
import {OTHER_SHELL} from '../../scopes/tree-documents.js'
import type {Found, ManifestFile, ReadContext} from '../model.js'
import {readImage} from './image.js'
import {readInstalls} from './installs.js'

/** GitHub Actions, and Gitea's and Forgejo's: what the steps of a job install, and what its runner ships. */
export async function readWorkflow(document: ManifestFile, context: ReadContext): Promise<Found[]> {
  const [{parse}, readShell] = await Promise.all([loadFormat('yaml'), loadShell()])
  const parsed = parse(document, {kind: null, scopeRows: ROWS, envNames: new Set(), readShell})
  const {entries} = parsed
  // Commands that install are written alike in other shells.
  const commands = [...parsed.commands, ...(parsed.embedded ?? []).flatMap((each) => commandsIn(each, readShell))]
  const found: Found[] = []
  const covered = new Set<string>()
  for (const command of commands) {
    const job = jobOf(command.scope.id)
    const image = stringAt(entries, `${job}.container`) ?? stringAt(entries, `${job}.container.image`)
    const installed = readInstalls(command, {text: document.text, context, valueOf: () => null, image})
    found.push(...installed.map((each) => ({...each, stage: job})))
    if (installed.some(({package: name}) => /^aws-?cli$/.test(name))) covered.add(job)
    const isShipped = image === null && isHosted(entries, job) && runsAws(command)
    if (!isShipped || covered.has(job)) continue
    covered.add(job)
    found.push({ecosystem: 'cli', package: 'aws-cli', requirement: null, range: command.words[0]!.range, stage: job})
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

/** Scopes as rules/scopes.yaml has them, so that ids agree. */
const ROWS: readonly ScopeRow[] = [
  {id: 'job', formats: ['yaml'], at: 'jobs.*', kind: 'job'},
  {id: 'step', formats: ['yaml'], at: 'jobs.*.steps.*', kind: 'step', shell: ['run']},
  {id: 'action-step', formats: ['yaml'], at: 'runs.steps.*', kind: 'step', shell: ['run']},
]

/** Empty for an action of its own, which is one scope. */
function jobOf(id: string): string {
  return /^(jobs\.[^.]+)\./.exec(id)?.[1] ?? ''
}

function stringAt(entries: readonly Entry[], path: string): string | null {
  return entries.find((entry) => entry.path.join('.') === path)?.value ?? null
}

/** Images of GitHub's own runners have version 2 of the AWS CLI. */
function isHosted(entries: readonly Entry[], job: string): boolean {
  return /^(?:ubuntu|windows|macos)-/.test(stringAt(entries, `${job}.runs-on`) ?? '')
}

function runsAws({words}: Command): boolean {
  return words[0]?.value === 'aws' && words.length > 1
}
