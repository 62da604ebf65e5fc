import {createRequire} from 'node:module'

/**
 * The `yaml` package, loaded in the middle of a read: most files do without it. The build replaces this module by a
 * `require` of the package's own chunk (scripts/build-plugins.mjs).
 */
export function loadYaml(): typeof import('yaml') {
  return createRequire(import.meta.url)('yaml')
}
