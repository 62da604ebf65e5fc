import {Command, Flags} from '@oclif/core'
import type {RuleFile} from '../data.js'
import {write} from '../output.js'
import {loadRuleDocs} from '../rule-docs.js'
import {configFlags, ruleDirectories} from './config-flags.js'
import {nameHoles} from './holes.js'

export class Rules extends Command {
  static override readonly summary = 'List the rules: id, severity, what is fixed, what is found'
  static override readonly examples = ['<%= config.bin %> rules', '<%= config.bin %> rules --format json']
  static override readonly flags = {
    ...configFlags,
    format: Flags.option({
      char: 'f',
      options: ['pretty', 'json'] as const,
      default: 'pretty',
      summary: 'How to write it',
    })(),
  }

  override async run(): Promise<number> {
    const {flags} = await this.parse(Rules)
    const rows = (await loadRuleDocs(await ruleDirectories(flags))).map(toRow)
    write(1, flags.format === 'json' ? `${JSON.stringify(rows, null, 2)}\n` : table(rows))
    return 0
  }
}

interface Row {
  readonly id: string
  readonly severity: string
  readonly fixes: readonly string[]
  readonly summary: string
}

function toRow({id, severity, fix = [], message}: RuleFile): Row {
  const fixes = [...new Set(fix.map(({applicability}) => applicability))].sort()
  return {id, severity, fixes, summary: nameHoles(message)}
}

function table(rows: readonly Row[]): string {
  const cells = rows.map(({id, severity, fixes, summary}) => [id, severity, fixes.join(', ') || '-', summary])
  const head = ['RULE', 'SEVERITY', 'FIX', 'FINDS']
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => cell.padEnd(column === 3 ? 0 : (widths[column] ?? 0))).join('  ')
  return `${[head, ...cells].map(line).join('\n')}\n`
}
