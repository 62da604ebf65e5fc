import type {Format} from '../model.js'
import {readTree} from '../scopes/tree.js'
import {loadHcl} from './hcl-tree.js'

/** The grammar is WebAssembly: loading it waits, reading does not. */
export async function createHcl(): Promise<Format> {
  const readHcl = await loadHcl()
  return {
    id: 'hcl',
    parse: (document, context) => readTree(document, readHcl(document, context.wanted), 'hcl', context),
  }
}
