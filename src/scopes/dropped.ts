import type {Command, Entry, Scope, Word} from '../model.js'
import type {Setting} from '../settings/recognise.js'
import {isWithin} from './is-within.js'
import type {Project, Unit} from './view.js'

/** What a variable does not reach, and the line where it is left behind. */
export interface Dropped {
  readonly target: string
  readonly unit: Unit
  readonly offset: number
}

/** The first thing that keeps the variable from a program which seems to need it; null where nothing does. */
export function droppedBy(unit: Unit, {scope, entry}: Setting, project: Project): Dropped | null {
  return (
    byCommand(unit, scope, entry.key, project) ?? byBuild(unit, scope, entry) ?? byCompose(unit, entry.key, project)
  )
}

function byCommand(unit: Unit, scope: Scope, name: string, project: Project): Dropped | null {
  for (const {command, dropperOf} of launchersIn(unit)) {
    if (!isWithin(command.scope, scope) || isStated(unit, command.scope, scope, name)) continue
    const launcher = dropperOf(name)
    if (launcher !== null && !(/compose/.test(launcher) && isInCompose(name, project)))
      return {target: `what ${launcher} starts`, unit, offset: command.range.start}
  }
  return null
}

interface Launcher {
  readonly command: Command
  /** The program that leaves the variable of that name behind; null where it is passed on. */
  readonly dropperOf: DropperOf
}

type DropperOf = (name: string) => string | null

/** Commands that may leave variables behind: few of many, and asked about each variable. */
function launchersIn(unit: Unit): readonly Launcher[] {
  const known =
    launchers.get(unit) ??
    unit.parsed.commands.flatMap((command) => {
      const dropperOf = launcherOf(unit, command)
      return dropperOf === null ? [] : [{command, dropperOf}]
    })
  launchers.set(unit, known)
  return known
}

const launchers = new WeakMap<Unit, readonly Launcher[]>()

/** Programs that start others with an environment of their own: docker(1), podman(1), systemd-run(1), Compose. */
const LAUNCHER =
  /^((?:docker|podman|nerdctl)(?: container)? (?:run|create|exec)|(?:docker|podman)[ -]compose(?= (?:-\S+ (?:[^-\s]\S* )?)*(?:run|exec) )|systemd-run)\b/

