import type {Embedded, Entry, FormatId, Parsed, Range} from '../model.js'
import {embedUnplaced} from './embed.js'
import {composed, joined, madeUp, type Placed} from './placed-text.js'

/** Which values are documents of their own, by key: the name each would have as a file, and what comes before its text. */
interface ValueDocument {
  readonly key: RegExp
  readonly value: RegExp
  readonly path: string
  readonly lead?: string
  /** Formats that read it themselves. */
  readonly except?: FormatId
  /** One option a line, as its format has them. */
  readonly splits?: true
  /** Says the same as a text of that format. */
  readonly rewrite?: (value: string) => string | null
}

const DOCUMENTS: readonly ValueDocument[] = [
  // Airflow's connections are JSON or URIs.
  {key: /^AIRFLOW_CONN_\w+$/, value: /^\s*\{/, path: 'connection.json'},
  {key: /^AIRFLOW_CONN_\w+$/, value: /^aws(?:\+\w+)?:\/\//, path: 'connection.json', rewrite: connectionOf},
  // What Flink's images add to their configuration.
  {key: /^FLINK_PROPERTIES$/, value: /:/, path: 'flink-conf.yaml'},
  {
    key: /(?:^|_)(?:JAVA|JVM|JDK|CATALINA|MAVEN|GRADLE|KAFKA|HADOOP|SPARK|HIVE|SBT|ES|OPENSEARCH|LS)(?:_\w+)?_(?:OPTS|OPTIONS|ARGS)$/,
    value: /-D[\w.]+=/,
    path: 'java.options',
    splits: true,
  },
  // Maven, Spark and Flink have such options under keys of their own.
  {
    key: /^(?:argLine|jvmArgs?|javaOptions|(?:[\w.]+\.)?(?:(?:extra|default)JavaOptions|java\.opts(?:\.\w+)*))$/,
    value: /-D[\w.]+=/,
    path: 'java.options',
    splits: true,
  },
  {
    key: /(?:^|[._])sasl[._]jaas[._]config$/i,
    value: /\baws\w+=/,
    path: 'jaas.properties',
    lead: 'sasl.jaas.config=',
    except: 'properties',
  },
]

/** What every key above has in it. */
const MAY_BE = /_|\.config$|Line$|vmArg|aOptions$|java\.opts/

/** The documents that values of a parsed document are: `AIRFLOW_CONN_…`, `JAVA_TOOL_OPTIONS`, `FLINK_PROPERTIES`. */
export function valueDocuments({entries}: Parsed, text: string, format: FormatId): Embedded[] {
  const known = new Set<number>()
  return entries.flatMap((entry) => {
    const {start} = entry.valueRange
    if (entry.value === null || known.has(start) || !MAY_BE.test(entry.key)) return []
    const document = DOCUMENTS.find(
      ({key, value, except}) => except !== format && key.test(entry.key) && value.test(entry.value!),
    )
    if (document === undefined) return []
    // An alias shows the same bytes.
    known.add(start)
    return embedded(document, entry, text) ?? []
  })
}

function embedded({path, lead, splits, rewrite}: ValueDocument, entry: Entry, text: string): Embedded | null {
  const {scope, range, valueRange, key, shared} = entry
  const value = entry.value!
  const written = rewrite ? rewrite(value) : (lead ?? '') + (splits ? lines(value) : value)
  if (written === null) return null
  const at =
    rewrite || shared ? null : (placesOf(value, text, valueRange) ?? placesOf(value, text, afterKey(key, text, range)))
  if (at === null) return {...embedUnplaced(path, written, scope, valueRange), inherits: true}
  const placed: Placed = joined([madeUp(lead ?? ''), {text: splits ? lines(value) : value, at, computed: []}])
  return composed({path, scope, inherits: true}, () => placed)
}

/** Of the same length, so that every character keeps its place. */
function lines(options: string): string {
  return options.replace(/\s(?=\s*-)/g, '\n')
}

/** Where each character of a value stands: as it is, or with margins that the syntax takes off; null where it is escaped. */
function placesOf(value: string, text: string, {start, end}: Range): number[] | null {
  const at: number[] = []
  let from = start
  for (const mark of value) {
    while (from < end && text[from] !== mark && /[ \t\r]/.test(text[from]!)) from++
    if (text[from] !== mark || from >= end) return value.slice(at.length).trim() === '' ? rest(at, value, end) : null
    for (let unit = 0; unit < mark.length; unit++) at.push(from + unit)
    from += mark.length
  }
  return at
}

/** The value of `K=V` in a block of text, where only the whole of it has a place. */
function afterKey(key: string, text: string, {start, end}: Range): Range {
  const at = text.slice(start, end).indexOf(`${key}=`)
  return {start: at < 0 ? end : start + at + key.length + 1, end}
}

/** A last line end that the document does not have. */
function rest(at: number[], value: string, end: number): number[] {
  return [...at, ...Array.from({length: value.length - at.length}, () => end)]
}

/** A connection's URI, as the JSON that says the same: the query is its `extra`. */
function connectionOf(uri: string): string | null {
  const query = uri.slice(uri.indexOf('?') + 1)
  if (!uri.includes('?')) return null
  const extra: Record<string, unknown> = {}
  for (const [key, value] of new URLSearchParams(query)) {
    const whole = key === '__extra__' ? parsed(value) : null
    if (whole !== null && typeof whole === 'object') Object.assign(extra, whole)
    else extra[key] = /^[[{]/.test(value) ? parsed(value) : value
  }
  return JSON.stringify({conn_type: 'aws', extra})
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
