import type {Problem, Range} from '../model.js'

/** An element and where each of its parts stands. Names keep their prefix. */
export interface Element {
  readonly name: string
  /** Of the start tag. */
  readonly nameRange: Range
  /** Of the end tag; null where there is none. */
  readonly endNameRange: Range | null
  readonly range: Range
  /** Between the tags; null for `<x/>`. */
  readonly inner: Range | null
  readonly attributes: readonly Attribute[]
  readonly children: readonly Element[]
  /** Character data that is more than white space, CDATA sections with their content only. */
  readonly texts: readonly Text[]
}

export interface Attribute {
  readonly name: string
  readonly nameRange: Range
  /** Without its quotes. */
  readonly valueRange: Range
  readonly range: Range
}

export interface Text {
  readonly range: Range
  readonly cdata: boolean
}

export interface Scanned {
  /** The root, and whatever stands beside it by mistake. */
  readonly elements: readonly Element[]
  readonly comments: readonly Range[]
  readonly problems: readonly Problem[]
}

interface Open {
  name: string
  nameRange: Range
  endNameRange: Range | null
  range: {start: number; end: number}
  inner: {start: number; end: number} | null
  attributes: Attribute[]
  children: Open[]
  texts: Text[]
}

const NAME = /[A-Za-z_:\u0080-\uFFFF][\w:.\-\u0080-\uFFFF]*/y

/** What reads the tree calls itself once per level. */
const DEEPEST = 500

/** One pass over the text. What is not well formed is said once, and what can still be told is there. */
export function scanXml(text: string): Scanned {
  const top: Open = element('', {start: 0, end: 0}, 0)
  const stack: Open[] = [top]
  const comments: Range[] = []
  const problems: Problem[] = []
  const complain = (message: string, start: number, end: number): void => {
    // The first only: what follows is mostly its echo.
    if (problems.length === 0) problems.push({message, range: {start, end: Math.min(end, text.length)}})
  }
  let at = 0
  while (at < text.length) {
    const open = text.indexOf('<', at)
    const stop = open === -1 ? text.length : open
    if (/\S/.test(text.slice(at, stop).replace(/^\uFEFF/, ''))) {
      if (stack.length > 1) stack.at(-1)!.texts.push({range: {start: at, end: stop}, cdata: false})
      else complain('XML has text outside its element', at, stop)
    }
    if (open === -1) break
    at = markup(open)
  }
  if (stack.length > 1) {
    const {name, nameRange} = stack.at(-1)!
    complain(`XML element <${name}> is not closed`, nameRange.start - 1, nameRange.end)
  }
  for (const left of stack) close(left, text.length, text.length, null)
  return {elements: top.children, comments, problems}

  /** Reads what `<` opens and says where it ends. */
  function markup(start: number): number {
    if (text.startsWith('<!--', start)) {
      const end = after('-->', start + 4)
      comments.push({start, end})
      return end
    }
    if (text.startsWith('<![CDATA[', start)) {
      const end = after(']]>', start + 9)
      const content = {start: start + 9, end: Math.max(start + 9, text.endsWith(']]>', end) ? end - 3 : end)}
      if (stack.length > 1) stack.at(-1)!.texts.push({range: content, cdata: true})
      return end
    }
    if (text.startsWith('<?', start)) return after('?>', start + 2)
    if (text.startsWith('<!', start)) return afterDeclaration(start + 2)
    return text[start + 1] === '/' ? endTag(start) : startTag(start)
  }

  function after(mark: string, from: number): number {
    const found = text.indexOf(mark, from)
    if (found !== -1) return found + mark.length
    complain(`XML has no "${mark}" to end this`, from, from + 1)
    return text.length
  }

  /** `<!DOCTYPE x [ … ]>`: brackets and quotes may hold a `>`. */
  function afterDeclaration(from: number): number {
    let depth = 0
    for (let index = from; index < text.length; index++) {
      const mark = text[index]!
      if (mark === '"' || mark === "'") {
        const end = text.indexOf(mark, index + 1)
        if (end === -1) break
        index = end
      } else if (mark === '[') depth++
      else if (mark === ']') depth--
      else if (mark === '>' && depth <= 0) return index + 1
    }
    complain('XML declaration is not closed', from, from + 1)
    return text.length
  }

  function nameAt(index: number): Range | null {
    NAME.lastIndex = index
    const found = NAME.exec(text)
    return found && {start: index, end: index + found[0].length}
  }

  function endTag(start: number): number {
    const name = nameAt(start + 2)
    const close_ = text.indexOf('>', start)
    const end = close_ === -1 ? text.length : close_ + 1
    const written = name === null ? '' : text.slice(name.start, name.end)
    const depth = stack.findLastIndex((open, index) => index > 0 && open.name === written)
    if (depth !== stack.length - 1 || depth < 1) {
      complain(
        depth < 1 ? `XML closes <${written}>, which is not open` : `XML element <${stack.at(-1)!.name}> is not closed`,
        start,
        end,
      )
    }
    if (depth < 1) return end
    while (stack.length > depth) {
      const open = stack.pop()!
      close(open, start, stack.length === depth ? end : start, stack.length === depth ? name : null)
    }
    return end
  }

  function startTag(start: number): number {
    const name = nameAt(start + 1)
    if (name === null) {
      complain('XML has a "<" that opens nothing; as text it is &lt;', start, start + 1)
      return start + 1
    }
    if (stack.length > DEEPEST) {
      complain('XML is nested too deeply to read', start, name.end)
      return text.length
    }
    const opened = element(text.slice(name.start, name.end), name, start)
    stack.at(-1)!.children.push(opened)
    let index = name.end
    for (;;) {
      while (/\s/.test(text.charAt(index))) index++
      if (text.startsWith('/>', index)) {
        opened.range.end = index + 2
        return index + 2
      }
      if (text[index] === '>') {
        opened.inner = {start: index + 1, end: index + 1}
        stack.push(opened)
        return index + 1
      }
      const attribute = attributeAt(index)
      if (attribute === null) {
        complain(`XML element <${opened.name}> has a start tag that cannot be read`, start, name.end)
        opened.range.end = index
        return Math.max(index, start + 1)
      }
      opened.attributes.push(attribute)
      index = attribute.range.end
    }
  }

  function attributeAt(start: number): Attribute | null {
    const nameRange = nameAt(start)
    if (nameRange === null) return null
    const [, gap, quote] = /^(\s*=\s*)(["'])/.exec(text.slice(nameRange.end, nameRange.end + 100)) ?? []
    if (gap === undefined || quote === undefined) return null
    const from = nameRange.end + gap.length + 1
    const end = text.indexOf(quote, from)
    if (end === -1 || text.slice(from, end).includes('<')) return null
    return {
      name: text.slice(nameRange.start, nameRange.end),
      nameRange,
      valueRange: {start: from, end},
      range: {start, end: end + 1},
    }
  }
}

function element(name: string, nameRange: Range, start: number): Open {
  return {
    name,
    nameRange,
    endNameRange: null,
    range: {start, end: nameRange.end},
    inner: null,
    attributes: [],
    children: [],
    texts: [],
  }
}

function close(open: Open, innerEnd: number, end: number, endName: Range | null): void {
  if (open.inner) open.inner.end = innerEnd
  open.range.end = end
  open.endNameRange = endName
}
