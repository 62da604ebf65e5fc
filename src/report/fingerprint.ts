import {createHash} from 'node:crypto'
import type {Diagnostic, Result} from '../model.js'
import type {Mask} from './mask.js'

/**
 * What a finding is, whatever line it stands on: rule, scope, setting, text, and which of several equals it is. A
 * dashboard then knows it again after lines were added above it or the file was renamed.
 */
export function fingerprints({text, diagnostics}: Result, mask: Mask): string[] {
  const seen = new Map<string, number>()
  return diagnostics.map((diagnostic) => {
    const key = JSON.stringify(structure(diagnostic, text, mask))
    const ordinal = seen.get(key) ?? 0
    seen.set(key, ordinal + 1)
    return createHash('sha256').update(`${key}#${ordinal}`).digest('hex').slice(0, 32)
  })
}

/** Without the text of a whole scope, which changes with every edit in it; masked, as a hash can be guessed. */
function structure({rule, scope, setting, range}: Diagnostic, text: string, mask: Mask): unknown[] {
  const isScope = setting === null && text.slice(range.start, range.end).includes('\n')
  const said = isScope ? '' : mask.slice(range).replace(/\s+/g, ' ')
  return [rule, scope?.kind ?? null, scope ? mask.text(scope.name) : null, setting, said]
}
