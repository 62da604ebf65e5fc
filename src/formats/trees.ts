import type {Document, Format, FormatId, Wanted} from '../model.js'
import {readTree} from '../scopes/tree.js'
import {readHcl} from './hcl-tree.js'
import {readJson} from './json-tree.js'
import type {Tree} from './tree.js'
import {readYaml} from './yaml-tree.js'

/** The formats whose syntax is a tree of maps and lists. */
export const trees = {
  yaml: treeFormat('yaml', readYaml),
  json: treeFormat('json', readJson),
  hcl: treeFormat('hcl', readHcl),
}

function treeFormat(id: FormatId, read: (document: Document, wanted?: Wanted) => Tree): Format {
  return {
    id,
    parse: (document, context) => readTree(document, read(document, context.wanted), id, context),
  }
}
