import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {Ajv2020} from 'ajv/dist/2020.js'
import standalone from 'ajv/dist/standalone/index.js'

/**
 * Replaces the module that compiles the config schema by the compiled schema: loading ajv takes twice as long as all
 * the rest of a run on one file.
 */
export function configValidator(root) {
  return {
    name: 'config-validator',
    setup({onLoad}) {
      onLoad({filter: /[\\/]config[\\/]validator\.ts$/}, () => {
        const schema = JSON.parse(readFileSync(join(root, 'schemas/config.schema.json'), 'utf8'))
        const ajv = new Ajv2020({allErrors: true, code: {source: true, esm: true}})
        const code = standalone.default(ajv, ajv.compile(schema))
        return {contents: `${code}\nexport const validateConfig = validate`, loader: 'js', resolveDir: root}
      })
    },
  }
}
