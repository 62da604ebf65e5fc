import {spawnSync} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {ignored, planted, traps} from './planted.mjs'
import {createRandom} from './random.mjs'
import * as texts from './texts.mjs'

/** How many of 10,000 files are of which kind, as in repositories of services. */
const kinds = [
  {weight: 2200, path: (word, index) => `${word}-${index}.ts`, text: texts.source},
  {weight: 820, path: (word, index) => `${word}-${index}.js`, text: texts.source},
  {
    weight: 1000,
    path: (word, index) => `${word}_${index}.py`,
    text: (it) => texts.source(it, {comment: '#', assign: ''}),
  },
  {weight: 700, path: (word, index) => `${word}_${index}.go`, text: (it) => texts.source(it, {assign: 'var'})},
  {
    weight: 500,
    path: (word, index) => `${word}${index}.java`,
    text: (it) => texts.source(it, {assign: 'var', end: ';'}),
  },
  {weight: 600, path: (word, index) => `${word}-${index}.md`, text: texts.prose},
  {weight: 500, path: (word, index) => `${word}-${index}.txt`, text: texts.prose},
  {
    weight: 250,
    path: (word, index) => `${word}-${index}.css`,
    text: (it) => texts.source(it, {comment: '/*', end: ' */'}),
  },
  {weight: 820, path: (word, index) => `${word}-${index}.yaml`, text: texts.kubernetes},
  {weight: 60, path: (word, index) => `${word}-rbac-${index}.yaml`, text: texts.roles},
  {weight: 140, path: (word, index) => `templates/${word}-${index}.yaml`, text: texts.helm},
  {weight: 100, path: (word, index) => `docker-compose.${word}-${index}.yml`, text: texts.compose},
  {weight: 60, path: (word, index) => `/.github/workflows/${word}-${index}.yml`, text: texts.workflow},
  {weight: 90, path: (word, index) => `template-${word}-${index}.yaml`, text: texts.cloudformation},
  {weight: 720, path: (word, index) => `${word}-${index}.json`, text: texts.json},
  {weight: 90, path: (word, index) => `${word}-policy-${index}.json`, text: texts.policy},
  {weight: 350, path: (word, index) => `${word}-${index}.tf`, text: texts.terraform},
  {weight: 150, path: (word, index) => `${word}-${index}.Dockerfile`, text: texts.dockerfile},
  {weight: 90, path: (word, index) => `.env.${word}${index}`, text: texts.dotenv},
  {weight: 200, path: (word, index) => `${word}-${index}.sh`, text: texts.shell},
  {weight: 130, path: (word, index) => `${word}-${index}.toml`, text: texts.toml},
  {weight: 180, path: (word, index) => `${word}-${index}.xml`, text: texts.xml},
  {weight: 120, path: (word, index) => `${word}-${index}.properties`, text: texts.properties},
  {weight: 130, path: (word, index) => `${word}-${index}.ini`, text: texts.ini},
]

const words = (
  'account alert amount batch billing branch bucket cache channel client cluster column cursor customer device driver ' +
  'editor event export feature filter folder gateway graph handler image index invoice journal label ledger limit ' +
  'locale member message metric model network number object order package parser payment planner policy product ' +
  'profile query queue reader record region release report router sample schema search sender server session shard ' +
  'signal source status stream table tenant ticket token tracker update upload version volume wallet worker'
).split(' ')
/** Words with `sts` in them are why a text search meets a third of all files. */
const stsWords = 'tests requests hosts lists costs exists posts adjusts'.split(' ')

const PER_FOLDER = 5
/** One file in fifty has a planted setting, one in a hundred a trap. */
const PERIOD = 50
const SEED = 20260807

/**
 * Writes the tree and gives what is planted in it, as `path` → `rule`. The same count gives the same bytes everywhere.
 * Files in ignored directories come on top, one for each planted one.
 */
export function createTree(root, count) {
  const random = createRandom(SEED)
  const expected = new Map()
  let bytes = 0
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), {recursive: true})
    writeFileSync(join(root, path), text)
    bytes += text.length
  }
  write('.gitignore', `${ignored.map((name) => `${name}/`).join('\n')}\n*.log\n`)
  for (let index = 0, folder = ''; index < count - 1; index++) {
    if (index % PER_FOLDER === 0)
      folder = `${random.pick(['services', 'packages', 'infra'])}/${words[(index >> 6) % words.length]}/${random.pick(words)}-${index}`
    const turn = Math.floor(index / PERIOD)
    const plant = index % PERIOD === 7 ? planted[turn % planted.length] : null
    const kind = plant ?? (index % (2 * PERIOD) === 31 ? traps[(turn >> 1) % traps.length] : random.weighted(kinds))
    const context = contextOf(random)
    const path = place(folder, kind.path(random.pick(words), index))
    write(path, kind.text(context))
    if (plant === null) continue
    expected.set(path, plant.rule)
    write(
      `${folder}/${ignored[turn % ignored.length]}/${path.slice(path.lastIndexOf('/') + 1)}`,
      kind.text(contextOf(random)),
    )
  }
  addToIndex(root)
  return {expected, bytes}
}

function contextOf(random) {
  const known = random.chance(0.2) ? [...words, ...stsWords] : words
  return {random, word: () => random.pick(known), size: random.size()}
}

function place(folder, path) {
  return path.startsWith('/') ? path.slice(1) : `${folder}/${path}`
}

function addToIndex(root) {
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
  ]) {
    const {status, stderr} = spawnSync('git', ['-c', 'core.autocrlf=false', ...args], {cwd: root, encoding: 'utf8'})
    if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`)
  }
}
