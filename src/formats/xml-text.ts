/** Character data of XML: the five entities every reader knows, and character references. */
const ENTITIES: Readonly<Record<string, string>> = {lt: '<', gt: '>', amp: '&', quot: '"', apos: "'"}

const REFERENCE = /&(?:#(\d+)|#x([0-9A-Fa-f]+)|([A-Za-z_][\w.-]*));/g

/** The text, or null where an entity that the document declares itself has a part in it. */
export function decodeXml(written: string): string | null {
  if (!written.includes('&')) return written
  let isKnown = true
  const text = written.replace(REFERENCE, (whole, decimal?: string, hex?: string, name?: string) => {
    const code = decimal === undefined ? (hex === undefined ? null : Number.parseInt(hex, 16)) : Number(decimal)
    if (code !== null && code <= 0x10ffff) return String.fromCodePoint(code)
    const known = name === undefined ? undefined : ENTITIES[name]
    isKnown &&= known !== undefined
    return known ?? whole
  })
  return isKnown ? text : null
}

/** Null where XML 1.0 has no way to write it. */
export function encodeXml(value: string, quote: '"' | "'" | null): string | null {
  if (/[^\t\n\r\u0020-\uFFFD]/.test(value)) return null
  const text = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  if (quote === null) return text
  return text
    .replaceAll(quote, quote === '"' ? '&quot;' : '&apos;')
    .replace(/[\t\n\r]/g, (mark) => `&#${mark.charCodeAt(0)};`)
}
