import type {Range, ScopeRow} from '../model.js'
import {chooseClients, type Detection} from './choose.js'
import {exactVersion} from './exact.js'
import {includesOf, isManifest, type ManifestKind, manifestKind} from './manifests.js'
import type {DetectedClient, Found, ManifestFile, PackageRow, PackageTable, ReadContext} from './model.js'
import {indexPackages, type PackageIndex, packageTable} from './packages.js'
import {directoryOf} from './paths.js'
import {readImage} from './readers/image.js'

export type {DetectedClient, Ecosystem, ManifestFile, PackageRow, PackageTable} from './model.js'
export {includesOf, isManifest, packageTable}

/**
 * The clients that manifests, lock files, images and install commands bring, sorted by place. Give it all the manifests
 * of a run at once: a lock file replaces the ranges beside and below it, and POMs and projects look up their parents.
 */
export async function readManifests(
  files: readonly ManifestFile[],
  packages: PackageTable,
  scopeRows: readonly ScopeRow[] = [],
): Promise<DetectedClient[]> {
  const index = indexOnce(packages)
  const texts = new Map(files.map(({path, text}) => [path, text]))
  const context: ReadContext = {
    isKnown: (ecosystem, name) => index.rows(ecosystem, name).length > 0,
    textOf: (path) => texts.get(path) ?? null,
    scopeRows,
  }
  const detections: Detection[] = []
  for (const file of files) {
    const owner = file.includedIn ?? file.path
    const kind = manifestKind(owner)
    if (kind === null || kind.aside || !mayName(kind, index).test(file.text)) continue
    const found = await attempt(file, kind, context)
    detections.push(...found.flatMap((each) => detect(each, file.path, owner, kind.lock, index)))
  }
  const order = new Map(packages.map((row, at) => [row, at]))
  return chooseClients(detections, order)
}

/**
 * What the bytes of a manifest must hold to be worth decoding; null for one that others look things up in, which must be
 * given to `readManifests` whatever it holds.
 */
export function manifestPrefilter(packages: PackageTable): (path: string) => RegExp | null {
  const index = indexOnce(packages)
  return (path) => {
    const kind = manifestKind(path)
    return kind === null || kind.aside || /(?:^|\/)pom\.xml$/i.test(path) ? null : mayName(kind, index)
  }
}

/** The client that an image itself is, as a Dockerfile's `FROM` would bring it; null where it is none. */
export function imageClient(image: string, range: Range, path: string, packages: PackageTable): DetectedClient | null {
  const index = indexOnce(packages)
  const [found] = readImage({name: image, range}, {isKnown: (from, name) => index.rows(from, name).length > 0})
  return (found && detect(found, path, path, false, index)[0]?.detected) ?? null
}

const indexes = new WeakMap<PackageTable, PackageIndex>()

function indexOnce(packages: PackageTable): PackageIndex {
  const known = indexes.get(packages) ?? indexPackages(packages)
  indexes.set(packages, known)
  return known
}

const NOTHING = /(?!)/

/** The cheap test before any parser is loaded. */
function mayName({ecosystem, sign, also}: ManifestKind, index: PackageIndex): RegExp {
  if (sign !== undefined) return sign
  const names = index.names(ecosystem)
  if (names === null) return also ?? NOTHING
  return also === undefined ? names : new RegExp(`${also.source}|${names.source}`, 'i')
}

/** Text nested deeper than calls may go is no manifest that anyone wrote. */
async function attempt(file: ManifestFile, kind: ManifestKind, context: ReadContext): Promise<readonly Found[]> {
  const read = await kind.load()
  try {
    return await read(file, context)
  } catch (error) {
    if (error instanceof RangeError) return []
    throw error
  }
}

function detect(found: Found, path: string, owner: string, lock: boolean, index: PackageIndex): Detection[] {
  const {ecosystem, requirement, range, package: name} = found
  const version = found.version ?? exactVersion(ecosystem, requirement)
  if (range.end <= range.start) return []
  const directory = found.directory ?? directoryFor(owner, ecosystem)
  return rowsFor(index.rows(ecosystem, name), version, requirement).map((row) => ({
    lock,
    detected: {
      client: row.client,
      package: name,
      ecosystem,
      version,
      requirement,
      path,
      range,
      directory,
      stage: found.stage ?? null,
      images: found.images ?? [],
      row,
    },
  }))
}

/** Requirements in parts lie in a directory of their own. */
function directoryFor(path: string, ecosystem: Found['ecosystem']): string {
  const directory = directoryOf(path)
  return ecosystem === 'pip' ? directory.replace(/(?:^|\/)requirements$/, '') : directory
}

/** The rows about that major version. Where nothing says which it is, the newest. */
function rowsFor(
  rows: readonly PackageRow[],
  version: string | null,
  requirement: string | null,
): readonly PackageRow[] {
  if (rows.length < 2 && version === null) return rows
  const [mark, , number] = /^\s*(<(?!=))?\D*(\d+)/.exec(version ?? requirement ?? '') ?? []
  // `<4` ends before the number, `<3.7` in it.
  const isEnd = mark?.includes('<') && !/\d\.\d*[1-9]/.test(requirement ?? '')
  const major = number === undefined ? null : Number(number) - (version === null && isEnd ? 1 : 0)
  const newest = Math.max(...rows.map((row) => row.major ?? 0))
  return rows.filter((row) => row.major === undefined || row.major === (major ?? newest))
}
