import type {ErrorObject} from 'ajv'
import {Ajv2020} from 'ajv/dist/2020.js'
import schema from '../../schemas/config.schema.json' with {type: 'json'}

/** The build replaces this module by the schema compiled to code (scripts/build-validator.mjs). */
export const validateConfig: ((value: unknown) => boolean) & {errors?: ErrorObject[] | null} = new Ajv2020({
  allErrors: true,
}).compile(schema)
