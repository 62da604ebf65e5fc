import type {Credentials} from './model.js'

/** As a sentence about them begins: `profile dev has no credentials`. */
export function credentialsText(credentials: Credentials): string {
  if (credentials.kind === 'profile') return `profile ${credentials.name}`
  if (credentials.kind === 'keys') return credentials.from
  return credentials.kind === 'shell' ? 'this shell' : credentials.reason
}
