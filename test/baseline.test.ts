import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {nextBaseline, readBaseline, withoutKnown, writeBaseline} from '../src/baseline.js'
import type {Diagnostic, Result} from '../src/model.js'

function found(text: string, values: readonly string[], rule = 'aws/legacy-setting'): Result {
  const diagnostics = values.map((value): Diagnostic => {
    const start = text.indexOf(value)
    const range = {start, end: start + value.length}
    return {
      rule,
      severity: 'warning',
      message: value,
      range,
      setting: 'sts.mode',
      scope: {kind: 'env-file', name: '.env'},
      links: [],
      fix: null,
    }
  })
  return {path: '.env', text, diagnostics, secrets: [], fixed: []}
}

describe('a baseline', () => {
  test('knows what it was made of, wherever the lines have gone', () => {
    const baseline = nextBaseline([found('A=legacy\n', ['legacy'])], null)
    expect(withoutKnown(found('\n\n# more\nA=legacy\n', ['legacy']), baseline).diagnostics).toEqual([])
  })

  test('does not know another value, rule or file', () => {
    const baseline = nextBaseline([found('A=legacy\n', ['legacy'])], null)
    const others = [
      found('A=global\n', ['global']),
      found('A=legacy\n', ['legacy'], 'aws/invalid-region'),
      {...found('A=legacy\n', ['legacy']), path: 'b/.env'},
    ]
    expect(others.map((other) => withoutKnown(other, baseline).diagnostics.length)).toEqual([1, 1, 1])
  })

  test('loses what is gone and takes nothing new', () => {
    const before = nextBaseline([found('A=legacy\nB=old\n', ['legacy', 'old'])], null)
    const after = nextBaseline([found('A=legacy\nC=new\n', ['legacy', 'new'])], before)
    expect(after.findings['.env']).toEqual(
      before.findings['.env']?.filter((mark) => after.findings['.env']?.includes(mark)),
    )
    expect(after.findings['.env']).toHaveLength(1)
  })
})

describe('its file', () => {
  let directory = ''
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'stslint-baseline-'))
  })
  afterEach(() => rmSync(directory, {recursive: true}))

  test('reads back as it was written', () => {
    const file = join(directory, 'b.json')
    const baseline = nextBaseline([found('A=legacy\n', ['legacy'])], null)
    writeBaseline(file, 'b.json', baseline)
    expect(readBaseline(file, 'b.json')).toEqual(baseline)
    expect(readFileSync(file, 'utf8')).toMatch(/\n$/)
  })

  test.each([
    {
      name: 'is missing',
      text: null,
      message: 'b.json: cannot be read as a baseline (ENOENT); --update-baseline makes it',
    },
    {name: 'is no JSON', text: '{', message: 'b.json: cannot be read as a baseline (not JSON)'},
    {name: 'is another JSON', text: '{"version": 7}', message: 'b.json: not a baseline that this version wrote'},
  ])('that $name is the user’s mistake', ({text, message}) => {
    const file = join(directory, 'b.json')
    if (text !== null) writeFileSync(file, text)
    expect(() => readBaseline(file, 'b.json')).toThrow(message)
  })
})
