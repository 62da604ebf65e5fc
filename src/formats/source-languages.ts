import type {Language} from './source-files.js'

/** How a string of a language stands in the text. */
export interface StringForm {
  /** Regular expression source of what opens it. */
  readonly open: string
  /** What closes it; `same`: what opened it, without a prefix. */
  readonly close: string
  /** A backslash takes the next character with it. */
  readonly escapes?: true
  /** May go over several lines. */
  readonly long?: true
  /** A doubled closing mark stands for itself. */
  readonly doubles?: true
  /** Regular expression source of what a program puts in: a string with it is computed. */
  readonly computed?: string
}

export interface LanguageRow {
  /** Regular expression sources of whole comments. */
  readonly comments: readonly string[]
  /** In the order they are tried. */
  readonly strings: readonly StringForm[]
  /** A slash may open a regular expression. */
  readonly regex?: true
  /** `<<~NAME`, `<<<NAME`: the source of what opens a text that ends with a line of that name. */
  readonly heredoc?: string
  /** A brace after a name holds what the value is made of: `T{…}`, `new T {…}`, `build {…}`. */
  readonly literals?: true
  /** By bracket, the marks between a key and its value. */
  readonly keys: Readonly<Partial<Record<'(' | '[' | '{', readonly string[]>>>
}

const SLASHES = [String.raw`//[^\n]*`, String.raw`/\*[\s\S]*?(?:\*/|$)`]
const HASH = '#[^\\n]*'
const DOUBLE = {open: '"', close: '"', escapes: true} as const
const SINGLE = {open: "'", close: "'", escapes: true} as const
const TRIPLE = {open: '"""', close: '"""', long: true} as const

/** Only as much of each language as tells its strings from the rest. */
export const LANGUAGE_ROWS: Readonly<Record<Language, LanguageRow>> = {
  python: {
    keys: {'(': ['='], '{': [':']},
    comments: [HASH],
    strings: [
      ...['"""', "'''"].flatMap((mark) => [
        {open: `(?:[fFtT][rR]?|[rR][fFtT])${mark}`, close: mark, escapes: true, long: true, computed: '\\{'} as const,
        {open: `[rRbBuU]{0,2}${mark}`, close: mark, escapes: true, long: true} as const,
      ]),
      ...['"', "'"].flatMap((mark) => [
        {open: `(?:[fFtT][rR]?|[rR][fFtT])${mark}`, close: mark, escapes: true, computed: '\\{'} as const,
        {open: `[rRbBuU]{0,2}${mark}`, close: mark, escapes: true} as const,
      ]),
    ],
  },
  javascript: {
    keys: {'{': [':']},
    comments: SLASHES,
    strings: [DOUBLE, SINGLE, {open: '`', close: '`', escapes: true, long: true, computed: '\\$\\{'}],
    regex: true,
  },
  go: {
    keys: {'{': [':']},
    comments: SLASHES,
    strings: [DOUBLE, SINGLE, {open: '`', close: '`', long: true}],
    literals: true,
  },
  java: {
    keys: {},
    comments: SLASHES,
    strings: [{...TRIPLE, escapes: true}, DOUBLE, SINGLE],
  },
  kotlin: {
    keys: {'(': ['='], '{': ['=']},
    comments: SLASHES,
    strings: [{...TRIPLE, computed: '\\$'}, {...DOUBLE, computed: '\\$'}, SINGLE],
    literals: true,
  },
  scala: {
    keys: {'(': ['=']},
    comments: SLASHES,
    strings: [
      {open: '[sf]"""', close: '"""', long: true, computed: '\\$'},
      TRIPLE,
      {open: '[sf]"', close: '"', escapes: true, computed: '\\$'},
      DOUBLE,
      SINGLE,
    ],
  },
  ruby: {
    keys: {'(': [':', '=>'], '{': [':', '=>']},
    comments: [HASH, String.raw`(?<=^|\n)=begin\b[\s\S]*?(?:\n=end\b[^\n]*|$)`, String.raw`(?<=^|\n)__END__\n[\s\S]*`],
    strings: [{...DOUBLE, computed: '#\\{'}, SINGLE, {open: '`', close: '`', escapes: true, computed: '.'}],
    regex: true,
    heredoc: String.raw`<<[~-]?["'\x60]?([A-Z_][A-Z0-9_]*)["'\x60]?`,
  },
  php: {
    keys: {'(': [':', '=>'], '[': ['=>']},
    comments: [...SLASHES, HASH],
    strings: [
      {...DOUBLE, long: true, computed: '\\$|\\{\\$'},
      {...SINGLE, long: true},
    ],
    heredoc: String.raw`<<<[ \t]*["']?([A-Za-z_]\w*)["']?`,
  },
  csharp: {
    keys: {'(': [':'], '{': ['=']},
    comments: SLASHES,
    strings: [
      {open: '\\$+"""', close: '"""', long: true, computed: '\\{'},
      TRIPLE,
      {open: '(?:\\$@|@\\$)"', close: '"', long: true, doubles: true, computed: '\\{'},
      {open: '@"', close: '"', long: true, doubles: true},
      {open: '\\$"', close: '"', escapes: true, computed: '\\{'},
      DOUBLE,
      SINGLE,
    ],
    literals: true,
  },
  r: {
    keys: {'(': ['=']},
    comments: [HASH],
    strings: [DOUBLE, SINGLE],
  },
}
