import type {ProviderId, Scope} from '../model.js'
import type {Client} from '../resolve/clients.js'
import type {Reason, Resolution, Sourced, SourcedInput} from '../resolve/types.js'
import type {Unit} from '../scopes/view.js'

/** What asks: a profile, a container, a build stage, a job, this process. */
export interface ScopeRef {
  readonly kind: string
  readonly name: string
  /** Null for what stands in no file. */
  readonly path: string | null
  readonly line: number | null
}

export interface Seen {
  readonly unit: Unit
  readonly scope: Scope
}

/** One scope, and what a client in it would see. */
export interface Subject {
  readonly scope: ScopeRef
  /** Null where no file's scope asks. */
  readonly at: Seen | null
  /** The files a client looks for differ by client. */
  inputFor(client: Client): SourcedInput
  /** Values that a program computes, by what stands for each in the input. */
  readonly computed: readonly Computed[]
  /** What is stated and left out, since nobody knows its value: the answer is then a likely one. */
  readonly unknown: readonly Reason[]
  readonly clients: readonly ClientInUse[]
}

export interface Computed {
  readonly standIn: string
  readonly expression: string
}

/** A client, and how it is known. `C`: of which provider. */
export interface ClientInUse<C = Client> {
  readonly client: C
  /** As people call it: `boto3 1.34.2`. */
  readonly label: string
  /** Where it was found; null where the user named it or nobody knows. */
  readonly found: Sourced | null
  /** The lowest version that a range allows, where `client` stands for the highest. */
  readonly oldest: C | null
}

/** What one client in one scope will do. */
export interface Answer<C = Client> {
  readonly provider: ProviderId
  readonly scope: ScopeRef
  readonly use: ClientInUse<C>
  readonly resolution: Resolution
  /** Something is stated that nobody knows the value of. */
  readonly hasUnknown: boolean
}

/** Of any provider: what a report says of it. */
export type AnyAnswer = Answer<Pick<Client, 'name' | 'version' | 'verified'>>
