import {Parser} from '@oclif/core'
import {describe, expect, test} from 'vitest'
import {Check} from '../src/commands/check.js'
import {checkFlags, type Flag} from '../src/flags.js'
import {parseCheckArguments} from '../src/parse-flags.js'

const flags: readonly Flag[] = checkFlags

describe('the thin front and oclif', () => {
  test('have the same flags', () => {
    expect(Object.keys(Check.flags).sort()).toEqual(flags.map(({name}) => name).sort())
  })

  test.each(flags.map((flag) => [flag.name, flag] as const))('read --%s alike', async (name, flag) => {
    for (const args of samples(flag)) {
      const front = parseCheckArguments(args, {})
      expect(front, `${name}: ${args.join(' ')}`).not.toBeNull()
      expect(await throughOclif(args)).toEqual(front)
    }
  })

  test.each([
    ['paths', ['a', 'b/*.env']],
    ['paths after --', ['--fix', '--', '--diff', 'rules']],
    ['paths between flags', ['a', '--rule', 'x/y', 'b', '-f', 'json', 'c']],
    ['bundled characters', ['-qf', 'json', 'a']],
    ['the last of --color and --no-color', ['--color', '--no-color']],
    ['nothing', []],
  ])('read %s alike', async (_, args) => {
    expect(await throughOclif(args)).toEqual(parseCheckArguments(args, {}))
  })

  test.each([
    ['an unknown flag', ['--fxi']],
    ['a missing value', ['--region']],
    ['an unlisted choice', ['--fail-on', 'fatal']],
    ['a second value', ['--region', 'eu-west-1', '--region', 'us-east-1']],
  ])('refuse %s alike', async (_, args) => {
    expect(parseCheckArguments(args, {})).toBeNull()
    await expect(throughOclif(args)).rejects.toThrow()
  })

  test('a switch with a value never runs', () => {
    expect(() => parseCheckArguments(['--fix=false'], {})).toThrow('--fix is a switch: it takes no value')
  })

  test('read the environment alike', async () => {
    const env = {STSLINT_CONFIG: 'a.yaml', STSLINT_DEBUG: 'true'}
    Object.assign(process.env, env)
    try {
      const front = parseCheckArguments([], env)
      expect(front?.flags).toEqual({config: 'a.yaml', debug: true})
      expect(await throughOclif([])).toEqual(front)
    } finally {
      for (const name of Object.keys(env)) delete process.env[name]
    }
  })

  test('let a flag win over its variable', () => {
    const parsed = parseCheckArguments(['--config', 'b.yaml'], {STSLINT_CONFIG: 'a.yaml'})
    expect(parsed?.flags).toEqual({config: 'b.yaml'})
  })
})

test('every flag says what it does in one sentence without a full stop', () => {
  for (const {name, summary} of flags) expect(summary, name).toMatch(/^[A-Z].*[^.]$/)
})

function samples(flag: Flag): string[][] {
  const long = `--${flag.name}`
  const short = flag.char === undefined ? [] : [`-${flag.char}`]
  if (flag.type === 'boolean') {
    return [[long], [long, long], ...short.map((char) => [char]), ...(flag.negatable ? [[`--no-${flag.name}`]] : [])]
  }
  const values = flag.options ?? ['one']
  const single = values.flatMap((value) => [[long, value], [`${long}=${value}`], ...short.map((char) => [char, value])])
  return flag.multiple ? [...single, [long, 'one', 'path', long, 'two']] : single
}

async function throughOclif(args: readonly string[]): Promise<unknown> {
  const {flags: given, argv} = await Parser.parse([...args], {flags: Check.flags, args: Check.args, strict: false})
  return {paths: argv, flags: given}
}
