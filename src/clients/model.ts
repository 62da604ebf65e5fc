import type {Range, ScopeRow} from '../model.js'

/**
 * Where packages come from, by the names of clients.yaml. `apt`: a distribution. `cli`: what AWS itself hands out of its
 * CLI, by its installer or on the runners of a CI.
 */
export type Ecosystem =
  | 'pip'
  | 'npm'
  | 'go'
  | 'maven'
  | 'gem'
  | 'composer'
  | 'nuget'
  | 'cargo'
  | 'swiftpm'
  | 'terraform'
  | 'vcpkg'
  | 'conan'
  | 'psgallery'
  | 'docker'
  | 'apt'
  | 'cli'

/** One package that brings a client, as rules/<provider>/clients.yaml has it. Several rows may name one package. */
export interface PackageRow {
  /** Of the resolution matrix: `botocore`, `aws-cli`, `client-sts`. */
  readonly client: string
  readonly ecosystem: Ecosystem
  /** With `*` at its end all packages of that beginning that have no row of their own. */
  readonly name: string
  /** Which of the package's major versions brings this client, where others bring another or none. */
  readonly major?: number
  /** The package's minor number was this much behind the client's before version `until`: boto3 1.26 and botocore 1.29. */
  readonly behind?: {readonly minor: number; readonly until: string}
  /** The package's version says nothing about the client's. */
  readonly unrelated?: true
}

export type PackageTable = readonly PackageRow[]

/** A client that a manifest, lock file, image or install command brings. */
export interface DetectedClient {
  readonly client: string
  /** As written: `boto3`, `github.com/aws/aws-sdk-go`. */
  readonly package: string
  readonly ecosystem: Ecosystem
  /** The package's version where it is exact: locked, pinned, or the tag of an image. */
  readonly version: string | null
  /** The range as written. */
  readonly requirement: string | null
  readonly path: string
  /** Package and version where they stand together, else the version, else the package. */
  readonly range: Range
  /** Of the manifest, without a final `/`, empty at the top: the client belongs to scopes in and below it. */
  readonly directory: string
  /** Where the client belongs to one scope of the file alone: the id of its Dockerfile stage or workflow job. */
  readonly stage: string | null
  /** The images that hold it, by the name of their stage in lower case; the one that is built unless told is ''. */
  readonly images: readonly string[]
  readonly row: PackageRow
}

export interface ManifestFile {
  readonly path: string
  readonly text: string
  /** The requirements file whose `-r` names this one: of its kind, and for its directory. */
  readonly includedIn?: string
}

/** What a reader finds, before the table says which client it is. */
export interface Found {
  readonly ecosystem: Ecosystem
  readonly package: string
  readonly requirement: string | null
  /** Only where the requirement does not say it: from a lock file, by a property. */
  readonly version?: string | null
  readonly range: Range
  /** Where it belongs, if not to the file's own directory. */
  readonly directory?: string
  readonly stage?: string | null
  readonly images?: readonly string[]
}

export interface ReadContext {
  isKnown(ecosystem: Ecosystem, name: string): boolean
  /** Where the jobs and steps of pipelines stand (rules/scopes.yaml). */
  readonly scopeRows: readonly ScopeRow[]
  /** The text of another file of the run: a parent POM, `gradle.properties`. */
  textOf(path: string): string | null
}

/** Reads one file. What cannot be read is left out: whether a manifest is well written is not ours to say. */
export type Reader = (file: ManifestFile, context: ReadContext) => readonly Found[] | Promise<readonly Found[]>
