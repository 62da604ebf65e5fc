import {createRequire} from 'node:module'

/** The `unbash` package, loaded for the first command line that is read; see yaml-library.ts. */
export function loadUnbash(): typeof import('unbash') {
  return createRequire(import.meta.url)('unbash')
}
