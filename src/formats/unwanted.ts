import type {Wanted} from '../model.js'

/** Whether a stretch of a text holds something wanted. */
export type Holds = (start: number, end: number) => boolean

/** Looks through the text once, however many stretches are asked about. */
export function wantedIn(text: string, {each}: Pick<Wanted, 'each'>): Holds {
  const places: number[] = []
  // Literals may overlap.
  for (each.lastIndex = 0; ; each.lastIndex = places.at(-1)! + 1) {
    const match = each.exec(text)
    if (match === null) break
    places.push(match.index)
  }
  each.lastIndex = 0
  return (start, end) => (places[firstFrom(places, start)] ?? end) < end
}

/** The index of the first place that is not before `start`; the places are in order. */
function firstFrom(places: readonly number[], start: number): number {
  let [low, high] = [0, places.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (places[middle]! < start) low = middle + 1
    else high = middle
  }
  return low
}
