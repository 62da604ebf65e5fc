/** `npm run bench -- [--only startup|scan|clients] [--files N] [--rounds N]`; README.md beside this file says how to read it. */
import {existsSync, mkdtempSync, rmSync} from 'node:fs'
import {cpus, tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {measureDetection, measureResolutions} from './clients.mjs'
import {run} from './measure.mjs'
import {measureScan} from './scan.mjs'
import {measureStartup} from './startup.mjs'

const MOST_MEMORY = 120

const root = resolve(fileURLToPath(import.meta.url), '../..')
const bin = join(root, 'dist/bin.cjs')
const options = readOptions()
if (!existsSync(bin)) run({name: 'build', file: process.execPath, args: ['scripts/build.mjs'], cwd: root})

const work = mkdtempSync(join(tmpdir(), 'stslint-bench-'))
try {
  console.log(`Node ${process.versions.node}, ${process.platform}, ${cpus().length} cores`)
  if (isWanted('startup')) printStartup()
  if (isWanted('scan')) printScan()
  if (isWanted('clients')) await printClients()
} finally {
  rmSync(work, {recursive: true, force: true, maxRetries: 3})
}

function readOptions() {
  const {values} = parseArgs({options: {only: {type: 'string'}, files: {type: 'string'}, rounds: {type: 'string'}}})
  if (![undefined, 'startup', 'scan', 'clients'].includes(values.only))
    throw new Error(`--only ${values.only}: startup, scan or clients`)
  return {only: values.only, files: count(values, 'files'), rounds: count(values, 'rounds')}
}

function isWanted(part) {
  return options.only === undefined || options.only === part
}

function count(values, name) {
  const value = values[name]
  if (value === undefined) return undefined
  if (!/^[1-9]\d*$/.test(value)) throw new Error(`--${name} ${value}: must be a whole number above 0`)
  return Number(value)
}

function printStartup() {
  const rounds = options.rounds ?? 40
  printRows(`start-up, ${rounds} rounds`, measureStartup({bin, work, rounds}))
}

function printScan() {
  const {rounds = 10, files = 10_000} = options
  const {rows, bytes, verdict} = measureScan({bin, work, rounds, files})
  const {planted, scanned, recall, precision, missed, wrong, inIgnored} = verdict
  printRows(`scan of ${files} files (${(bytes / 1e6).toFixed(1)} MB), ${rounds} rounds`, rows, MOST_MEMORY)
  console.log(`read ${scanned} files of a known format; ${planted} planted settings`)
  console.log(`recall ${percent(recall)}, precision ${percent(precision)}, in ignored directories ${inIgnored}`)
  for (const {path, rule} of missed) console.log(`missed: ${path} ${rule}`)
  for (const {path, rule} of wrong) console.log(`wrong: ${path} ${rule}`)
  // Speed is this machine's business; a wrong answer is ours.
  if (missed.length + wrong.length > 0) process.exitCode = 1
}

async function printClients() {
  const {rounds = 10, files = 10_000} = options
  const {rows, manifests} = measureDetection({bin, work, rounds, files})
  printRows(`clients in ${files} files and ${manifests} manifests, ${rounds} rounds`, rows)
  const {perSecond, clients} = await measureResolutions(root)
  console.log(`${Math.round(perSecond).toLocaleString('en')} resolutions a second, by ${clients} clients`)
}

function printRows(title, rows, mostMemory = null) {
  console.log(`\n${title}\n${line('', 'best ms', 'ratio', 'CPU ratio', 'peak MB')}`)
  for (const {name, best, ratio, cpuRatio, limit, megabytes} of rows) {
    const figures = [best.toFixed(0), ratio.toFixed(2), cpuRatio.toFixed(2), megabytes?.toFixed(0) ?? '']
    const targets = [target('ratio', ratio, limit), target('peak MB', megabytes, megabytes && mostMemory)]
    console.log(`${line(name, ...figures)}  ${targets.filter(Boolean).join(', ')}`.trimEnd())
  }
}

function target(what, value, limit) {
  return limit === null ? '' : `${what} <= ${limit}: ${value <= limit ? 'met' : 'missed'}`
}

function line(name, ...figures) {
  return name.padEnd(36) + figures.map((figure) => figure.padStart(11)).join('')
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`
}
