import type {Facts} from '../../data.js'
import type {SettingSubject} from './setting-subject.js'

/** What kind of key id stands there: its text stays where it is. */
export function credentialFacts({unit, setting}: SettingSubject): Facts {
  const {start, end} = setting.entry.valueRange
  return {'credential.kind': kindOf(unit.document.text.slice(start, end).trim())}
}

/** IAM User Guide, "IAM identifiers": AKIA for users' keys, ASIA for temporary ones. AWS's own samples end in EXAMPLE. */
function kindOf(text: string): string | null {
  if (!/^[A-Z0-9]{20}$/.test(text) || text.endsWith('EXAMPLE')) return null
  return text.startsWith('AKIA') ? 'long-lived' : text.startsWith('ASIA') ? 'temporary' : null
}
