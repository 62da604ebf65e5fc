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
    case 'xml':
      return (await import('./xml.js')).xml
    case 'toml':
      return (await import('./toml.js')).toml
    case 'groovy':
      return (await import('./groovy.js')).groovy
    case 'properties':
      return (await import('./properties.js')).properties
    case 'systemd':
      return (await import('./systemd.js')).systemd
    case 'make':
      return (await import('./make.js')).make
    case 'powershell':
      return (await import('./windows-scripts.js')).powershell
    case 'batch':
      return (await import('./windows-scripts.js')).batch
    case 'fluentbit':
      return (await import('./fluent.js')).fluentbit
    case 'fluentd':
      return (await import('./fluent.js')).fluentd
    case 'procfile':
      return (await import('./process-lists.js')).procfile
    case 'nginx':
      return (await import('./process-lists.js')).nginx
    case 'shell':
      return (await import('./shell-file.js')).shell
  }
}

/** Whether a file may hold shell worth reading: an `aws` command or an assignment. Asked of each file by itself. */
export function mayHoldShell(format: FormatId, text: string): boolean {
  return (
    (format === 'yaml' || format === 'json' || format === 'groovy' || format === 'toml') &&
    /\baws\s|\bAWS_\w+=/.test(text)
  )
}

export async function loadShell(): Promise<ReadShell> {
  return (await import('./shell.js')).readShell
}
