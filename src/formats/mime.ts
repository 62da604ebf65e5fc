import type {Document, Embedded, Format, Parsed} from '../model.js'
import {embed} from './embed.js'
import {fileScope, toParsed} from './line-settings.js'
import {splice} from './spliced.js'

/** User data of several parts (RFC 2046, cloud-init "MIME multi-part archive"): each is a document of its own. */
export const mime: Format = {id: 'mime', parse}

const BOUNDARY = /\bboundary=(?:"([^"\n]+)"|([^\s;]+))/i
/** What a part is by its type; any other is told by its text. */
const NAMES: readonly (readonly [type: RegExp, name: string])[] = [
  [/text\/x-shellscript|text\/cloud-boothook/i, 'user-data.sh'],
  [/text\/cloud-config/i, 'cloud-config.yaml'],
  [/application\/node\.eks\.aws/i, 'node-config.yaml'],
]

function parse({path, text}: Document): Parsed {
  const scope = fileScope(path, text, 'file', null)
  const [, quoted, bare] = BOUNDARY.exec(text) ?? []
  const mark = `--${quoted ?? bare}`
  const marks = [...text.matchAll(/^[ \t]*(--\S[^\r\n]*?)[ \t]*\r?$/gm)].filter(({1: line}) => line!.startsWith(mark))
  const embedded = marks.flatMap(({0: whole, index}, at): Embedded[] => {
    const start = index + whole.length + 1
    const end = marks[at + 1]?.index ?? text.length
    const head = /^(?:[ \t]*[\w-]+:[^\n]*\n)*[ \t]*\r?\n/.exec(text.slice(start, end))?.[0]
    if (head === undefined || whole.trim().endsWith(`${mark}--`)) return []
    const name = NAMES.find(([type]) => type.test(head))?.[1] ?? 'part'
    return [embed({path: name, scope, source: splice(text, [{start: start + head.length, end}])})]
  })
  return toParsed({text, settings: [], scopes: [scope], comments: [], embedded})
}
