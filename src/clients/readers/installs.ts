import type {Command} from '../../model.js'
import {packagedVersion} from '../distributions.js'
import type {Ecosystem, Found, ReadContext} from '../model.js'
import {readPackaged} from './packaged.js'
import {readRequirement} from './requirement.js'

/** What an install command is read with: its document, the variables that are known there, and the image it runs in. */
export interface Surroundings {
  readonly text: string
  readonly context: ReadContext
  /** The value of a variable, where the file says it. */
  valueOf(name: string): string | null
  readonly image: string | null
}

/** A word of a command as it will be, as far as the file says that, and where it stands. */
interface Argument {
  readonly value: string
  /** A variable in it is not known. */
  readonly isOpen: boolean
  readonly start: number
  readonly end: number
}

/** The packages that one command installs. */
export function readInstalls(command: Command, around: Surroundings): Found[] {
  const words = command.words.map(({range}) => toArgument(range, around))
  const line = words.map(({value}) => value.replace(/^.*\/(?=[\w.-]+$)/, '')).join(' ')
  const installer = INSTALLERS.find(({command: pattern}) => pattern.test(line))
  const found =
    installer === undefined
      ? []
      : words.slice(1).flatMap((word, index) => {
          const before = words[index]!.value
          return word.value.startsWith('-') || VALUED.test(before) ? [] : read(installer.ecosystem, word, words, around)
        })
  return [...found.filter((each) => around.context.isKnown(each.ecosystem, each.package)), ...readDownloads(words)]
}

/** On the command's words with single blanks between them, paths cut off. */
const INSTALLERS: readonly {readonly ecosystem: Ecosystem; readonly command: RegExp}[] = [
  {ecosystem: 'pip', command: /^(?:python[\d.]* -m )?pip[\d.]* (?:-\S+ )*install /},
  {
    ecosystem: 'pip',
    command: /^(?:uv (?:pip install|add|tool install)|pipx install|poetry add|pipenv install|pdm add) /,
  },
  {ecosystem: 'npm', command: /^(?:npm|pnpm|yarn|bun) (?:-\S+ )*(?:global )?(?:i|install|add) /},
  {ecosystem: 'apt', command: /^apt(?:-get)? (?:-o \S+ |-\S+ )*install /},
  {ecosystem: 'cli', command: /^(?:apk (?:-\S+ )*add|(?:yum|dnf|microdnf|brew|snap) (?:-\S+ )*install) /},
  {ecosystem: 'gem', command: /^gem install /},
  {ecosystem: 'go', command: /^go (?:get|install) /},
  {ecosystem: 'composer', command: /^composer (?:-\S+ )*(?:global )?require /},
  {ecosystem: 'cargo', command: /^cargo add /},
  {ecosystem: 'psgallery', command: /^Install-(?:Module|PSResource) /i},
  {ecosystem: 'nuget', command: /^dotnet add (?:\S+ )?package /},
]

/** Options whose next word is no package. */
const VALUED = /^(?:-[rcitev]|--(?:requirement|constraint|index-url|extra-index-url|target|prefix|version|registry))$/

function toArgument({start, end}: Command['range'], {text, valueOf}: Surroundings): Argument {
  const raw = text.slice(start, end)
  const quoted = /^(["'])(.*)\1$/s.exec(raw)
  const lead = quoted === null ? 0 : 1
  let isOpen = false
  const value = (quoted?.[2] ?? raw).replace(VARIABLE, (written, name: string, fallback?: string) => {
    const known = quoted?.[1] === "'" ? written : (valueOf(name) ?? fallback)
    isOpen ||= known === undefined
    return known ?? written
  })
  return {value, isOpen, start: start + lead, end: end - lead}
}

/** `$NAME`, `${NAME}`, `${NAME:-fallback}`. */
const VARIABLE = /\$\{?([A-Za-z_]\w*)(?::?-([^}]*))?\}?/g

function read(ecosystem: Ecosystem, word: Argument, words: readonly Argument[], around: Surroundings): Found[] {
  const {value, isOpen, start, end} = word
  const range = {start, end}
  if (ecosystem === 'cli') return readPackaged({value, isOpen, range}, words[0]!.value, around.image)
  const [, short, wish] = (ecosystem === 'pip' && POETRY.exec(value)) || []
  if (short !== undefined) return [{ecosystem, package: short, requirement: isOpen ? null : wish!, range}]
  if (ecosystem === 'pip') {
    return readRequirement(value, start, around.context).map((found) => ({
      ...found,
      range,
      ...(isOpen && {requirement: null}),
    }))
  }
  const cut = value.search(SEPARATORS[ecosystem] ?? /@(?!^)/)
  const [name, written] = cut < 1 ? [value, null] : [value.slice(0, cut), value.slice(cut + 1)]
  const requirement = isOpen ? null : (written ?? optionAfter(word, words))
  const isDefault = ecosystem === 'apt' && requirement === null && around.image !== null
  const version = isDefault ? packagedVersion(around.image!, name) : null
  return [{ecosystem, package: name, requirement, version, range}]
}

/** Poetry and uv: `boto3@^1.34`, `awscli[crt]@1.32.1`. */
const POETRY = /^([\w.-]+)(?:\[[^\]]*\])?@([\d^~<>=!*l][^\s/]*)$/

const SEPARATORS: Readonly<Partial<Record<Ecosystem, RegExp>>> = {
  npm: /(?<!^)@/,
  apt: /=/,
  gem: /:/,
  composer: /[:=]/,
}

/** `gem install NAME -v 3.1`, `dotnet add package NAME --version 3.7`: the first of these after the name. */
function optionAfter(word: Argument, words: readonly Argument[]): string | null {
  const rest = words.slice(words.indexOf(word) + 1)
  const at = rest.findIndex(({value}) => /^(?:-v|--version|-RequiredVersion)$/i.test(value))
  return at < 0 || rest[at + 1]?.isOpen ? null : (rest[at + 1]?.value ?? null)
}

/** AWS's installers of version 2 and bundle of version 1, with or without the version in their name. */
const DOWNLOAD =
  /\b(?:awscli-exe-linux-(?:x86_64|aarch64|\$\([^)]*\)|\$\{?\w+\}?)|AWSCLIV2|awscli-bundle)(?:-(\d+\.\d+\.\d+))?\.(?:zip|pkg|msi)\b/

function readDownloads(words: readonly Argument[]): Found[] {
  return words.flatMap(({value, isOpen, start, end}) => {
    const [name, version] = (/^https?:/.test(value) && DOWNLOAD.exec(value)) || []
    if (name === undefined && !(isOpen && /awscli-exe-linux-/.test(value))) return []
    return [downloaded(name ?? '', version ?? null, {start, end})]
  })
}

function downloaded(name: string, version: string | null, range: Found['range']): Found {
  return /bundle/.test(name)
    ? {ecosystem: 'pip', package: 'awscli', requirement: null, version, range}
    : {ecosystem: 'cli', package: 'aws-cli', requirement: null, version, range}
}

/** For text that is no command: `ADD https://awscli.amazonaws.com/…`. */
export function readDownload(url: string, range: Found['range']): Found | null {
  const [name, version] = DOWNLOAD.exec(url) ?? []
  return name === undefined ? null : downloaded(name, version ?? null, range)
}
