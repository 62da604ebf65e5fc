import type {Format} from '../model.js'
import {readTree} from '../scopes/tree.js'
import {readYaml} from './yaml-tree.js'

export const yaml: Format = {
  id: 'yaml',
  parse: (document, context) => readTree(document, readYaml(document, context.wanted), 'yaml', context),
}
