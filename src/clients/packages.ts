import type {Ecosystem, PackageRow, PackageTable} from './model.js'

/** The table of a `clients.yaml`, with what brings a client without being a package of its ecosystem. */
export function packageTable(
  clients: readonly {readonly name: string; readonly packages: readonly WrittenRow[]}[],
): PackageTable {
  const written = clients.flatMap(({name: client, packages}) => packages.map((row) => ({...row, client}) as PackageRow))
  const known = new Set(clients.map(({name}) => name))
  return [...written, ...CARRIERS.filter(({client}) => known.has(client))].map((row) => ({
    ...ONLY[`${row.ecosystem} ${row.name}`],
    ...row,
  }))
}

type WrittenRow = Omit<PackageRow, 'client' | 'ecosystem'> & {readonly ecosystem: string}

/** Ways to the CLI that are no package of an ecosystem: AWS's installer and runners, and its image's other name. */
const CARRIERS: PackageTable = [
  {client: 'aws-cli', ecosystem: 'cli', name: 'aws-cli', major: 2},
  {client: 'aws-cli', ecosystem: 'docker', name: 'public.ecr.aws/aws-cli/aws-cli', major: 2},
  // Of a tag that says 1, somebody's own image of that name.
  {client: 'aws-cli', ecosystem: 'docker', name: 'amazon/aws-cli', major: 1},
]

/** PyPI has version 1 of the CLI alone, and the image version 2: so much is known of one without a version. */
const ONLY: Readonly<Record<string, Pick<PackageRow, 'major'>>> = {
  'pip awscli': {major: 1},
  'docker amazon/aws-cli': {major: 2},
}

/** A table made ready for look-ups. */
export interface PackageIndex {
  rows(ecosystem: Ecosystem, name: string): readonly PackageRow[]
  /** Matches a text that names a package of the ecosystem, or of any. Null where there is no such package. */
  names(ecosystem: Ecosystem | null): RegExp | null
}

export function indexPackages(table: PackageTable): PackageIndex {
  const byName = new Map<string, PackageRow[]>()
  for (const row of table) {
    const key = `${row.ecosystem} ${normalName(row.ecosystem, row.name)}`
    const rows = byName.get(key) ?? []
    // A name may be listed in several spellings.
    if (!rows.some(({client, major}) => client === row.client && major === row.major)) byName.set(key, [...rows, row])
  }
  const families = [...byName].flatMap(([key, rows]) => (key.endsWith('*') ? [{start: key.slice(0, -1), rows}] : []))
  const patterns = new Map<Ecosystem | null, RegExp | null>()
  return {
    rows: (ecosystem, name) => {
      const key = `${ecosystem} ${normalName(ecosystem, name)}`
      return byName.get(key) ?? families.find(({start}) => key.startsWith(start))?.rows ?? []
    },
    names: (ecosystem) => {
      const known = patterns.get(ecosystem)
      if (known !== undefined) return known
      const rows = table.filter((row) =>
        ecosystem === null ? row.ecosystem !== 'terraform' : row.ecosystem === ecosystem,
      )
      const pattern = rows.length === 0 ? null : new RegExp([...new Set(rows.map(sign))].join('|'), 'i')
      patterns.set(ecosystem, pattern)
      return pattern
    },
  }
}

/** The spelling by which the ecosystem's own tools compare names. */
function normalName(ecosystem: Ecosystem, name: string): string {
  switch (ecosystem) {
    case 'pip':
      // PEP 503.
      return name.toLowerCase().replace(/[-_.]+/g, '-')
    case 'nuget':
    case 'composer':
      return name.toLowerCase()
    case 'swiftpm':
      return repositoryOf(name)
    case 'terraform':
      // Without the registry's host.
      return name.toLowerCase().split('/').slice(-2).join('/')
    case 'docker':
      return name.replace(/^(?:(?:index\.)?docker\.io\/)?(?:library\/)?/, '')
    default:
      return name
  }
}

/** `owner/name` of a repository's address, however it is written. */
function repositoryOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/\.git$/, '')
    .split(/[/:]/)
    .slice(-2)
    .join('/')
}

/** A pattern for what a file must hold to name the package. */
function sign({ecosystem, name}: PackageRow): string {
  // A POM has group and artifact on lines of their own, and an address of a Swift package may end in `.git`.
  const word =
    ecosystem === 'maven' ? name.replace(/:.*/, '') : ecosystem === 'swiftpm' ? name.replace(/.*\//, '') : name
  const escaped = word.replace(/\*$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return ecosystem === 'pip' ? escaped.replace(/(?:[-_]|\\\.)+/g, '[-_.]+') : escaped
}
