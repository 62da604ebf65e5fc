import {readdirSync, readFileSync} from 'node:fs'
import {dirname, join} from 'node:path'

const names = ['stslint.config.yaml', 'stslint.config.yml', 'stslint.config.json']

/** The nearest config file from `directory` upwards. In one directory, a file of its own comes before package.json. */
export function findConfig(directory: string): string | null {
  for (let current = directory; ; current = dirname(current)) {
    const present = list(current)
    const name = names.find((candidate) => present.includes(candidate))
    if (name !== undefined) return join(current, name)
    const manifest = join(current, 'package.json')
    if (present.includes('package.json') && hasKey(manifest)) return manifest
    if (current === dirname(current)) return null
  }
}

/** A directory that cannot be listed holds no config for us. */
function list(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
  } catch {
    return []
  }
}

/** A broken package.json is npm's to report. */
function hasKey(manifest: string): boolean {
  try {
    const text = readFileSync(manifest, 'utf8')
    return text.includes('"stslint"') && typeof (JSON.parse(text) as {stslint?: unknown}).stslint === 'object'
  } catch {
    return false
  }
}
