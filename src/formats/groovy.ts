import type {Format} from '../model.js'
import {readTree} from '../scopes/tree.js'
import {readGroovy} from './groovy-tree.js'

export const groovy: Format = {
  id: 'groovy',
  parse: (document, context) => readTree(document, readGroovy(document), 'groovy', context),
}
