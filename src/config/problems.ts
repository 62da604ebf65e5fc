import type {ErrorObject} from 'ajv'
import {didYouMean} from './suggest.js'

/** What ajv found, as a person would say it: the key, then what is wrong with it. */
export function describe(errors: readonly ErrorObject[]): string[] {
  const messages = errors.filter(isSpecific).map(describeOne)
  return [...new Set(messages)]
}

/** The branches of `anyOf` and the name behind `propertyNames` are said by other errors. */
function isSpecific(error: ErrorObject, _index: number, all: readonly ErrorObject[]): boolean {
  if (error.keyword === 'propertyNames') return false
  const isBranch = error.schemaPath.includes('/anyOf/')
  return !isBranch || !all.some((other) => other.keyword === 'anyOf' && other.instancePath === error.instancePath)
}

function describeOne(error: ErrorObject): string {
  const key = keyPath(error.instancePath)
  const {params} = error
  switch (error.keyword) {
    case 'additionalProperties':
      return `${keyPath(`${error.instancePath}/${params['additionalProperty']}`)}: unknown key${suggestion(error)}`
    case 'required':
      return `${key}: ${params['missingProperty']} is missing`
    case 'enum':
      return `${key}: must be ${list(params['allowedValues'])}`
    case 'anyOf':
      return `${key}: must be text or a list of texts`
    case 'type':
      return `${key}: must be ${article(String(params['type']))}`
    case 'pattern':
      return `${error.propertyName === undefined ? key : `${key}.${error.propertyName}`}: ${patternHint(error)}`
    default:
      return `${key}: ${error.message}`
  }
}

function suggestion(error: ErrorObject): string {
  const known = knownKeys[error.schemaPath.replace(/\/additionalProperties$/, '')] ?? []
  return didYouMean(String(error.params['additionalProperty']), known)
}

/** The keys of the schema, which a compiled validator does not tell. */
export const knownKeys: Readonly<Record<string, readonly string[]>> = {
  '#': [
    'extends',
    'rules',
    'overrides',
    'ruleDirectories',
    'clients',
    'regions',
    'ignore',
    'minSeverity',
    'failOn',
    'maxWarnings',
    'format',
    'maxFileSize',
    'sourceCode',
    'baseline',
  ],
  '#/properties/overrides/items': ['files', 'rules'],
  '#/properties/clients/items': ['name', 'version'],
  '#/properties/regions': ['default', 'enabled'],
}

function patternHint(error: ErrorObject): string {
  return error.propertyName === undefined
    ? 'is not a Region such as eu-west-1'
    : 'is not a rule id such as aws/global-endpoint-url'
}

/** `/overrides/0/rules/aws~1x` is `overrides[0].rules.aws/x`. */
function keyPath(pointer: string): string {
  const segments = pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
  const path = segments.map((segment) => (/^\d+$/.test(segment) ? `[${segment}]` : `.${segment}`)).join('')
  return path.replace(/^\./, '') || 'the config'
}

function list(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`
}

function article(type: string): string {
  const words: Readonly<Record<string, string>> = {
    object: 'a map',
    array: 'a list',
    string: 'text',
    integer: 'a whole number',
  }
  return words[type] ?? type
}