function launcherOf({document}: Unit, {words}: Command): DropperOf | null {
  const [first] = words
  if (first === undefined) return null
  const line = words.map(({value}) => value ?? '').join(' ')
  const [, launcher] = LAUNCHER.exec(line) ?? []
  const lead = lineBefore(document.text, first.range.start)
  if (launcher !== undefined) {
    const passed = passedOn(words)
    if (passed === null) return null
    const passesOthers = [...passed.keys()].some((each) => each.startsWith('AWS_'))
    // By its name alone a variable is passed on as the launcher has it, and that may have been started without it.
    return (name) =>
      passed.get(name) === 'as it is' ? dropperIn(lead, name) : passesOthers && !passed.has(name) ? launcher : null
  }
  const written = document.text.slice(first.range.start, words.at(-1)!.range.end)
  const away = ELSEWHERE.find(({command}) => command.test(written))
  if (away !== undefined)
    return /[\s"';&|]aws\s+[a-z]/.test(written) ? (name) => (written.includes(name) ? null : away.program) : null
  return /\b(?:sudo|env)\b/.test(lead) && /^(?:\S*\/)?aws\b/.test(line) ? (name) => dropperIn(lead, name) : null
}

/** The variables that are passed on by name, with a value or as they are; null where a file may hold them. */
function passedOn(words: readonly Word[]): ReadonlyMap<string, 'stated' | 'as it is'> | null {
  if (words.some(({value}) => value === null || value.startsWith('--env-file'))) return null
  return new Map(
    words.flatMap(({value}, index) => {
      const [, joined] = /^(?:--env|--setenv)=(.*)$/s.exec(value!) ?? /^-[eE](\w.*)$/s.exec(value!) ?? []
      const isOption = /^(?:-e|-E|--env|--setenv)$/.test(value!)
      const pair = joined ?? (isOption ? words[index + 1]?.value : undefined)
      return pair ? [[pair.replace(/=.*$/s, ''), pair.includes('=') ? 'stated' : 'as it is'] as const] : []
    }),
  )
}

/** Of what stands before a command on its line: the program that starts it without the variable. */
function dropperIn(lead: string, name: string): string | null {
  // `sudo bash -c "cd /srv && aws …"`: around the quoted script, and in it.
  const [, outer, , inner] = /^(.*\s-\w*c\s+)(["'])((?:(?!\2).)*)$/s.exec(lead) ?? []
  if (outer === undefined) return DROPPERS.find(({drops}) => drops(lead, name))?.program ?? null
  const around = outer.replace(/(?:\S*\/)?(?:ba|da|z)?sh\s+-\w*c\s+$/, '')
  return DROPPERS.find(({drops}) => drops(around, name) || drops(inner!, name))?.program ?? null
}

const DROPPERS: readonly {readonly program: string; drops(lead: string, name: string): boolean}[] = [
  {
    // sudo(8): `env_reset` is the default; `-E` and `--preserve-env` pass variables on, `NAME=value` states one.
    program: 'sudo',
    drops(lead, name) {
      const [, options] = SUDO.exec(lead) ?? []
      if (options === undefined || options.includes(`${name}=`)) return false
      const [, list] = /\s--preserve-env=(\S+)/.exec(options) ?? []
      return list === undefined
        ? !/\s-(?:\w*E\w*|-preserve-env)(?=\s|$)/.test(options)
        : !list.split(',').includes(name)
    },
  },
  {
    program: 'env -i',
    drops(lead, name) {
      const [, options] = /\benv((?:\s+(?:-\S*|\w+=\S*))*)\s+$/.exec(lead) ?? []
      if (options === undefined || options.includes(`${name}=`)) return false
      return /\s(?:-|-i|--ignore-environment)(?=\s|$)/.test(options)
    },
  },
]

/** With its options, of which some take a word. */
const SUDO =
  /\bsudo((?:\s+(?:-\w*[ugCDhpRTU]\s+\S+|--(?:user|group|chdir|host|prompt)\s+\S+|-(?!\w*[ugCDhpRTU]\s)\S+|\w+=\S*))*)\s+$/

/**
 * Commands whose script has another environment, but for what they name. ssh(1): that of the other host, unless `SendEnv` says
 * more. su(1) and runuser(1): a login shell begins anew.
 */
const ELSEWHERE: readonly {readonly program: string; readonly command: RegExp}[] = [
  {program: 'ssh', command: /^ssh\s(?!.*\b(?:Send|Set)Env\b)/s},
  {program: 'su -', command: /^(?:su|runuser)(?:\s+[^\s"']+)*?\s+(?:-|-\w*l\w*|--login)\s(?:[^"']*\s)?-\w*c\s/},
]

/** Dockerfile reference, "ARG": it is there while the image is built, and not in its containers. */
function byBuild(unit: Unit, scope: Scope, entry: Entry): Dropped | null {
  const {parsed} = unit
  if (scope.kind !== 'stage' || !isBuildArgument(unit, entry)) return null
  const isLast = parsed.scopes.findLast(({kind}) => kind === 'stage') === scope
  const isKept = parsed.entries.some((each) => each !== entry && each.key === entry.key && !isBuildArgument(unit, each))
  // By the text: a RUN line without anything of AWS's in it may not have been read.
  const stage = unit.document.text.slice(scope.range.start, scope.range.end)
  const isUsed = /^\s*RUN\b(?:[^\n]|\\\r?\n)*\baws\s/im.test(stage)
  return isLast && !isKept && !isUsed
    ? {target: 'the containers of the image: it is an ARG', unit, offset: entry.range.start}
    : null
}

/** Variables of a Dockerfile that no container of the image has. */
export function isBuildArgument({document, format}: Unit, {range}: Entry): boolean {
  return format === 'dockerfile' && /^\s*ARG\s/i.test(lineBefore(document.text, range.start))
}

/** Whether this runs in a container, where build arguments are gone. */
export function runsInContainer({document, format}: Unit, {range}: Scope): boolean {
  const {text} = document
  return (
    format === 'dockerfile' &&
    /^\s*(?:CMD|ENTRYPOINT)\s/i.test(lineBefore(text, range.start) + text.slice(range.start, range.end))
  )
}

/** Compose fills in `${…}` and what is named alone from the `.env` beside its file, and hands nothing else of it on by itself. */
function byCompose(unit: Unit, name: string, project: Project): Dropped | null {
  const directory = /^(.*\/|)\.env$/.exec(unit.file.path)?.[1]
  if (directory === undefined) return null
  for (const other of composeFiles(project)) {
    const file = other.file.path
    if (!file.startsWith(directory) || file.slice(directory.length).includes('/')) continue
    for (const scope of other.parsed.scopes.filter(({kind}) => kind === 'service')) {
      const seen = project.lineage(other, scope)
      const variables = seen.flatMap((sight) =>
        sight.unit.parsed.entries.filter((entry) => entry.surface === 'env' && entry.scope === sight.scope),
      )
      const named = namedAlone(other, scope)
      const filled =
        variables.find((entry) => /^\$\{?AWS_\w+/.test(entry.expression ?? '') || isNamedAlone(entry))?.range.start ??
        named.find((each) => each.name.startsWith('AWS_'))?.offset
      if (filled === undefined || [...variables.map(({key}) => key), ...named.map((each) => each.name)].includes(name))
        continue
      return {target: `service ${scope.name} of Docker Compose`, unit: other, offset: filled}
    }
  }
  return null
}

function composeFiles({units}: Project): Unit[] {
  return units.filter(({file}) => /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/.test(file.path))
}

/** `AWS_REGION:` in a map. */
function isNamedAlone({key, value, expression, valueRange}: Entry): boolean {
  return key.startsWith('AWS_') && value === null && expression === null && valueRange.start === valueRange.end
}

/** `- AWS_REGION` in the list of a service, which states nothing by itself and so is no entry. */
function namedAlone({document}: Unit, {range}: Scope): {readonly name: string; readonly offset: number}[] {
  const items = document.text.slice(range.start, range.end).matchAll(/^([ \t]*-[ \t]+["']?)(\w+)["']?[ \t]*(?:#.*)?$/gm)
  return [...items].map(({1: lead, 2: name, index}) => ({name: name!, offset: range.start + index + lead!.length}))
}

/** A service may have it from its own file. */
function isInCompose(name: string, project: Project): boolean {
  return composeFiles(project).some(
    ({document, parsed}) => document.text.includes(name) || parsed.scopes.some(({links}) => links.length > 0),
  )
}

/** A scope between states it again. */
function isStated(unit: Unit, inner: Scope, outer: Scope, name: string): boolean {
  const between = new Set<Scope>()
  for (let at: Scope | null = inner; at !== null && at !== outer; at = at.parent) between.add(at)
  return unit.parsed.entries.some(({scope, surface, key}) => surface === 'env' && key === name && between.has(scope))
}

function lineBefore(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
}
