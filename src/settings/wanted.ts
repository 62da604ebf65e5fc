import type {RuleData} from '../data.js'
import type {Pattern, Wanted} from '../model.js'
import {segments} from '../scopes/pattern.js'
import {SECRET_WORDS} from '../secrets.js'
import {GUARDS, READS, STARTS} from './prefilter.js'

/** What a part of a file must hold to be read, where only the built-in rules run. */
export function wantedOf({settings, calls, scopes, part: rows}: RuleData): Wanted {
  const part = `${rows}|${READS.source}|${STARTS.source}|${GUARDS}`
  // What programs compute from variables of AWS's, scripts, files of AWS's inside others, policies, and what nobody may see.
  const more = String.raw`AWS_|\baws\s|aws[-_./]?(?:config|credentials)|aliyun|ossutil|[sS]tatement\b|${SECRET_WORDS}`
  return {
    pattern: new RegExp(part),
    each: new RegExp(`${part}|${more}`, 'g'),
    maps: new Set([...scopes.flatMap(mapOf), 'Resources']),
    keys: new Set([...LOOKED_AT, ...keysOf({settings, calls, scopes})]),
    whole: STATEMENTS,
  }
}

/** Values that are a scope of their own, each: `jobs.*`, `services.*`. */
function mapOf({at, formats}: RuleData['scopes'][number]): string[] {
  const [map = '', each, ...rest] = segments(at)
  return formats.includes('yaml') && each === '*' && rest.length === 0 && /^\w+$/.test(map) ? [map] : []
}

/** What code asks for by name: images (resolve-run/origin.ts), who made a call (providers/aws/event.ts). */
const LOOKED_AT = ['image', 'build', 'container', 'userIdentity', 'additionalEventData']

/** Of a policy, every statement counts: what one leaves out another may allow. */
const STATEMENTS: ReadonlySet<string> = new Set(['Statement', 'statement'])

/** The keys that rows look at beside what they are about: its kind, its name, what it names. */
function keysOf({settings, calls, scopes}: Pick<RuleData, 'settings' | 'calls' | 'scopes'>): string[] {
  const paths: Pattern[] = [
    ...[...settings, ...calls].flatMap((row) => Object.keys(row.with ?? {})),
    ...settings.flatMap(({also}) => also?.key ?? []),
    ...scopes.flatMap(({root, with: beside, name, links = [], env = []}) => [
      ...Object.keys({...root, ...beside}),
      ...(name === undefined ? [] : [name]),
      ...links.flatMap(({at, file}) => (file === undefined ? [at] : [at, file])),
      // What a fix adds goes there.
      ...env.map(({at}) => at),
    ]),
  ]
  return paths.flatMap((path) => segments(path).map((segment) => segment.replace(/^\^+/, '')))
}
