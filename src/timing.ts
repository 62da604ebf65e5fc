export interface Clock {
  /** The time since the last lap goes to `stage`. */
  lap(stage: string): void
  /** Time that `check` measured inside its own stage. */
  add(stage: string, milliseconds: number): void
  table(): string
}

/** Milliseconds since the process began. `performance` would be the first to need its module, a tenth of a run's own time. */
export function now(): number {
  return process.uptime() * 1000
}

/** Starts with the process, so that Node's own start-up is in the table. */
export function startClock(): Clock {
  const stages = new Map<string, number>([['start', now()]])
  const inner = new Map<string, number>()
  let last = now()
  return {
    lap(stage) {
      const at = now()
      add(stages, stage, at - last)
      last = at
    },
    add: (stage, milliseconds) => add(inner, stage, milliseconds),
    table() {
      const rows = [...stages].flatMap(([stage, time]) => [
        row(stage, time),
        ...(stage === 'check' ? [...inner].map(([name, part]) => row(`  ${name}`, part)) : []),
      ])
      return [...rows, row('total', now()), ''].join('\n')
    },
  }
}

function add(stages: Map<string, number>, stage: string, milliseconds: number): void {
  stages.set(stage, (stages.get(stage) ?? 0) + milliseconds)
}

function row(stage: string, milliseconds: number): string {
  return `timing: ${stage.padEnd(14)} ${milliseconds.toFixed(1).padStart(9)} ms`
}
