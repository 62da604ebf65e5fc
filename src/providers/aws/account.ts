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

/** A trail that does not say is a trail of one Region, in Terraform as in CloudFormation. */
export function trailFacts({unit, setting}: Pick<SettingSubject, 'unit' | 'setting'>): Facts {
  const stated = beside(unit, setting.entry, 'is_multi_region_trail', 'IsMultiRegionTrail')
  return {'trail.multiRegion': stated === undefined ? false : stated.value === null ? null : stated.value === 'true'}
}

/** The Region that an alarm or a rule about STS events is narrowed to. */
export function watchFacts({hosts, setting}: Pick<SettingSubject, 'hosts' | 'setting'>): Facts {
  const text = setting.entry.value ?? ''
  const isText = /\s|=/.test(text)
  const region = isText ? (/\bawsRegion\s*=\s*["']?([a-z0-9-]+)/.exec(text)?.[1] ?? null) : text
  const isSts = !isText || /\bsts\.amazonaws\.com\b/.test(text)
  return {'watch.region': isSts && region !== null && hosts.region(region).known ? region : null}
}
