import {spawnSync} from 'node:child_process'
import {readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'

/** On Node 20 this variable costs more than all that is measured here; the rest would change what is printed or linted. */
const UNSET = ['NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS', 'NODE_COMPILE_CACHE', 'FORCE_COLOR']

const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !UNSET.includes(name)))

/**
 * Runs every command once a round, so that what else the machine does falls on all of them alike, and compares within
 * the round. A command is `{name, file, args, cwd, codes}`; `floor` is the name of the one the others are divided by.
 */
export function compare(commands, floor, rounds) {
  const runs = commands.map((command) => ({command, walls: [], cpu: 0}))
  for (const {command} of runs) time(command)
  for (let round = 0; round < rounds; round++) {
    for (const run of runs) {
      const {wall, cpu} = time(run.command)
      run.walls.push(wall)
      run.cpu += cpu
    }
  }
  const base = runs.find(({command}) => command.name === floor)
  return runs.map(({command, walls, cpu}) => ({
    name: command.name,
    best: Math.min(...walls),
    ratio: median(walls.map((wall, round) => wall / base.walls[round])),
    cpuRatio: cpu / base.cpu,
  }))
}

function time(command) {
  const before = childrenCpu()
  const start = performance.now()
  run(command)
  return {wall: performance.now() - start, cpu: childrenCpu() - before}
}

/** Runs a command and gives its output; a wrong exit code ends the benchmark. */
export function run({name, file, args, cwd, codes = [0]}, env = {}) {
  const options = {cwd, env: {...environment, ...env}, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28}
  const {status, stdout, stderr, error} = spawnSync(file, args, options)
  if (error) throw error
  if (!codes.includes(status)) throw new Error(`${name}: exit ${status}\n${stderr}${stdout}`)
  return stdout
}

/** The most memory one run of a Node command held, in MB, with its output. */
export function runForPeak(command) {
  const file = join(tmpdir(), `stslint-bench-peak-${process.pid}`)
  const preload = fileURLToPath(new URL('peak.cjs', import.meta.url))
  try {
    const output = run({...command, args: ['--require', preload, ...command.args]}, {STSLINT_BENCH_PEAK: file})
    return {output, megabytes: (Number(readFileSync(file, 'utf8')) * 1024) / 1e6}
  } finally {
    rmSync(file, {force: true})
  }
}

/**
 * User and system time of all finished children, in clock ticks; NaN where there is no /proc. A tick is coarse for one
 * run, but what is lost in one round is gained in the next.
 */
function childrenCpu() {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')
    return Number(fields[13]) + Number(fields[14])
  } catch {
    return Number.NaN
  }
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

export function has(program) {
  return spawnSync(program, ['--version'], {stdio: 'ignore'}).error === undefined
}
