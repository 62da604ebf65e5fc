import type {Scope, ScopeKind} from '../model.js'
import {sourceOf, type Unit} from './view.js'

/** Where a command has the environment of its script or step, and of nothing that is in no file. */
const PLAIN: ReadonlySet<ScopeKind> = new Set(['command', 'script', 'step', 'job', 'workflow'])

/**
 * What may state a Region for the commands of a file without being read: its variables under any name of theirs, what logs in,
 * what takes other files in.
 */
const TELLERS = new RegExp(
  [
    String.raw`\bAWS_(?:DEFAULT_)?(?:REGION|PROFILE)\b|\bAWS_CONFIG_FILE\b`,
    String.raw`\baws\s+configure\b|\baws-vault\b|\bsaml2aws\b|\baws_?login\b|--profile\b|\bassume\s|\bgranted\b`,
    String.raw`configure-aws-credentials|\.aws/(?:config|credentials)`,
    String.raw`(?:^|[\s;&|(])(?:source|\.)\s+["'$\w./~-]|\beval\b`,
    String.raw`\b(?:include|extends|orbs|context|template|group|import|env[_-]?[fF]ile|withAWS|withCredentials)\b["']?\s*[:(]`,
    // Any action but those that bring files and programs may log in.
    String.raw`\buses:\s*["']?(?!["']?(?:actions|docker)/)\S`,
  ].join('|'),
  'm',
)

/** Whether a command's Region may be stated where nobody looks: then nothing can be said about it. */
export function mayBeTold(unit: Unit, scope: Scope): boolean {
  if (sourceOf(unit, scope) !== unit || TELLERS.test(unit.document.text)) return true
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.links.length > 0 || !(PLAIN.has(at.kind) || at.parent === null)) return true
  }
  return unit.format !== 'shell' && unit.format !== 'yaml'
}
