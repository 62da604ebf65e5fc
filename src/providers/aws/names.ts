import type {Facts} from '../../data.js'
import type {SettingSubject} from './setting-subject.js'

/** The global host as a whole name: alone, before a colon and an address, or as a word of a zone's text. */
const GLOBAL = /(?:^|[\s"'])sts\.amazonaws\.com\.?(?=$|[\s:="'])/im

/** Lines of a Corefile that answer nothing themselves, and zones that are asked of another server. */
const PASSED_ON =
  /^[ \t]*(?:acl|bind|cache|debug|dnstap|errors|forward|log|prometheus)\b.*$|^[ \t]*\S+[ \t]*\{(?=[^{}]*^[ \t]*forward\b)(?![^{}]*^[ \t]*(?:hosts|template|file|rewrite)\b)/gim

/** A name of the network and what it is made to answer. */
export function nameFacts({hosts, project, setting}: SettingSubject): Facts {
  const text = (setting.entry.value ?? '').replace(/(?:^|\s)#.*$/gm, '').replace(PASSED_ON, '')
  const target =
    project.own(setting.scope, 'dns.target').find(({entry}) => entry.value !== null)?.entry.value ?? otherHost(text)
  return {
    'dns.global': GLOBAL.test(text),
    'dns.target': target,
    'dns.targetReach': target === null ? null : hosts.parse(target).reach,
  }
}

/** `rewrite name sts.amazonaws.com sts.eu-west-1.amazonaws.com` */
function otherHost(text: string): string | null {
  const line = text.split('\n').find((candidate) => GLOBAL.test(candidate))
  return line?.match(/\b(?:vpce-[\w.-]+|sts\.[a-z]{2}[\w-]*\.amazonaws\.com)\b/)?.[0] ?? null
}
