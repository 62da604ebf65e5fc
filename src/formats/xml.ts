import type {Format} from '../model.js'
import {readTree} from '../scopes/tree.js'
import {readXml} from './xml-tree.js'

export const xml: Format = {
  id: 'xml',
  parse: (document, context) => readTree(document, readXml(document), 'xml', context),
}
