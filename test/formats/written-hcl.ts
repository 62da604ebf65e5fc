import fc from 'fast-check'

type Written = (indent: string) => string

/** Values, attributes and blocks in the ways people write them. */
const generated = fc.letrec<{value: Written; object: Written; list: Written; line: Written; body: Written}>((tie) => ({
  value: fc.oneof(
    {maxDepth: 3},
    fc.string({unit: fc.constantFrom(...'ab-é😀 #/*{}[],=:')}).map((text) => () => `"${text}"`),
    fc
      .constantFrom(
        '"x${var.a}#"',
        '"${b}"',
        '"\\"\\\\"',
        'var.region',
        '1',
        'true',
        'null',
        'f(1, "b")',
        '-1',
        '["a", "b"]',
        '{}',
        '[]',
      )
      .map((text) => () => text),
    fc
      .constantFrom(
        '{ a = 1, b = "c" }',
        '{"a": "b", "c": {}}',
        '{a=1}',
        'merge({ x = "y" }, var.z)',
        'merge([{ x = "y" }, var.z]...)',
        'var.on ? { x = "y" } : {}',
        'zipmap(["x"], ["y"])',
        '[for a in b : c]',
      )
      .map((text) => () => text),
    tie('object'),
    tie('list'),
  ),
  object: fc
    .record({
      values: fc.array(tie('value'), {minLength: 1, maxLength: 3}),
      style: fc.constantFrom(' = ', ': ', '    = '),
      comma: fc.constantFrom('', ','),
      last: fc.boolean(),
      note: fc.boolean(),
    })
    .map(({values, style, comma, last, note}) => (indent: string) => {
      const lines = values.map(
        (value, at) =>
          `${indent}  "k${at}"${style}${value(`${indent}  `)}${last || at < values.length - 1 ? comma : ''}${note && at === 0 ? ' # note' : ''}\n`,
      )
      return `{\n${lines.join('')}${indent}}`
    }),
  list: fc
    .record({values: fc.array(tie('value'), {minLength: 1, maxLength: 3}), last: fc.boolean()})
    .map(({values, last}) => (indent: string) => {
      const lines = values.map(
        (value, at) => `${indent}  ${value(`${indent}  `)}${last || at < values.length - 1 ? ',' : ''}\n`,
      )
      return `[\n${lines.join('')}${indent}]`
    }),
  line: fc.oneof(
    {maxDepth: 3},
    fc
      .tuple(
        fc.constantFrom('a', 'region', 'sts_endpoint'),
        fc.constantFrom(' = ', '=', '   = '),
        tie('value'),
        fc.constantFrom('', ' # c', ' // c', ' /* c */'),
      )
      .map(
        ([key, equals, value, note]) =>
          (indent: string) =>
            `${indent}${key}${equals}${value(indent)}${note}\n`,
      ),
    fc.tuple(fc.constantFrom('x', 'x "y"', 'backend "s3"', 'x "y" z'), fc.oneof(fc.constant(null), tie('body'))).map(
      ([head, body]) =>
        (indent: string) =>
          body ? `${indent}${head} {\n${body(`${indent}  `)}${indent}}\n` : `${indent}${head} {}\n`,
    ),
    fc
      .constantFrom('# note', '', '/* a\n b */', 'h = <<EOF\n  x { \nEOF', 'one { a = 1 }')
      .map((text) => (indent: string) => `${text && indent}${text}\n`),
  ),
  body: fc
    .array(tie('line'), {maxLength: 4})
    .map((lines) => (indent: string) => lines.map((line) => line(indent)).join('')),
}))
export const writtenHcl = fc
  .record({body: generated.body, crlf: fc.boolean(), mark: fc.boolean(), ended: fc.boolean()})
  .map(({body, crlf, mark, ended}) => {
    const text = `first = "x"\n${body('')}z = ["a"]\ny {\n  b = { c = 1 }\n}\n`
    return (mark ? '\uFEFF' : '') + (ended ? text : text.trimEnd()).replaceAll('\n', crlf ? '\r\n' : '\n')
  })
