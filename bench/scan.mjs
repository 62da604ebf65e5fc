import {mkdirSync} from 'node:fs'
import {join} from 'node:path'
import {compare, has, runForPeak} from './measure.mjs'
import {ignored} from './planted.mjs'
import {createTree} from './tree.mjs'

const SEARCH = 'rg -l'
const LIST = 'git ls-files'

/** A whole repository, against a text search and a listing of the same tree. */
export function measureScan({bin, work, rounds, files}) {
  const cwd = join(work, 'tree')
  mkdirSync(cwd)
  const {expected, bytes} = createTree(cwd, files)
  const hasSearch = has('rg')
  if (!hasSearch) console.log('rg is not installed: the scan is compared with git ls-files alone')
  const stslint = {
    name: 'stslint',
    file: process.execPath,
    args: [bin, '--no-home', '--format', 'json'],
    cwd,
    codes: [0, 1],
  }
  const search = {name: SEARCH, file: 'rg', args: ['-l', '--hidden', '-g', '!.git', 'sts|AWS_'], cwd}
  const commands = [...(hasSearch ? [search] : []), {name: LIST, file: 'git', args: ['ls-files'], cwd}, stslint]
  const rows = compare(commands, hasSearch ? SEARCH : LIST, rounds)
  const {output, megabytes} = runForPeak(stslint)
  return {
    bytes,
    rows: rows.map((row) => {
      const isOurs = row.name === stslint.name
      return {...row, limit: isOurs && hasSearch ? 5 : null, megabytes: isOurs ? megabytes : null}
    }),
    verdict: judge(JSON.parse(output), expected),
  }
}

/** Right is a finding of the planted rule in the planted file. Everything else that is found is wrong. */
function judge({results, summary}, expected) {
  const found = results.flatMap(({path, diagnostics}) => diagnostics.map(({rule}) => ({path, rule})))
  const isRight = ({path, rule}) => expected.get(path) === rule
  const right = new Set(found.filter(isRight).map(({path}) => path))
  const wrong = found.filter((finding) => !isRight(finding))
  return {
    planted: expected.size,
    scanned: summary.scanned,
    missed: [...expected].filter(([path]) => !right.has(path)).map(([path, rule]) => ({path, rule})),
    wrong,
    inIgnored: wrong.filter(({path}) => path.split('/').some((part) => ignored.includes(part))).length,
    recall: right.size / expected.size,
    precision: found.length === 0 ? 1 : (found.length - wrong.length) / found.length,
  }
}
