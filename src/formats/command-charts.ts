import {pairsIn, textOf} from './command-pairs.js'
import {type KeyValue, programOf, type Token} from './command-token.js'

/** A value of a chart as `helm --set` gives it. */
export interface ChartSetting {
  readonly path: readonly string[]
  readonly pair: KeyValue
  /** `--set` makes a boolean of true and a number of 1; `--set-string` does not. */
  readonly isString: boolean
}

/** `helm upgrade … --set a.b\.c=d,e=f --set-string g[0].name=h`, and Argo CD's `--helm-set`. */
export function chartSettings(words: readonly Token[]): ChartSetting[] {
  const program = programOf(words[0])
  if (!/^(?:helm|helmfile|argocd)$/.test(program)) return []
  return words.flatMap((word, index) => {
    const before = FLAG.exec(words[index - 1]?.value ?? '')
    const own = before === null ? FLAG_AND_VALUE.exec(textOf(word) ?? '') : null
    const kind = before?.[1] ?? own?.[1]
    if (before === null && own === null) return []
    // One flag takes several values, but for the one that takes all literally.
    return pairsIn(word, own === null ? PAIRS : AFTER_FLAG).map((pair) => ({
      pair,
      path: chartPath(unescaped(pair.key, word)),
      isString: kind !== undefined,
    }))
  })
}

const FLAG = /^--(?:helm-)?set(-string|-literal)?$/
const FLAG_AND_VALUE = /^--(?:helm-)?set(-string|-literal)?=/
const PAIRS = /(^|(?<!\\),)((?:\\.|[^,={}\s])+)=((?:\\.|[^,\\])*)/gs
const AFTER_FLAG = /(^--[\w-]+=["']?|(?<!\\),)((?:\\.|[^,={}\s])+)=((?:\\.|[^,\\"'])*)/gs

/** What the shell leaves of it, whose quotes may stand anywhere in a word: `annotations."eks\.amazonaws\.com/x"`. */
function unescaped(key: string, {written, range, inner}: Token): string {
  let quote = inner.start > range.start ? written.charAt(0) : ''
  return key.replace(/\\(.)|["']/gs, (text: string, escaped?: string) => {
    if (escaped !== undefined) return quote === '' || (quote === '"' && /[$`"\\]/.test(escaped)) ? escaped : text
    if (quote !== '' && quote !== text) return text
    quote = quote === '' ? text : ''
    return ''
  })
}

/** `a.b\.c[0].d` is a, b.c, 0, d: as Helm's `--set` reads names. */
export function chartPath(name: string): string[] {
  return name
    .replace(/\[(\d+)\]/g, '.$1')
    .split(/(?<!\\)\./)
    .map((segment) => segment.replaceAll('\\.', '.'))
}
