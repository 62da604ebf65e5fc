import type {Hosts} from '../providers/aws/hosts.js'
import type {Client} from '../resolve/clients.js'
import {enter, profileIn} from '../resolve/process.js'
import type {Resolution} from '../resolve/types.js'
import {answersOf, type Stance} from '../resolve-run/answer.js'
import type {Subject} from '../resolve-run/model.js'
import type {Credentials, Target} from './model.js'

/** The client that answers, what the user said about it, and the hosts there are. */
export interface Asking {
  readonly client: Client
  readonly stance: Stance
  readonly hosts: Hosts
}

/** @param fixed the same scope once the fixes are made */
export function toTarget(subject: Subject, fixed: Subject, credentials: Credentials, asking: Asking): Target {
  const own = fixed.inputFor(asking.client)
  const stated = profileValues(fixed, asking)
  return {
    provider: 'aws',
    scope: subject.scope,
    credentials,
    today: resolutionOf(subject, asking),
    after: proposed(resolutionOf(fixed, asking), asking.hosts),
    caBundle: stated('ca_bundle'),
    role: stated('role_arn') ?? own.env['AWS_ROLE_ARN']?.value ?? null,
    operation: operationOf(subject.scope),
  }
}

/** What the profile in use states under a key. */
export function profileValues(
  subject: Subject,
  {client, stance}: Pick<Asking, 'client' | 'stance'>,
): (key: string) => string | null {
  const own = subject.inputFor(client)
  const process = enter({...own, params: {...own.params, ...stance.params}}, client.behaviour)
  return (key) => (profileIn(process, 'config')?.get(key) ?? profileIn(process, 'credentials')?.get(key))?.value ?? null
}

export function resolutionOf(subject: Subject, {client, stance}: Asking): Resolution {
  const uses = [{client, label: client.name, found: null, oldest: null}]
  return answersOf([{...subject, clients: uses}], stance)[0]!.resolution
}

/** What no edit of a file sends to the Regional endpoint (an old SDK's default, a variable of this shell) should go there too. */
function proposed(resolution: Resolution, hosts: Hosts): Resolution {
  const {reach, region} = resolution
  const endpoint = reach === 'global' && region !== null ? hosts.endpoint(region, 'regional') : null
  return endpoint === null ? resolution : {...resolution, endpoint, reach: 'regional', signingRegion: region}
}

function operationOf({kind, name}: Subject['scope']): string | null {
  return kind === 'command' && /\bassume-root\b/.test(name) ? 'AssumeRoot' : null
}
