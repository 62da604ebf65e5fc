/** docs/resolution.md: what clients.yaml knows of each client, for people. */
export function resolutionPage(file, clients, hosts) {
  return [
    '# How each SDK and tool picks its STS endpoint',
    '',
    '<!-- Generated from rules/aws/clients.yaml by `npm run generate`. -->',
    '',
    'What `stslint resolve` goes by. An order is read from left to right: the first that says something decides. An endpoint',
    'URL makes FIPS, dual-stack and the mode irrelevant (or is an error beside FIPS and dual-stack, where a client’s part says so);',
    'FIPS or dual-stack makes the mode irrelevant; mode legacy calls the global host `sts.amazonaws.com` in these Regions, unless a',
    'client’s own part says otherwise:',
    `${hosts.legacyGlobal.join(', ')}.`,
    '',
    'Evidence: *executed* was run and compared; *read* is the source, *reported* the vendor’s text. Answers that rest on the last',
    'two, or on a version that is not known and matters, are marked as likely.',
    '',
    '## Default mode by version',
    '',
    '| client | packages | default mode | mode can be set | evidence |',
    '| --- | --- | --- | --- | --- |',
    ...file.clients.map((row) => overview(row, clients)),
    '',
    '## Not run',
    '',
    ...file.clients.flatMap((row) => unverified(row, clients)),
    '',
    ...file.clients.flatMap((row) => section(row, clients)),
  ].join('\n')
}

function overview(row, clients) {
  const steps = stepsOf(row, clients)
  const cells = [
    [`[${row.title}](#${anchor(row.title)})`, ...[row.name, ...(row.aliases ?? [])].map((name) => `\`${name}\``)].join(
      ' ',
    ),
    row.packages.map(({ecosystem, name}) => `${ecosystem} \`${name}\``).join('<br>'),
    spans(steps, ({behaviour}) => behaviour.mode.default),
    spans(steps, ({behaviour}) => modeIsSet(behaviour)),
    spans(steps, ({verified}) => verified),
  ]
  return `| ${cells.join(' | ')} |`
}

function unverified(row, clients) {
  const told = stepsOf(row, clients).filter(
    ({verified}, at, all) => verified !== 'executed' && all[at - 1]?.verified !== verified,
  )
  return told.map(({from, verified}) => `- ${row.title}${from === null ? '' : ` from ${from}`}: ${verified}`)
}

function section(row, clients) {
  const newest = clients.find(row.name)
  const {endpoint, region, mode, partitions} = newest.behaviour
  return [
    `## ${row.title}`,
    '',
    `In its newest version${newest.verified === 'executed' ? '' : ` (${newest.verified}, not run)`}:`,
    '',
    '| setting | order |',
    '| --- | --- |',
    ...ORDERS.map(([title, order]) => `| ${title} | ${order(newest.behaviour)} |`),
    '',
    `- No Region stated: ${noRegion(region)}.`,
    ...modeNotes(mode),
    ...endpointNotes(endpoint),
    `- Partitions it knows: ${partitions.plain.join(', ')}.`,
    '',
    ...history(row, clients),
    'Sources:',
    '',
    ...row.source.map((source) => `- ${source}`),
    '',
  ]
}

const ORDERS = [
  ['profile', ({profile}) => list(['parameter `profile`', ...profile.env.map(placeText)])],
  ['endpoint URL', ({endpoint}) => places(endpoint)],
  ['leave URLs out', ({ignoreEndpoints}) => places(ignoreEndpoints)],
  ['FIPS', ({fips}) => places(fips)],
  ['dual-stack', ({dualstack}) => places(dualstack)],
  [
    'mode',
    ({mode}) => list([...(mode.globalParam ? ['parameter `useGlobalEndpoint`'] : []), ...mode.read.map(placeText)]),
  ],
  ['defaults mode', ({defaultsMode}) => places(defaultsMode)],
  ['Region', ({region}) => places(region)],
]

function places({read}) {
  return list(read.map(placeText))
}

function list(texts) {
  return texts.length === 0 ? 'not read' : texts.join(', ')
}

const CONDITIONS = {
  'load-config': 'with `AWS_SDK_LOAD_CONFIG`',
  'both-files': 'with `AWS_SDK_LOAD_CONFIG` only beside a config file',
  'config-without-profile': 'where the config file does not have the profile',
}

