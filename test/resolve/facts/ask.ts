import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {answersOf} from '../../../src/resolve-run/answer.js'
import {environmentSubject} from '../../../src/resolve-run/environment.js'
import {readParams} from '../../../src/resolve-run/params.js'
import {clientAt} from '../clients.js'
import {BUILDS, type Build, type Column} from './builds.js'

export interface Input {
  readonly env?: Readonly<Record<string, string>>
  readonly config?: string
  readonly credentials?: string
  /** As after `--param`. */
  readonly params?: readonly string[]
}

/** One sentence of the facts page. */
export interface Fact extends Input {
  readonly fact: string
  readonly expected: Readonly<Partial<Record<Column, string>>>
}

/** A home with its two files; `use` is done in it before it goes away. */
export function inHome<T>({config, credentials}: Input, use: (home: string) => T): T {
  const home = mkdtempSync(join(tmpdir(), 'stslint-facts-'))
  for (const [name, text] of Object.entries({config, credentials})) {
    if (text === undefined) continue
    const path = join(home, '.aws', name)
    mkdirSync(dirname(path), {recursive: true})
    writeFileSync(path, text)
  }
  try {
    return use(home)
  } finally {
    rmSync(home, {recursive: true, force: true})
  }
}

/** What `stslint resolve --env` says of these builds. */
export function ask(input: Input, builds: readonly Build[]): string[] {
  return inHome(input, (home) => {
    const clients = builds.map((build) => {
      const [name, version] = BUILDS[build]
      return {client: clientAt(name, version), label: name, found: null, oldest: null}
    })
    const context = {env: {...input.env, HOME: home}, cwd: home, platform: 'linux' as const, home: true}
    const stance = {params: readParams(input.params ?? [], null), region: null}
    return answersOf([environmentSubject(context, clients)], stance).map(({resolution}) => outcomeOf(resolution))
  })
}

interface Outcome {
  readonly endpoint: string | null
  readonly signingRegion: string | null
  readonly error: {readonly kind: string} | null
}

/**
 * The host without what is the same for all, and the Region it is signed for where the host does not say it:
 * `sts.us-west-2`, `sts`, `a.example.test for us-west-2`; or the kind of error.
 */
export function outcomeOf({endpoint, signingRegion, error}: Outcome): string {
  if (endpoint === null) return error!.kind
  const host = endpoint.replace('https://', '').replace(/\.amazonaws\.com$/, '')
  const isSaid = host === 'sts' ? signingRegion === 'us-east-1' : host.split('.').includes(signingRegion ?? '')
  return isSaid ? host : `${host} for ${signingRegion}`
}

export const both = (region: string, env: Readonly<Record<string, string>> = {}) => ({
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  ...env,
})
export const west = (env: Readonly<Record<string, string>> = {}) => both('us-west-2', env)
export const WEST = 'sts.us-west-2'
/** A host that nobody owns, signed for us-west-2. */
export const at = (letter: string) => `${letter}.example.test for us-west-2`
export const url = (letter: string) => `https://${letter}.example.test`
