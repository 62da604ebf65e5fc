import type {Facts} from '../../data.js'
import type {Project, Unit} from '../../scopes/view.js'
import type {Setting} from '../../settings/recognise.js'
import type {Hosts} from './hosts.js'
import type {ProjectFacts} from './project-facts.js'

/** A setting, with all that its meaning may depend on. */
export interface SettingSubject {
  readonly hosts: Hosts
  readonly project: Project
  readonly unit: Unit
  readonly setting: Setting
  /** Facts of its scope, and so far of itself. */
  readonly facts: Facts
  whole(): ProjectFacts
}
