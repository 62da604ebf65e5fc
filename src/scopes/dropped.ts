import type {Command, Entry, Scope, Word} from '../model.js'
import type {Setting} from '../settings/recognise.js'
import type {Project, Unit} from './view.js'

/** What a variable does not reach, and the line where it is left behind. */
export interface Dropped {
  readonly target: string
  readonly unit: Unit
  readonly offset: number
}

/** The first thing that keeps the variable from a program which seems to need it; null where nothing does. */
export function droppedBy(unit: Unit, {scope, entry}: Setting, project: Project): Dropped | null {
  return byCommand(unit, scope, entry.key) ?? byBuild(unit, scope, entry) ?? byCompose(unit, entry.key, project)
}

function byCommand(unit: Unit, scope: Scope, name: string): Dropped | null {
  for (const command of unit.parsed.commands) {
    if (!isWithin(command.scope, scope) || isStated(unit, command.scope, scope, name)) continue
    const launcher = launcherOf(unit, command, name)
    if (launcher !== null) return {target: `what ${launcher} starts`, unit, offset: command.range.start}
  }
  return null
}

/** Programs that start others with an environment of their own: docker(1), podman(1), systemd-run(1). */
const LAUNCHER = /^((?:docker|podman|nerdctl)(?: container)? (?:run|create|exec)|systemd-run)\b/

function launcherOf({document}: Unit, {words}: Command, name: string): string | null {
  const [first] = words
  if (first === undefined) return null
  const line = words.map(({value}) => value ?? '').join(' ')
  const [, launcher] = LAUNCHER.exec(line) ?? []
  if (launcher !== undefined) return passesOthers(words, name) ? launcher : null
  const lead = lineBefore(document.text, first.range.start)
  return /^(?:\S*\/)?aws\b/.test(line) && dropsAll(lead, name) ? 'sudo' : null
}

/** sudo(8): `env_reset` is the default; `-E` and `--preserve-env` pass variables on, `NAME=value` states one. */
function dropsAll(lead: string, name: string): boolean {
  const [, options] = /\bsudo((?:\s+(?:-\S+|\w+=\S*))*)\s+$/.exec(lead) ?? []
  return options !== undefined && !/\s-(?:\w*E|-preserve-env)/.test(options) && !options.includes(`${name}=`)
}

/** Some variable of AWS's is passed on by name, and this one is not. A file of variables may hold it. */
function passesOthers(words: readonly Word[], name: string): boolean {
  if (words.some(({value}) => value === null || value.startsWith('--env-file'))) return false
  const names = words.flatMap(({value}, index) => {
    const [, joined] = /^(?:--env|--setenv)=(.*)$/s.exec(value!) ?? /^-[eE](\w.*)$/s.exec(value!) ?? []
    const isOption = /^(?:-e|-E|--env|--setenv)$/.test(value!)
    const pair = joined ?? (isOption ? words[index + 1]?.value : undefined)
    return pair ? [pair.replace(/=.*$/s, '')] : []
  })
  return names.some((each) => each.startsWith('AWS_')) && !names.includes(name)
}

/** Dockerfile reference, "ARG": it is there while the image is built, and not in its containers. */
function byBuild(unit: Unit, scope: Scope, entry: Entry): Dropped | null {
  const {parsed} = unit
  if (scope.kind !== 'stage' || !isBuildArgument(unit, entry)) return null
  const isLast = parsed.scopes.findLast(({kind}) => kind === 'stage') === scope
  const isKept = parsed.entries.some((each) => each !== entry && each.key === entry.key && !isBuildArgument(unit, each))
  const isUsed = parsed.commands.some(
    ({scope: at, words}) => at.kind === 'run' && isWithin(at, scope) && /^(?:\S*\/)?aws$/.test(words[0]?.value ?? ''),
  )
  return isLast && !isKept && !isUsed
    ? {target: 'the containers of the image: it is an ARG', unit, offset: entry.range.start}
    : null
}

/** Variables of a Dockerfile that no container of the image has. */
export function isBuildArgument({document, format}: Unit, {range}: Entry): boolean {
  return format === 'dockerfile' && /^\s*ARG\s/i.test(lineBefore(document.text, range.start))
}

/** Compose fills in `${…}` from the `.env` beside its file, and hands nothing of it on to a service by itself. */
function byCompose(unit: Unit, name: string, project: Project): Dropped | null {
  const directory = /^(.*\/|)\.env$/.exec(unit.file.path)?.[1]
  if (directory === undefined) return null
  for (const other of project.units) {
    const file = other.file.path
    if (!file.startsWith(directory) || !/^(?:docker-)?compose[\w.-]*\.ya?ml$/.test(file.slice(directory.length)))
      continue
    for (const scope of other.parsed.scopes.filter(({kind}) => kind === 'service')) {
      const seen = project.lineage(other, scope)
      const variables = seen.flatMap((sight) =>
        sight.unit.parsed.entries.filter((entry) => entry.surface === 'env' && entry.scope === sight.scope),
      )
      const filled = variables.find(({expression}) => /^\$\{?AWS_\w+/.test(expression ?? ''))
      if (filled === undefined || variables.some(({key}) => key === name)) continue
      return {target: `service ${scope.name} of Docker Compose`, unit: other, offset: filled.range.start}
    }
  }
  return null
}

/** A scope between states it again. */
function isStated(unit: Unit, inner: Scope, outer: Scope, name: string): boolean {
  if (inner === outer) return false
  const isHere = unit.parsed.entries.some(
    ({scope, surface, key}) => scope === inner && surface === 'env' && key === name,
  )
  return isHere || (inner.parent !== null && isStated(unit, inner.parent, outer, name))
}

function isWithin(scope: Scope, outer: Scope): boolean {
  return scope === outer || (scope.parent !== null && isWithin(scope.parent, outer))
}

function lineBefore(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
}
