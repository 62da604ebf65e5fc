import type {Format} from '../model.js'
import {readTree} from '../scopes/tree.js'
import {readToml} from './toml-tree.js'

export const toml: Format = {
  id: 'toml',
  parse: (document, context) => readTree(document, readToml(document), 'toml', context),
}
