import type {Facts} from '../../data.js'
import {droppedBy} from '../../scopes/dropped.js'
import {accountRegionFacts} from './account.js'
import {credentialFacts} from './credential.js'
import {eventFacts} from './event.js'
import {acceptedFacts} from './identity.js'
import {nameFacts} from './names.js'
import {conditionFacts} from './policy-facts.js'
import {durationFacts} from './session.js'
import type {SettingSubject} from './setting-subject.js'
import {signInFacts} from './sign-in.js'
import {vpcEndpointFacts} from './vpc-endpoint.js'
import {trailFacts, watchFacts} from './watchers.js'

/** Facts that need more than the value, by the setting's canonical name. */
export const SETTING_FACTS: Readonly<Record<string, (subject: SettingSubject) => Facts>> = {
  'sts.mode': dropFacts,
  'sts.endpoint': dropFacts,
  'vpce.service': vpcEndpointFacts,
  'policy.condition': conditionFacts,
  'signin.audience': signInFacts,
  'signin.endpoint': signInFacts,
  'session.duration': durationFacts,
  'session.max-duration': durationFacts,
  'account.region': accountRegionFacts,
  trail: trailFacts,
  'watch.region': watchFacts,
  'dns.name': nameFacts,
  'event.endpoint': eventFacts,
  credential: credentialFacts,
  'verifier.hosts': ({hosts, unit, setting}) => acceptedFacts(hosts, unit, setting),
  'app.image': ({unit, setting: {scope}}) => ({
    'app.isTold': unit.settings.some(
      (other) => TOLD.has(other.name) && [other.scope, other.scope.parent].includes(scope),
    ),
  }),
}

/** What tells a program where its STS is; a container's arguments are read as a command of their own. */
const TOLD: ReadonlySet<string> = new Set(['sts.regional', 'sts.endpoint', 'sts.region', 'endpoint'])

/** A variable that does not reach the program it is meant for. */
function dropFacts({unit, setting, project}: SettingSubject): Facts {
  const dropped = setting.entry.surface === 'env' ? droppedBy(unit, setting, project) : null
  if (dropped === null) return {}
  const {document, file} = dropped.unit
  const line = document.text.slice(0, dropped.offset).split('\n').length
  return {'value.notReached': dropped.target, 'value.droppedAt': `${file.path}:${line}`}
}
