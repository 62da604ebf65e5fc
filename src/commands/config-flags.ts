import {Flags} from '@oclif/core'
import {checkFlags} from '../flags.js'
import {readConfig} from '../run-options.js'

const summaryOf = (name: string): string => checkFlags.find((flag) => flag.name === name)?.summary ?? ''

/** Commands about rules read the config for its rule directories. */
export const configFlags = {
  config: Flags.string({char: 'c', env: 'STSLINT_CONFIG', helpValue: 'FILE', summary: summaryOf('config')}),
  'no-config': Flags.boolean({summary: summaryOf('no-config')}),
  debug: Flags.boolean({env: 'STSLINT_DEBUG', summary: summaryOf('debug')}),
}

export async function ruleDirectories(flags: {
  config?: string | undefined
  'no-config': boolean
}): Promise<readonly string[]> {
  const given = {...(flags.config !== undefined && {config: flags.config}), 'no-config': flags['no-config']}
  return (await readConfig(given, process.cwd())).ruleDirectories
}
