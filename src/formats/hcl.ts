import type {Format} from '../model.js'
import {readTree} from '../scopes/tree.js'
import {readHcl} from './hcl-tree.js'

export const hcl: Format = {
  id: 'hcl',
  parse: (document, context) => readTree(document, readHcl(document, context.wanted), 'hcl', context),
}
