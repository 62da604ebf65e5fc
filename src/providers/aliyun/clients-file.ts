import type {FileKind} from '../../model.js'

/** The shape of rules/aliyun/clients.yaml; schemas/aliyun-clients.schema.json says the same. */
export interface AliyunClientsFile {
  readonly source: string
  readonly clients: readonly AliyunClientRow[]
}

export interface AliyunClientRow {
  readonly name: string
  readonly title: string
  readonly packages: readonly {readonly ecosystem: string; readonly name: string}[]
  readonly source: readonly string[]
  /** `executed`: it was run. Otherwise every answer is a likely one. */
  readonly verified: 'executed' | 'read'
  /** The shared file whose keys it reads. */
  readonly file?: NonNullable<FileKind>
  /** The first that says something decides. An endpoint comes before Region and VPC flag. */
  readonly endpoint: readonly AliyunPlace[]
  readonly region: readonly AliyunPlace[]
  /** On where one of them is `true`: the VPC host of the Region is called. */
  readonly vpc: readonly AliyunPlace[]
  /** Regions for which its own table says another host than the one made of the name. */
  readonly exceptions?: Readonly<Record<string, string>>
  /** A Region that is in no table: the host made of its name, unless said. */
  readonly unknownRegion?: 'central'
  /** What happens without a Region: the central host, or the message of an error. */
  readonly noRegion: string
  /** The host for an RSA key pair without a Region. */
  readonly rsaHost?: string
}

/** One place a setting can stand in. `param`: what the program or the command line passes. `key`: of the shared file. */
export type AliyunPlace = {readonly param: AliyunParam} | {readonly env: string} | {readonly key: string}
export type AliyunParam = 'endpoint' | 'region' | 'vpc'
