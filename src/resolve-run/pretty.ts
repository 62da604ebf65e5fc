import {visible} from '../report/cells.js'
import type {Paint, Style} from '../report/paint.js'
import {decidedBy} from './decided.js'
import type {ReportedAnswer, ResolutionReport} from './report.js'

interface Cell {
  readonly text: string
  readonly style: Style | null
}

type Row = readonly Cell[]

const REACH: Readonly<Record<string, Style>> = {
  global: 'error',
  central: 'error',
  foreign: 'warning',
  local: 'dim',
  error: 'error',
  regional: 'good',
  fips: 'good',
  dualstack: 'good',
  vpce: 'good',
  vpc: 'good',
}

const VERDICT: Readonly<Record<string, Style>> = {lost: 'error', kept: 'good', unknown: 'warning', none: 'dim'}

/** A scope as a heading, and below it a line per client. */
export function pretty({answers, leftOut, whatIf}: ResolutionReport, why: boolean, paint: Paint): string {
  if (answers.length === 0) return `${nothing(leftOut)}\n`
  const groups = grouped(answers)
  const tables = groups.map(({all}) => linesOf(all, whatIf !== null, why))
  const widths = widthsOf(tables.flat().map(({row}) => row))
  const blocks = groups.map(({title}, at) => {
    const lines = tables[at]!.flatMap(({row, answer}) => [
      line(row, widths, paint),
      ...(why ? reasons(answer, paint) : []),
    ])
    return [paint('path', title), ...lines].join('\n')
  })
  const head =
    whatIf === null
      ? []
      : [`If ${whatIf.event.replace('-down', ' is down')}, and ${whatIf.assumption} (--assume ${whatIf.assume}):`]
  return `${[...head, ...blocks, summary(answers, whatIf !== null)].join('\n\n')}\n`
}

function nothing(leftOut: number): string {
  if (leftOut === 0) return 'Nothing here says where STS is called'
  return leftOut === 1 ? 'The one answer is of another reach' : `All ${leftOut} answers are of another reach`
}

function grouped(answers: readonly ReportedAnswer[]): {title: string; all: ReportedAnswer[]}[] {
  const groups = new Map<string, ReportedAnswer[]>()
  for (const answer of answers) {
    const {kind, name, path, line: at} = answer.scope
    const where = path === null ? '' : `${visible(path)}:${at}  `
    const title = `${where}${kind} ${visible(name)}`
    groups.set(title, [...(groups.get(title) ?? []), answer])
  }
  return [...groups].map(([title, all]) => ({title, all}))
}

/** From how many clients with one answer on they share a line: a scope may be anybody's in a tree of many programs. */
const CROWD = 4

/** With the reasons, each client has its own line: they differ even where the answer does not. */
function linesOf(
  all: readonly ReportedAnswer[],
  isWhatIf: boolean,
  why: boolean,
): {row: Row; answer: ReportedAnswer}[] {
  const lines = all.map((answer) => ({row: rowOf(answer, isWhatIf), answer}))
  if (why) return lines
  const keyOf = ({row}: {row: Row}) => JSON.stringify(row.slice(1))
  return lines.flatMap((each, at) => {
    const alike = lines.filter((other) => keyOf(other) === keyOf(each))
    if (alike.length < CROWD) return [each]
    if (lines.findIndex((other) => keyOf(other) === keyOf(each)) !== at) return []
    const [first, second] = alike.map(({row}) => row[0]!.text)
    const text = `${first}, ${second} and ${alike.length - 2} more`
    return [{...each, row: [{text, style: null}, ...each.row.slice(1)]}]
  })
}

function rowOf(answer: ReportedAnswer, isWhatIf: boolean): Row {
  const {use, resolution, verdict} = answer
  const {endpoint, reach, error, likely} = resolution
  const kind = reach ?? 'error'
  const target = endpoint ?? `${error?.kind}: ${error?.message}`
  const told = isWhatIf
    ? [
        {text: verdict?.verdict ?? '', style: VERDICT[verdict?.verdict ?? 'none']!},
        {text: visible(target), style: null},
        {text: visible(verdict?.reason ?? ''), style: 'dim' as const},
      ]
    : [
        {text: kind, style: REACH[kind] ?? null},
        {text: visible(target), style: null},
        {text: visible(decidedBy(answer)), style: 'dim' as const},
      ]
  return [
    {text: visible(use.label), style: null},
    told[0]!,
    {...told[1]!, text: told[1]!.text + (likely ? ' ?' : '')},
    told[2]!,
  ]
}

/** A long cell does not push the others off the screen: it pushes its own line. */
const WIDEST = 60

function widthsOf(rows: readonly Row[]): number[] {
  return [0, 1, 2].map((column) =>
    Math.max(0, ...rows.map((row) => row[column]!.text.length).filter((length) => length <= WIDEST)),
  )
}

function line(row: Row, widths: readonly number[], paint: Paint): string {
  const cells = row.map(({text, style}, column) => {
    const padding = ' '.repeat(Math.max(0, (widths[column] ?? 0) - text.length))
    return (style === null ? text : paint(style, text)) + padding
  })
  return `  ${cells.join('  ').trimEnd()}`
}

function reasons({because}: ReportedAnswer, paint: Paint): string[] {
  const marks = {won: '*', lost: '-', ignored: ' '} as const
  return because.map(({setting, value, source, outcome, reason}) => {
    const text = `${marks[outcome]} ${setting} = ${value === '' ? '""' : value}  (${source})  ${outcome}: ${reason}`
    return `      ${paint(outcome === 'won' ? 'bold' : 'dim', visible(text))}`
  })
}

function summary(answers: readonly ReportedAnswer[], isWhatIf: boolean): string {
  const words = answers.map(({resolution, verdict}) =>
    isWhatIf ? (verdict?.verdict ?? '') : (resolution.reach ?? 'error'),
  )
  const counts = [...new Set(words)].sort().map((word) => `${words.filter((each) => each === word).length} ${word}`)
  const likely = answers.some(({resolution}) => resolution.likely) ? '; ? marks a likely answer (--why says more)' : ''
  return `${answers.length} ${answers.length === 1 ? 'answer' : 'answers'}: ${counts.join(', ')}${likely}`
}
