import {divideTexts, neededContext} from './check-context.js'
import {createLinter} from './check-lint.js'
import {concernsAliyun, definitionTexts, linkedTexts, Parser, readFiles} from './check-parse.js'
import {toChanges, toReport, toResults, unreadableResults} from './check-report.js'
import type {CheckRequest, Outcome} from './check-request.js'
import {isWanted, settle} from './fix/settle.js'
import type {ProviderId} from './model.js'
import type {Unit} from './scopes/view.js'
import {now} from './timing.js'

/** The whole run, with files passed in: read, recognise, lint, settle, report. Writes nothing. */
export async function check(request: CheckRequest): Promise<Outcome> {
  const clock = createClock(request)
  const found = readFiles(request)
  clock('read')
  if (found.texts.length === 0 && found.unreadable.length === 0)
    return {report: toReport(request, found, [], 0), changes: []}
  const data = await request.data(concernsAliyun(found.texts, request))
  clock('load rules')
  const parser = new Parser(data, request.skipsContext)
  const {own, context} = divideTexts(found.texts, request, data)
  clock('divide')
  const first = await parser.parse(own)
  const units = inOrder([...first, ...(await parser.parse(neededContext(first, context, request, data)))], request)
  const linked = linkedTexts(units, request)
  units.push(...(await parser.parse(linked)))
  units.push(...(await parser.parse(definitionTexts(units, request))))
  const outside = new Set(linked.filter(({isOutside}) => isOutside).map(({file}) => file.path))
  clock('parse')
  const inUse = async (provider: ProviderId) => (await request.clients?.(units, data, provider)) ?? null
  const of = {aws: await inUse('aws'), aliyun: data.aliyunHosts && (await inUse('aliyun'))}
  clock('clients')
  const linter = await createLinter(
    outside.size === 0
      ? request
      : {...request, severityOf: (rule, path) => (outside.has(path) ? null : request.severityOf(rule, path))},
    data,
    {of, reparse: (...args) => parser.reparse(...args)},
  )
  const settled = settle(units, {
    reparse: (unit, text) => parser.reparse(unit, text),
    lintAll: linter.lintAll,
    wants: isWanted(request.fix, request.minSeverity),
  })
  clock('lint')
  const results = [...toResults(request, settled), ...unreadableResults(request, data.rules, found)]
  return {report: toReport(request, found, results, linter.baselined()), changes: toChanges(units, settled)}
}

/** The order of discovery, whichever was read first: messages name the first file of several. */
function inOrder(units: readonly Unit[], {files}: CheckRequest): Unit[] {
  const places = new Map(files.map(({path}, index) => [path, index]))
  return [...units].sort((a, b) => places.get(a.file.path)! - places.get(b.file.path)!)
}

function createClock(request: CheckRequest): (stage: string) => void {
  let last = now()
  return (stage) => {
    const at = now()
    request.timing?.(stage, at - last)
    last = at
  }
}
