/** What an address says that stands for a package of Python: its name and, by its file or tag, its version. */
export interface Addressed {
  readonly name: string | null
  readonly version: string | null
}

/** `…/boto3-1.34.2-py3-none-any.whl`, `…/boto3-1.34.2.tar.gz`, `git+https://…/boto3.git@1.34.2#egg=boto3`. */
export function readAddress(address: string): Addressed {
  const [, egg] = /[#&]egg=([\w.-]+)/.exec(address) ?? []
  const bare = address.replace(/[#?].*/, '')
  const [, file, version] = FILE.exec(bare) ?? []
  if (file !== undefined) return {name: egg ?? file, version: version!}
  const [, repository, tag] = /^git\+.*\/([\w.-]+?)(?:\.git)?(?:@([^@/]+))?$/.exec(bare) ?? []
  return {name: egg ?? repository ?? null, version: versionOfTag(tag)}
}

/** A wheel (PEP 427) or a source archive. */
const FILE = /(?:^|\/)([A-Za-z][\w.]*(?:-[A-Za-z][\w.]*)*)-(\d[\w.!+]*?)(?:(?:-\w[\w.]*)+\.whl|\.tar\.\w+|\.tgz|\.zip)$/

/** Tags of Python's SDK are versions; a branch or a commit is none. */
export function versionOfTag(tag: string | undefined): string | null {
  return /^v?(\d+(?:\.\d+)+)$/.exec(tag ?? '')?.[1] ?? null
}
