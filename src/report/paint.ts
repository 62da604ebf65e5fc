import type {ChalkInstance} from 'chalk'
import type {Severity} from '../model.js'

export type Style = Severity | 'path' | 'rule' | 'dim' | 'bold' | 'removed' | 'added' | 'safe' | 'unsafe' | 'good'

export type Paint = (style: Style, text: string) => string

export const plain: Paint = (_style, text) => text

/** Sixteen colours: every terminal has them, and the user's theme keeps them legible. */
export function chalkPaint({Chalk}: {readonly Chalk: new (options: {level: 1}) => ChalkInstance}): Paint {
  const chalk = new Chalk({level: 1})
  const styles: Readonly<Record<Style, ChalkInstance>> = {
    error: chalk.bold.red,
    warning: chalk.bold.yellow,
    info: chalk.bold.blue,
    path: chalk.bold.underline,
    rule: chalk.dim,
    dim: chalk.dim,
    bold: chalk.bold,
    removed: chalk.red,
    added: chalk.green,
    safe: chalk.green,
    unsafe: chalk.yellow,
    good: chalk.green,
  }
  return (style, text) => styles[style](text)
}
