export interface Clock {
  /** The time since the last lap goes to `stage`. */
  lap(stage: string): void
  /** Time that `check` measured inside its own stage. */
  add(stage: string, milliseconds: number): void
  table(): string
}

/** Starts with the process, so that Node's own start-up is in the table. */
export function startClock(): Clock {
  const stages = new Map<string, number>([['start', performance.now()]])
  const inner = new Map<string, number>()
  let last = performance.now()
  return {
    lap(stage) {
      const now = performance.now()
      add(stages, stage, now - last)
      last = now
    },
    add: (stage, milliseconds) => add(inner, stage, milliseconds),
    table() {
      const rows = [...stages].flatMap(([stage, time]) => [
        row(stage, time),
        ...(stage === 'check' ? [...inner].map(([name, part]) => row(`  ${name}`, part)) : []),
      ])
      return [...rows, row('total', performance.now()), ''].join('\n')
    },
  }
}

function add(stages: Map<string, number>, stage: string, milliseconds: number): void {
  stages.set(stage, (stages.get(stage) ?? 0) + milliseconds)
}

function row(stage: string, milliseconds: number): string {
  return `timing: ${stage.padEnd(14)} ${milliseconds.toFixed(1).padStart(9)} ms`
}
