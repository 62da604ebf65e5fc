import type {Clients} from '../resolve/clients.js'
import type {Project} from '../scopes/view.js'
import type {ClientChoice} from './choose-clients.js'
import type {SharedFiles} from './shared-files.js'
import type {Variables} from './variables.js'

export interface SubjectContext {
  readonly project: Project
  readonly clients: Clients
  readonly choose: ClientChoice
  /** The AWS files in use on this machine, where they are part of the run. */
  readonly inUse: SharedFiles
  /** The directory whose programs use them, absolute with `/`: where the run started. */
  readonly home: string
  /** Only this profile of AWS files, and nothing else. */
  readonly profile: string | null
  /** Shared files of another provider have that profile. */
  readonly isProfileElsewhere?: boolean
  /** Regions that may stand for one that is computed. */
  readonly standIns: readonly string[]
}

export interface ScopeContext extends SubjectContext {
  readonly variables: Variables
  /** Variables that some client reads. */
  readonly names: ReadonlySet<string>
}
