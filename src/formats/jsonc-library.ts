import {createRequire} from 'node:module'

/** The `jsonc-parser` package, loaded for a text with an error in it; see yaml-library.ts. */
export function loadJsonc(): typeof import('jsonc-parser') {
  return createRequire(import.meta.url)('jsonc-parser')
}
