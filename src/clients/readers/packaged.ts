import type {Range} from '../../model.js'
import {alpineHasOldCli} from '../distributions.js'
import type {Found} from '../model.js'

interface Word {
  readonly value: string
  /** A variable in it is not known. */
  readonly isOpen: boolean
  readonly range: Range
}

/** What apk, yum, dnf, brew and snap bring by a name: `aws-cli=2.15.57-r0`, `awscli-1.18.147`, `py3-boto3~1.34`. */
export function readPackaged({value, isOpen, range}: Word, manager: string, image: string | null): Found[] {
  const [, name, mark, rest] =
    /^(aws-?cli(?:-?2(?![.\d]))?|py(?:thon)?3-boto(?:3|core))(?:([=~<>]+|-(?=\d))(.+))?$/.exec(value) ?? []
  if (name === undefined) return []
  const [, number] = (/^(?:=|-)$/.test(mark ?? '') && /^(\d[\d.]*)/.exec(rest!)) || []
  const version = isOpen ? null : (number ?? null)
  const requirement = isOpen || rest === undefined || version !== null ? null : `${mark}${rest}`
  return [{...bringing(name, version, manager, image), requirement, version, range}]
}

/** Python's packages are those of PyPI; of the CLI it depends on the distribution which major version it is. */
function bringing(
  name: string,
  version: string | null,
  manager: string,
  image: string | null,
): Pick<Found, 'ecosystem' | 'package'> {
  if (name.startsWith('py')) return {ecosystem: 'pip', package: name.replace(/^.*-/, '')}
  const one = {ecosystem: 'pip', package: 'awscli'} as const
  const two = {ecosystem: 'cli', package: 'aws-cli'} as const
  if (version !== null) return version.startsWith('1.') ? one : two
  if (/2$/.test(name) || /(?:brew|snap)$/.test(manager) || /amazonlinux:2\d/.test(image ?? '')) return two
  if (/apk$/.test(manager)) return alpineHasOldCli(image) ? one : two
  return /amazonlinux:2(?:\.|$|@)/.test(image ?? '') ? one : {ecosystem: 'apt', package: 'awscli'}
}
