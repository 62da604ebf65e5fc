import type {Range} from '../model.js'
import type {ScriptText} from './tree.js'

/**
 * Lines that YAML joins (`>`, a plain or quoted scalar of several lines) as a shell is given them: a line end that is a
 * space there is one here, the margins do not count. Null where what is left is not what the scalar says.
 */
export function foldedScript(raw: string, decoded: string): ScriptText | null {
  if (!raw.includes('\n') || raw.includes('\\') || raw.includes("''")) return null
  const lines = [...raw.matchAll(/[^\n]+/g)].flatMap(({0: line, index}) => {
    const content = line.trim()
    return content === '' ? [] : {content, start: index + line.indexOf(content)}
  })
  let text = raw
  const kept: Range[] = []
  let at = 0
  for (const [index, {content, start}] of lines.entries()) {
    const found = decoded.indexOf(content, at)
    const gap = found < 0 ? null : decoded.slice(at, found)
    if (gap === null || gap.trim() !== '') return null
    const before = lines[index - 1]
    if (before !== undefined) {
      const end = before.start + before.content.length
      const mark = gap.includes('\n') ? '\n' : ' '
      text = text.slice(0, end) + mark + text.slice(end + 1)
      kept.push({start: end, end: end + 1})
    }
    kept.push({start, end: start + content.length})
    at = found + content.length
  }
  return decoded.slice(at).trim() === '' ? {text, kept} : null
}
