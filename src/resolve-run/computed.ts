import type {Entry} from '../model.js'
import type {Computed} from './model.js'

/** The value of an entry as the model can take it; null where nothing can stand for what a program computes. */
export interface StandIns {
  valueOf(entry: Entry): string | null
  /** A Region for what is written like this; null when there are no more. */
  standIn(expression: string): string | null
  readonly made: readonly Computed[]
}

/** What programs fill in: `${VAR}`, `$VAR`, `$(command)`, `${{ expression }}`, `{{ template }}`. */
const HOLE = /\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+|\{\{.*?\}\}/g

/**
 * A Region that is computed is taken for one that is enabled by default, as most are; the answer then shows the expression.
 * A URL keeps what is known of it.
 * @param regions Regions that may stand in, all alike to every client
 */
export function createStandIns(regions: readonly string[]): StandIns {
  const made: Computed[] = []
  const free = [...regions]
  const standIn = (expression: string): string | null => {
    const known = made.find((each) => each.expression === expression)
    if (known) return known.standIn
    const region = free.pop()
    if (region === undefined) return null
    made.push({standIn: region, expression})
    return region
  }
  const filled = (text: string): string | null => {
    const parts = [...text.matchAll(HOLE)].map(([hole]) => [hole, standIn(hole)] as const)
    if (parts.some(([, region]) => region === null)) return null
    return parts.reduce((url, [hole, region]) => url.replaceAll(hole, region!), text)
  }
  return {
    made,
    standIn,
    valueOf({key, value, expression}) {
      if (value !== null || expression === null) return value
      if (/region$/i.test(key)) return standIn(expression)
      if (!/endpoint|^sts$/i.test(key)) return null
      const url = filled(expression)
      return url !== null && /^\w+:\/\/[^/]*\w\.\w/.test(url) ? url : null
    },
  }
}
