import {cpSync, existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {expect, test} from 'vitest'
import {createWorkspace} from './workspace.js'

/**
 * Eight languages, each with a version on both sides of every change of its default mode. With UPDATE=1 the expected files
 * are written anew: read the difference before committing it.
 */
const project = fileURLToPath(new URL('../../fixtures/projects/polyglot', import.meta.url))
const expected = `${project}.expected`

test('check', async () => {
  const {run, directory} = createWorkspace()
  cpSync(project, directory, {recursive: true})

  const {code, stdout, stderr} = await run(['check', '--no-home', '--min-severity', 'info'])

  expect({code, stderr}).toEqual({code: 1, stderr: ''})
  expect(stdout).toBe(readExpected('report.txt', stdout))
})

test.each([
  {file: 'table.txt', args: []},
  {file: 'why.txt', args: ['python', 'node', '--why']},
  {file: 'global.txt', args: ['--only', 'global']},
  {file: 'what-if.txt', args: ['--what-if', 'us-east-1-down', '--assume', 'other-dns']},
  {file: 'resolutions.json', args: ['--format', 'json']},
  {file: 'graph.mmd', args: ['--format', 'mermaid']},
])('$file', async ({file, args}) => {
  const {run, directory} = createWorkspace()
  cpSync(project, directory, {recursive: true})

  const {code, stdout, stderr} = await run(['resolve', ...args])

  expect({code, stderr}).toEqual({code: args.includes('--only') ? 1 : 0, stderr: ''})
  expect(stdout).toBe(readExpected(file, stdout))
})

function readExpected(file: string, found: string): string {
  const path = join(expected, file)
  if (process.env.UPDATE === '1') {
    mkdirSync(expected, {recursive: true})
    writeFileSync(path, found)
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
