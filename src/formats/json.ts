import type {Format} from '../model.js'
import {readTree} from '../scopes/tree.js'
import {readJson} from './json-tree.js'

export const json: Format = {
  id: 'json',
  parse: (document, context) => readTree(document, readJson(document), 'json', context),
}
