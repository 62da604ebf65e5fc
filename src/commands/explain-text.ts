import {Chalk, type ChalkInstance} from 'chalk'
import type {Example, RuleFile} from '../data.js'
import {nameHoles} from './holes.js'

/** A rule as a page for a person. */
export function renderRule(rule: RuleFile, color: boolean): string {
  const chalk = new Chalk({level: color ? 1 : 0})
  const sections = [
    `${chalk.bold(rule.id)}  ${severityColor(chalk, rule)(rule.severity)}`,
    messagesOf(rule).join('\n'),
    section(chalk, 'Why', rule.why.trim()),
    section(chalk, 'Not in any file', rule.unseen ?? ''),
    section(chalk, 'Fix', fixText(rule)),
    ...exampleText(chalk, rule.examples),
    section(chalk, 'Links', rule.links.join('\n')),
  ]
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`
}

function severityColor(chalk: ChalkInstance, {severity}: RuleFile): ChalkInstance {
  return {error: chalk.red, warning: chalk.yellow, info: chalk.blue}[severity]
}

function messagesOf(rule: RuleFile): string[] {
  const messages = [rule.message, ...(rule.variants ?? []).flatMap(({message}) => message ?? [])]
  return [...new Set(messages)].map(nameHoles)
}

function fixText({fix = []}: RuleFile): string {
  if (fix.length === 0) return 'None: the finding says what to do.'
  return fix.map(({title, applicability}) => `${applicability.padEnd(7)} ${nameHoles(title)}`).join('\n')
}

/** One example is enough to show the idea: the first that shows a fix, else the first that is found. */
function exampleText(chalk: ChalkInstance, examples: readonly Example[]): string[] {
  const example =
    examples.find(({bad, good}) => bad !== undefined && good !== undefined) ??
    examples.find(({bad}) => bad !== undefined)
  if (example?.bad === undefined) return []
  const bad = section(chalk, `Found in ${example.path}`, example.bad.trimEnd(), chalk.red)
  if (example.good === undefined) return [bad]
  return [bad, section(chalk, `After ${example.apply ?? 'safe'} fixes`, example.good.trimEnd(), chalk.green)]
}

function section(chalk: ChalkInstance, title: string, body: string, paint = (line: string): string => line): string {
  if (body === '') return ''
  const lines = body.split('\n').map((line) => (line === '' ? '' : `  ${paint(line)}`))
  return [chalk.underline(title), ...lines].join('\n')
}
