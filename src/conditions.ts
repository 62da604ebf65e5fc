import type {Condition, Match} from './data.js'

interface Schema {
  readonly type: 'object'
  readonly required: string[]
  readonly properties: Record<string, unknown>
}

/**
 * A condition as one JSON Schema over a subject's flat facts. A fact that is absent is null: a literal or a list asks for
 * the fact, null (alone or in a list) and `not` also hold without it.
 */
export function schemaOf(match: Match): unknown {
  return Array.isArray(match) ? {anyOf: match.map(one)} : one(match as Condition)
}

function one(condition: Condition): Schema {
  const schema: Schema = {type: 'object', required: [], properties: {}}
  for (const [name, wanted] of Object.entries(condition)) {
    const {property, required} = place(wanted)
    schema.properties[name] = property
    if (required) schema.required.push(name)
  }
  return schema
}

function place(wanted: unknown): {property: unknown; required: boolean} {
  if (Array.isArray(wanted)) return {property: {enum: wanted}, required: !wanted.includes(null)}
  if (wanted === null || typeof wanted !== 'object') return {property: {const: wanted}, required: wanted !== null}
  if ('not' in wanted) return {property: wanted, required: false}
  // JSON Schema's `pattern` lets everything pass that is no string.
  return {property: 'pattern' in wanted ? {type: 'string', ...wanted} : wanted, required: true}
}
