import type {Condition, Match} from '../src/data.js'

/**
 * A condition as a line of JavaScript over `f`, the facts: what ajv makes of the schema of the same condition, without
 * the bookkeeping of its errors, which is nine tenths of its code. Null where a condition asks for more than the forms
 * below; then ajv compiles it. A test holds the two together.
 */
export function conditionCode(match: Match): string | null {
  const codes = [match].flat().map(allOf)
  return codes.includes(null) ? null : codes.join(' || ')
}

function allOf(condition: Condition): string | null {
  const codes = Object.entries(condition).map(([name, wanted]) => placeCode(`f[${JSON.stringify(name)}]`, wanted))
  if (codes.includes(null)) return null
  return codes.length === 0 ? 'true' : `(${codes.join(' && ')})`
}

/** As `place` in src/conditions.ts: an absent fact is null, and `not` also holds without it. */
function placeCode(fact: string, wanted: unknown): string | null {
  if (Array.isArray(wanted)) return oneOf(fact, wanted, '== null')
  if (wanted === null || typeof wanted !== 'object') return oneOf(fact, [wanted], '== null')
  if (!('not' in wanted)) return schemaCode(fact, 'pattern' in wanted ? {type: 'string', ...wanted} : {...wanted})
  const code = Object.keys(wanted).length === 1 ? schemaCode(fact, {...(wanted.not as object)}) : null
  return code && `(${fact} === void 0 || !(${code}))`
}

/** Where a schema asks and not a condition, null is null alone. */
function oneOf(fact: string, values: readonly unknown[], isNull = '=== null'): string | null {
  if (values.some((value) => value !== null && typeof value === 'object')) return null
  const codes = values.map((value) => `${fact} ${value === null ? isNull : `=== ${JSON.stringify(value)}`}`)
  return codes.length === 0 ? 'false' : `(${codes.join(' || ')})`
}

interface Schema {
  readonly type?: unknown
  readonly const?: unknown
  readonly enum?: unknown
  readonly pattern?: unknown
}

function schemaCode(fact: string, schema: Schema): string | null {
  const isString = `typeof ${fact} === 'string'`
  switch (Object.keys(schema).sort().join()) {
    case 'type':
      return schema.type === 'string' ? isString : null
    case 'const':
      return oneOf(fact, [schema.const])
    case 'enum':
      return oneOf(fact, schema.enum as unknown[])
    case 'pattern,type':
      return schema.type === 'string' ? `(${isString} && ${matches(fact, schema)})` : null
    // JSON Schema's `pattern` lets everything pass that is no string.
    case 'pattern':
      return `(!(${isString}) || ${matches(fact, schema)})`
    default:
      return null
  }
}

function matches(fact: string, {pattern}: Schema): string {
  return `${new RegExp(String(pattern), 'u')}.test(${fact})`
}
