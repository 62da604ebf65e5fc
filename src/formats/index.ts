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
    case 'fish':
      return (await import('./fish.js')).fish
    case 'supervisor':
      return (await import('./supervisor.js')).supervisor
    case 'just':
      return (await import('./just.js')).just
    case 'crontab':
      return (await import('./crontab.js')).crontab
    case 'tox':
      return (await import('./tox.js')).tox
    case 'squid':
      return (await import('./squid.js')).squid
    case 'logstash':
      return (await import('./logstash.js')).logstash
    case 'sql':
      return (await import('./sql.js')).sql
    case 'shell':
      return (await import('./shell-file.js')).shell
    case 'manifest':
      return (await import('./manifest.js')).manifest
    case 'source':
      return (await import('./source.js')).source
    default:
      // In one file: what makes entries of a tree is warm for all three once it is for one.
      return (await import('./trees.js')).trees[id]
  }
}

const SHELL =
  /\baws\s|\baws\/c|\bAWS_\w+=|=AWS_\w|\bsts_\w+=|sts-regional-endpoints=|\s(?:-[eE]|--env|--setenv)[\s=]+AWS_/

/**
 * Whether a file may hold shell worth reading: an `aws` command, one of AWS's own files, an assignment, or a setting that a
 * command passes on.
 */
export function mayHoldShell(format: FormatId, text: string): boolean {
  return (
    (format === 'yaml' || format === 'json' || format === 'groovy' || format === 'toml' || format === 'hcl') &&
    SHELL.test(text)
  )
}

export async function loadShell(): Promise<ReadShell> {
  return (await import('./shell.js')).readShell
}
