import type {Change} from '../check-request.js'
import {isSameCall, type Touched, type View} from './touched.js'

/** A file that is to say less than the fixes made of it. */
export interface GivenBack {
  readonly change: Change
  readonly text: string
  /** All fixes of the file go, those of other scopes too. */
  readonly isWhole: boolean
}

/**
 * The texts without the fixes of `failed`. Only those scopes' own bytes go back where that is enough: then each of them calls
 * what it called before, and the other scopes what was proved for them. Else whole files go back.
 * @param read scopes as they would be with these texts, by absolute path
 */
export async function giveBack(
  changes: readonly Change[],
  failed: readonly Touched[],
  kept: readonly Touched[],
  read: (texts: ReadonlyMap<string, string>) => Promise<readonly View[]>,
): Promise<readonly GivenBack[]> {
  const concerned = changes.filter(({file}) => failed.some(({is}) => is.path === file.path))
  const parts = concerned.map((change) => partOf(change, failed))
  if (parts.every((part) => part !== null) && (await isEnough(parts))) return parts
  const whole = concerned.map(wholeOf)
  return (await isEnough(whole)) ? whole : changes.map(wholeOf)

  async function isEnough(given: readonly GivenBack[]): Promise<boolean> {
    const texts = new Map(changes.map(({file, after}) => [file.absolute, after]))
    for (const {change, text} of given) texts.set(change.file.absolute, text)
    const now = new Map((await read(texts)).map((view) => [keyOf(view), view]))
    const agrees = (was: View): boolean => {
      const found = now.get(keyOf(was))
      return found !== undefined && isSameCall(found, was)
    }
    const wholes = new Set(given.filter(({isWhole}) => isWhole).map(({change}) => change.file.path))
    return (
      failed.every(({before}) => agrees(before)) && kept.every(({after, is}) => wholes.has(is.path) || agrees(after))
    )
  }
}

function keyOf({scope: {path, kind, name}, of}: View): string {
  return JSON.stringify([of.provider, path, kind, name])
}

function wholeOf(change: Change): GivenBack {
  return {change, text: change.before, isWhole: true}
}

/** Null where scopes overlap: one's bytes are then the other's too. */
function partOf(change: Change, failed: readonly Touched[]): GivenBack | null {
  const own = failed.filter(({is}) => is.path === change.file.path).toSorted((a, b) => b.is.start - a.is.start)
  let [text, from] = [change.after, Number.POSITIVE_INFINITY]
  for (const {is, was} of own) {
    if (is.end > from) return null
    text = text.slice(0, is.start) + was.text + text.slice(is.end)
    from = is.start
  }
  return {change, text, isWhole: text === change.before}
}
