import type {Facts} from '../../data.js'
import {beside} from './beside.js'
import {placeNamed} from './place.js'
import type {SettingSubject} from './setting-subject.js'
import {regionFacts} from './value-facts.js'

/** A Region the account switches off, and who in the tree uses it. */
export function accountRegionFacts({hosts, unit, setting, whole}: SettingSubject): Facts {
  const {value} = setting.entry
  if (value === null) return {}
  const places = whole().regions.get(value) ?? []
  return {
    ...regionFacts(hosts, value),
    'account.users': places.length,
    'account.named': beside(unit, setting.entry, 'account_id') !== undefined,
    'account.user': placeNamed(places),
  }
}
