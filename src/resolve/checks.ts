import type {Behaviour, Place} from './clients-file.js'
import {type Candidate, isInFile, isServicesMissing} from './lookup.js'
import {hostOf} from './partitions.js'
import {isLegacyRegion, type Plan, readMode} from './plan.js'
import {profileIn} from './process.js'
import {chainFault, lonelyToken} from './source-profiles.js'
import {sessionFault} from './sso-sessions.js'

/** What is wrong, in one sentence; null where nothing is. */
export type Check = (plan: Plan) => string | null

/** The names that clients.yaml puts in each client's order. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'file-refused': (plan) => {
    const {config, credentials} = plan.process
    return isConfigOff(plan) ? null : (config.error ?? credentials.error)
  },

  // JavaScript v2 looks for a Region when it is loaded, so a parameter comes too late to help.
  'config-file-missing': (plan) => {
    if (!needsConfigFile(plan)) return null
    const {config, credentials} = plan.process.input
    if (config === null) return 'AWS_SDK_LOAD_CONFIG is set and there is no config file'
    const isIncomplete = plan.behaviour.files.bothNeeded === true && credentials === null
    return isIncomplete ? 'AWS_SDK_LOAD_CONFIG is set and there is no credentials file' : null
  },

  'config-file-refused': (plan) => (needsConfigFile(plan) ? plan.process.config.error : null),

  'profile-missing': ({process}) => {
    const {name, named} = process.profile
    const isThere = profileIn(process, 'config') !== undefined || profileIn(process, 'credentials') !== undefined
    return named === null || isThere ? null : `no file has a profile ${quoted(name)}`
  },

  // Go v2 forgives AWS_DEFAULT_PROFILE.
  'asked-profile-missing': (plan) => {
    const {params, env} = plan.process.input
    const [first] = plan.behaviour.profile.env
    const isAsked = params?.profile !== undefined || (first !== undefined && !!env[first.env]?.value)
    return isAsked ? CHECKS['profile-missing']!(plan) : null
  },

  'partial-keys': ({process}) => {
    const section = profileIn(process, 'credentials') ?? profileIn(process, 'config')
    const isHalf = section?.has('aws_access_key_id') !== section?.has('aws_secret_access_key')
    return isHalf ? `profile ${process.profile.name} has half of a key pair` : null
  },

  'sso-session': (plan) => (isConfigOff(plan) ? null : sessionFault(plan.process, plan.behaviour.files.ssoSessions)),

  'source-profile': (plan) => (isConfigOff(plan) ? lonelyToken(plan.process) : chainFault(plan.process)),

  'variable-not-boolean': ({fips, dualstack, ignore}) => {
    const invalid = dualstack.invalid ?? fips.invalid ?? ignore.invalid
    return invalid === null ? null : `${quoted(invalid.value)} is neither true nor false`
  },

  'defaults-mode': ({defaultsMode: {chosen}, behaviour}) => defaultsModeMessage(chosen?.value, behaviour),

  // Go v2 reads the file whole, whatever the environment says.
  'defaults-mode-in-file': ({defaultsMode: {candidates}, behaviour}) =>
    defaultsModeMessage(candidates.find(({place, fate}) => isInFile(place) && isStated(fate))?.value, behaviour),

  'services-missing': ({process, endpoint, ignore, behaviour}) => {
    const isReached = !ignore.on && (endpoint.chosen === null || isInFile(endpoint.chosen.place))
    const isWrong = isReached && behaviour.endpoint.services?.missing === 'error' && isServicesMissing(process)
    return isWrong ? `there is no section services ${quoted(process.services?.pointer.value)}` : null
  },

  'mode-value': (plan) => (plan.meaning === 'invalid' ? modeMessage(plan.mode.chosen?.value) : null),

  'mode-value-of-plain-host': (plan) => {
    const isPlain = plan.urlText === null && !plan.variant.fips && !plan.variant.dualstack
    return isPlain && plan.meaning === 'invalid' ? modeMessage(plan.mode.chosen?.value) : null
  },

  // Go v1 reads the environment whole, whatever the program says, and the files whole, whatever the environment says.
  'mode-value-outside-files': (plan) => invalidMode(plan, (place) => !isInFile(place)),
  'mode-value-in-file': (plan) => invalidMode(plan, isInFile),

  'region-missing': (plan) => {
    if (plan.regionName !== null && plan.regionName !== '') return null
    const {none, optionalBesideUrl} = plan.behaviour.region
    if (optionalBesideUrl === true && plan.urlText !== null) return null
    const hasVariant = plan.variant.fips || plan.variant.dualstack
    const isGlobal =
      plan.urlText === null &&
      (none === 'aws-global' || (none === 'aws-global-unless-regional' && plan.meaning === 'legacy' && !hasVariant))
    return isGlobal || plan.regionName === '' ? null : 'no Region is configured'
  },

  // JavaScript v3 until 3.777: an empty Region is none, but only to the signer.
  'region-empty-to-sign': ({regionName}) => (regionName === '' ? 'the Region is empty' : null),

  'region-empty': ({regionName, urlText}) => (regionName === '' && urlText === null ? 'the Region is empty' : null),

  'region-label': (plan) => {
    const {label, labelUnless} = plan.behaviour.region
    // botocore looks at the name before it takes it apart, the others after.
    const name = plan.behaviour.region.rewrite === 'fips-anywhere' ? plan.regionAsWritten : plan.regionName
    if (label === undefined || name === null) return null
    const isGlobal =
      labelUnless === 'global' &&
      plan.urlText === null &&
      !plan.variant.fips &&
      !plan.variant.dualstack &&
      isLegacyRegion(plan, name)
    const isExempt = isGlobal || (labelUnless === 'url' && plan.urlText !== null)
    return isExempt || new RegExp(label).test(name) ? null : `${quoted(name)} cannot be part of a host name`
  },

  'url-shape': ({url, urlText}) => (urlText !== null && url === null ? `${quoted(urlText)} is not a URL` : null),

  'url-param-without-scheme': ({endpoint: {chosen}}) =>
    chosen !== null && 'param' in chosen.place && !/^[a-z][a-z\d+.-]*:/i.test(chosen.value)
      ? `${quoted(chosen.value)} has no scheme`
      : null,

  'url-without-host': ({url}) => (url !== null && !/^https?:\/\/[^/]/i.test(url) ? `${quoted(url)} has no host` : null),

  'url-with-fips': ({urlText, asked, behaviour}) =>
    urlText !== null && asked.fips && behaviour.endpoint.withVariant === 'error'
      ? 'FIPS and an endpoint URL exclude each other'
      : null,

  'url-with-dualstack': ({urlText, asked, behaviour}) =>
    urlText !== null && asked.dualstack && behaviour.endpoint.withVariant === 'error'
      ? 'dual-stack and an endpoint URL exclude each other'
      : null,

  'variant-of-partition': ({regionName, variant, behaviour, tables}) => {
    const isMade = regionName === null || hostOf(regionName, variant, behaviour.partitions, tables) !== null
    return isMade ? null : `the partition of ${regionName} has no such endpoint`
  },
}

/** The client wants AWS_SDK_LOAD_CONFIG before it reads the config file, and it is not on. */
function isConfigOff({process, behaviour}: Plan): boolean {
  return behaviour.files.loadConfig !== undefined && !process.loadsConfig
}

function invalidMode({mode, behaviour}: Plan, isAsked: (place: Place) => boolean): string | null {
  const invalid = mode.candidates.find(
    ({place, fate, value}) =>
      isAsked(place) && isStated(fate) && value !== '' && readMode(value, behaviour.mode) === 'invalid',
  )
  return invalid === undefined ? null : modeMessage(invalid.value)
}

/** Whether it would count, if nothing stood before it. */
function isStated(fate: Candidate['fate']): boolean {
  return fate === 'chosen' || fate === 'later'
}

function defaultsModeMessage(mode: string | undefined, {defaultsMode: {valid}}: Behaviour): string | null {
  return mode === undefined || valid.includes(mode.toLowerCase()) ? null : `${quoted(mode)} is not a defaults mode`
}

function needsConfigFile({process, region}: Plan): boolean {
  const isFound = region.candidates.some(
    ({place, fate}) => ('env' in place || 'credentials' in place) && isStated(fate),
  )
  return process.loadsConfig && !isFound
}

function quoted(text: string | undefined): string {
  return JSON.stringify(text ?? '')
}

function modeMessage(value: string | undefined): string {
  return `${quoted(value)} is neither legacy nor regional`
}
