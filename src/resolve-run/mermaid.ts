import type {ReportedAnswer, ResolutionReport} from './report.js'

/** A flow chart: scope → client → endpoint. Colours by reach. */
export function mermaid({answers}: ResolutionReport): string {
  const nodes = new Map<string, string>()
  const lines: string[] = []
  const node = (label: string, style: string): string => {
    const known = nodes.get(label)
    if (known !== undefined) return known
    const id = `n${nodes.size}`
    nodes.set(label, id)
    lines.push(`  ${id}["${escape(label)}"]${style}`)
    return id
  }
  const edges = new Set<string>()
  for (const answer of answers) {
    const [from, by, to] = labelsOf(answer)
    const scope = node(from, '')
    const client = node(by, '')
    const target = node(to, `:::${answer.resolution.reach ?? 'error'}`)
    edges.add(`  ${scope} --> ${client}`)
    edges.add(`  ${client} --> ${target}`)
  }
  return `${['flowchart LR', ...lines, ...edges, ...CLASSES].join('\n')}\n`
}

/** One client node per scope: which endpoint a client calls depends on where it runs. */
function labelsOf({scope: {kind, name, path, line}, use, resolution}: ReportedAnswer): [string, string, string] {
  const place = path === null ? '' : `<br>${path}:${line}`
  const from = `${kind} ${name}${place}`
  const {endpoint, error} = resolution
  return [from, `${use.label}<br>in ${kind} ${name}${place}`, endpoint ?? `${error?.kind}`]
}

const CLASSES = [
  '  classDef global fill:#fdd,stroke:#c00,color:#000',
  '  classDef error fill:#fdd,stroke:#c00,color:#000,stroke-dasharray:4',
  '  classDef foreign fill:#ffd,stroke:#a80,color:#000',
  '  classDef regional fill:#dfd,stroke:#080,color:#000',
  '  classDef fips fill:#dfd,stroke:#080,color:#000',
  '  classDef dualstack fill:#dfd,stroke:#080,color:#000',
  '  classDef vpce fill:#dfd,stroke:#080,color:#000',
  '  classDef local fill:#eee,stroke:#888,color:#000',
]

/** Mermaid reads entities by name and number; a line break is ours alone. */
function escape(label: string): string {
  return label
    .split('<br>')
    .map((part) => part.replace(/[^\w .:/@(),=+-]/g, (character) => `#${character.codePointAt(0)};`))
    .join('<br>')
}