function placeText(place) {
  const condition = place.when === undefined ? '' : ` (${CONDITIONS[place.when]})`
  if ('param' in place) return `parameter \`${place.param}\``
  if ('env' in place) return `\`${place.env}\`${condition}`
  if ('services' in place) return `\`${place.services}\` of the services section`
  if ('config' in place) return `config \`${place.config}\`${condition}`
  return `credentials \`${place.credentials}\`${condition}`
}

const MODE_VALUES = {
  exact: 'Only `legacy` and `regional` as written here are modes; anything else is an error.',
  'any-case': '`legacy` and `regional` are modes in any case of letters; anything else is an error.',
  'only-legacy': 'Only `legacy` as written here is that mode; anything else means regional, without a word.',
}

const EMPTY_MODES = {
  default: 'An empty variable hides the file, and the default of the version counts.',
  invalid: 'An empty variable is an error.',
  skipped: 'An empty variable counts as not set.',
}

const LEGACY_REGIONS = {
  listed: 'the Regions named above',
  all: 'all Regions but those of the other partitions that it knows',
}

/** Nothing of a mode that cannot be set and is regional. */
function modeNotes({read, values, emptyEnv, empty, default: usual, globalParam, legacyRegions}) {
  if (read.length === 0 && usual === 'regional' && globalParam !== true) return []
  const name = globalParam === true ? '`useGlobalEndpoint`' : 'Mode legacy'
  const onEmpty = EMPTY_MODES[emptyEnv === 'kept' ? empty : 'skipped']
  return [
    ...(read.length === 0 ? [] : [`- ${MODE_VALUES[values]} ${onEmpty}`]),
    `- ${name} is global in ${LEGACY_REGIONS[legacyRegions]}.`,
  ]
}

const MISSING_SERVICES = {
  error: 'an error',
  end: 'the end of the search: no URL of the files counts',
  next: 'passed over',
}

/** Nothing where a program alone can give a URL. */
function endpointNotes({read, services, withVariant}) {
  return [
    ...(withVariant === 'error' ? ['- FIPS or dual-stack beside an endpoint URL: an error.'] : []),
    ...(read.some((place) => 'services' in place) && services
      ? [`- A services section that is not there: ${MISSING_SERVICES[services.missing]}.`]
      : []),
  ]
}

function modeIsSet({mode}) {
  if (mode.read.length > 0) return 'yes'
  return mode.globalParam === true ? 'only by parameter `useGlobalEndpoint`' : 'no'
}

function noRegion({none, default: usual}) {
  if (usual !== undefined) return `${usual}`
  if (none === 'nothing') return 'an error'
  return none === 'aws-global' ? 'the global host, in both modes' : 'the global host, or an error in mode regional'
}

/** What each change brought, in the words of the table. */
function history(row, clients) {
  const steps = stepsOf(row, clients)
  const lines = steps.slice(1).flatMap((step, index) => {
    const before = steps[index].behaviour
    const parts = ORDERS.flatMap(([title, order]) => {
      const [old, now] = [order(before), order(step.behaviour)]
      return old === now ? [] : [`${title}: ${now}`]
    })
    if (before.mode.default !== step.behaviour.mode.default)
      parts.unshift(`default mode ${step.behaviour.mode.default}`)
    const [old, now] = [before.partitions, step.behaviour.partitions]
    if (old.plain.length !== now.plain.length) parts.push('more partitions')
    else if (old.dualstack.length !== now.dualstack.length) parts.push('dual-stack in more partitions')
    return parts.length === 0 ? [] : [`- from ${step.from}: ${parts.join('; ')}`]
  })
  return lines.length === 0 ? [] : ['By version:', '', ...lines, '']
}

function stepsOf(row, clients) {
  const froms = (row.changes ?? []).map(({from}) => from)
  return [null, ...froms].map((from) => {
    const {behaviour, verified} = clients.find(row.name, from ?? '0.0.1')
    return {from, behaviour, verified}
  })
}

/** `legacy, regional from 1.40.0` */
function spans(steps, wordOf) {
  const told = []
  let last
  for (const step of steps) {
    const word = wordOf(step)
    if (word === last) continue
    told.push(step.from === null ? word : `${word} from ${step.from}`)
    last = word
  }
  return told.join(', ')
}

function anchor(title) {
  return title
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .replaceAll(' ', '-')
}
