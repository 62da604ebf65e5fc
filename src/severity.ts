import type {Severity} from './model.js'

const RANK: Readonly<Record<Severity, number>> = {info: 0, warning: 1, error: 2}

export function isAtLeast(severity: Severity, least: Severity): boolean {
  return RANK[severity] >= RANK[least]
}

/** For sorting: the gravest first. */
export function byGravity(a: Severity, b: Severity): number {
  return RANK[b] - RANK[a]
}
