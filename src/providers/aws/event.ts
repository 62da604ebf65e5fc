import type {Facts} from '../../data.js'
import {entryAt} from './beside.js'
import type {SettingSubject} from './setting-subject.js'

/** Host headers of calls to the global endpoint: the second is what one that is served in another Region shows. */
const GLOBAL_HOST = /^(?:sts\.amazonaws\.com|sts-global\.[a-z0-9-]+\.amazonaws\.com)$/

/** A CloudTrail record of a call of STS: whether it came to the global endpoint, and from whom. */
export function eventFacts({unit, setting: {entry}}: SettingSubject): Facts {
  const isType = entry.key === 'endpointType'
  const event = entry.path.slice(0, isType ? -3 : -2)
  const valueAt = (...path: string[]): string | null => entryAt(unit, [...event, ...path])?.value ?? null
  const type = valueAt('additionalEventData', 'RequestDetails', 'endpointType')
  // One finding for one record: the host matters where the type is not said.
  const isGlobal = isType ? type === 'global' : type === null && GLOBAL_HOST.test(entry.value ?? '')
  return {
    'event.global': isGlobal && valueAt('userIdentity', 'invokedBy') === null,
    'event.name': valueAt('eventName'),
    'event.agent': valueAt('userAgent'),
  }
}
