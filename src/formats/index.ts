import type {Format, FormatId, ReadShell} from '../model.js'

/** Each format is loaded when the first file of its kind has something to say. */
export async function loadFormat(id: FormatId): Promise<Format> {
  switch (id) {
    case 'ini':
      return (await import('./ini.js')).ini
    case 'dotenv':
      return (await import('./dotenv.js')).dotenv
    case 'dockerfile':
      return (await import('./dockerfile.js')).dockerfile
    case 'yaml':
      return (await import('./yaml.js')).yaml
    case 'json':
      return (await import('./json.js')).json
    case 'hcl':
      return (await import('./hcl.js')).createHcl()
  }
}

/** Text that may hold shell worth reading: a script key, and a variable or an `aws` command. */
const SCRIPT =
  /^[\s-]*(?:run|script|before_script|after_script|commands?|args|[\w-]+)\s*:[^\n]*(?:\|[+-]?\d?\s*$|\baws\b|\bAWS_)/m

export function mayHoldShell(format: FormatId, text: string): boolean {
  return format === 'yaml' && /\baws\s|\bAWS_/.test(text) && SCRIPT.test(text)
}

export async function loadShell(): Promise<ReadShell> {
  return (await import('./shell.js')).readShell
}
