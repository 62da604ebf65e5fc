import {spawnSync} from 'node:child_process'
import type {Client} from '../src/resolve/clients.js'
import {resolveSts} from '../src/resolve/resolve-sts.js'
import type {ResolveInput} from '../src/resolve/types.js'

/** What an SDK did with one input: where it would have sent the request, or the exception it ended with. */
export interface Answer {
  readonly endpoint?: string
  readonly signingRegion?: string | null
  readonly error?: string
  readonly message?: string
}

/** A program that reads inputs as JSON and prints an answer to each. */
export interface Oracle {
  readonly command: string
  readonly args: readonly string[]
}

/** Runs all inputs in one process. */
export function ask({command, args}: Oracle, inputs: readonly ResolveInput[]): Answer[] {
  const {status, stdout, stderr} = spawnSync(command, args, {
    input: JSON.stringify(inputs),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.slice(-2000)}`)
  return JSON.parse(stdout) as Answer[]
}

/** Null where the program cannot be run here. */
export function versionOf({command, args}: Oracle): string | null {
  const {status, stdout} = spawnSync(command, [...args, '--version'], {encoding: 'utf8'})
  return status === 0 ? stdout.trim() : null
}

export interface Disagreement {
  readonly input: ResolveInput
  readonly sdk: string
  readonly model: string
}

/** Where the model says something else than the SDK did. */
export function disagreements(
  inputs: readonly ResolveInput[],
  answers: readonly Answer[],
  client: Client,
): Disagreement[] {
  return inputs.flatMap((input, at) => {
    const sdk = told(answers[at]!)
    const {endpoint, signingRegion, error} = resolveSts(input, client)
    const model = error === null ? `${endpoint} signed for ${signingRegion}` : `error ${error.kind}`
    return sdk === model
      ? []
      : [{input, sdk: sdk === 'error' ? `error ${answers[at]!.error}: ${answers[at]!.message}` : sdk, model}]
  })
}

function told({endpoint, signingRegion, error = '', message = ''}: Answer): string {
  // `localhost:4566` is a URL to a browser, but no address.
  if (endpoint !== undefined && !/^https?:\/\/[^/]/.test(endpoint)) return 'error invalid-endpoint-url'
  if (endpoint !== undefined) return `${decodeURI(endpoint)} signed for ${signingRegion}`
  const kind = KINDS.find(([pattern]) => pattern.test(`${error}: ${message}`))
  return kind === undefined ? 'error' : `error ${kind[1]}`
}

/** The SDKs' own words for each kind of error. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/need true/, 'invalid-boolean-env'],
  [/config profile .* could not be found/, 'profile-not-found'],
  [
    /Unable to parse config file|Cannot redefine property|SharedConfigLoadError|failed to load shared config file|NoMethodError|IndexError/,
    'config-parse-error',
  ],
  [/ENOENT/, 'config-file-missing'],
  [
    /[Ii]nvalid (?:parameter for "defaultsMode"|defaults mode)|AWS_DEFAULTS_MODE|load defaults_mode/,
    'invalid-defaults-mode',
  ],
  [/services section but the/, 'services-section-missing'],
  [
    /STS regional endpoints option|invalid (?:AWS_STS_REGIONAL_ENDPOINTS|sts_?regional_?endpoints|stsRegionalEndpoints)|STSRegionalEndpoint|sts_regional_endpoints from shared config/i,
    'invalid-mode-value',
  ],
  [/Invalid endpoint: https:\/\/sts(?:-fips)?\.\./, 'invalid-endpoint-url-empty-region'],
  [/Invalid endpoint:|scheme is missing|Invalid URL|HTTP or HTTPS|bad URI/, 'invalid-endpoint-url'],
  [/FIPS and custom endpoint/, 'fips-with-custom-endpoint'],
  [/Dualstack and custom endpoint/, 'dualstack-with-custom-endpoint'],
  [
    /dualstack.*not supported|Dual[Ss]tack (?:is|are) enabled|Endpoint does not exist for sts|dualstack/i,
    'dualstack-unsupported-partition',
  ],
  [
    /must specify a region|NoRegionError|Region is missing|MissingRegion|Missing region|AWS region is required/,
    'missing-region',
  ],
  [/doesn't match a supported format|not a valid hostname component|InvalidRegion|Invalid region/, 'invalid-region'],
  [/MissingEndpoint|unable to resolve endpoint|failed to parse endpoint URL|UnknownEndpoint/, 'endpoint-unresolvable'],
]
