import {describe, expect, test} from 'vitest'
import {resolveSts} from '../../src/resolve/resolve-sts.js'
import type {Params} from '../../src/resolve/types.js'
import {clientAt} from './clients.js'
import matrix from './resolution-matrix.json' with {type: 'json'}

type Build = keyof typeof matrix.builds

interface Case {
  readonly id: string
  readonly env: Readonly<Record<string, string>>
  readonly config?: string
  readonly credentials?: string
  readonly params?: Params
  readonly answers: readonly (Answer & {readonly builds: readonly Build[]})[]
}

interface Answer {
  readonly endpoint?: string
  readonly signingRegion?: string
  readonly kind?: string
  readonly error?: string
}

/** What the runs call `custom` is told apart by host facts. */
const KINDS: Readonly<Record<string, string>> = {vpce: 'custom', local: 'custom', foreign: 'custom'}

const cases = matrix.cases as unknown as readonly Case[]
const rows = cases.flatMap(({answers, ...input}) =>
  answers.flatMap(({builds, ...answer}) => builds.map((build) => ({build, answer, input}))),
)

test('every run of the matrix is here', () => {
  expect(rows).toHaveLength(1249)
})

describe.each(Object.keys(matrix.builds) as Build[])('%s', (build) => {
  const {name, version} = matrix.builds[build]

  test.each(rows.filter((row) => row.build === build))('$input.id', ({input, answer}) => {
    const {env, config = null, credentials = null, params = {}} = input

    const {endpoint, signingRegion, reach, error, likely} = resolveSts(
      {env, config, credentials, params},
      clientAt(name, version),
    )

    const kind = reach === null ? undefined : (KINDS[reach] ?? reach)
    const found = error === null ? {endpoint, signingRegion, kind} : {error: error.kind}
    expect(found).toEqual(answer)
    expect(likely).toBe(false)
  })
})
