import type {Ecosystem, PackageRow, PackageTable} from './model.js'

/** The table of a `clients.yaml`, with what brings a client without being a package of its ecosystem. */
export function packageTable(
  clients: readonly {readonly name: string; readonly packages: readonly WrittenRow[]}[],
): PackageTable {
  const written = clients.flatMap(({name: client, packages}) => packages.map((row) => ({...row, client}) as PackageRow))
  const known = new Set(clients.map(({name}) => name))
  return [...written, ...CARRIERS.filter(({client}) => known.has(client))]
}

type WrittenRow = Omit<PackageRow, 'client' | 'ecosystem'> & {readonly ecosystem: string}

/** AWS's own images, installer and runners carry version 2 of the CLI; distributions have names of their own. */
const CARRIERS: PackageTable = [
  {client: 'aws-cli', ecosystem: 'cli', name: 'aws-cli', major: 2},
  {client: 'aws-cli', ecosystem: 'apt', name: 'awscli'},
  {client: 'botocore', ecosystem: 'apt', name: 'python3-boto3', behind: {minor: 3, until: '1.30.0'}},
  {client: 'botocore', ecosystem: 'apt', name: 'python3-botocore'},
]

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
    byName.set(key, [...(byName.get(key) ?? []), row])
  }
  const patterns = new Map<Ecosystem | null, RegExp | null>()
  return {
    rows: (ecosystem, name) => byName.get(`${ecosystem} ${normalName(ecosystem, name)}`) ?? [],
    names: (ecosystem) => {
      const known = patterns.get(ecosystem)
      if (known !== undefined) return known
      const rows = table.filter((row) => ecosystem === null || row.ecosystem === ecosystem)
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
  // A POM has group and artifact on lines of their own.
  const word = ecosystem === 'maven' ? name.slice(0, Math.max(name.indexOf(':'), 0)) || name : lastPart(ecosystem, name)
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return ecosystem === 'pip' ? escaped.replace(/(?:[-_]|\\\.)+/g, '[-_.]+') : escaped
}

/** Swift repositories are written in several ways, and a Terraform provider by its short name alone. */
function lastPart(ecosystem: Ecosystem, name: string): string {
  return ecosystem === 'swiftpm' || ecosystem === 'cli' ? name.slice(name.lastIndexOf('/') + 1) : name
}
