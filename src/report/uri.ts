/** A SARIF artifactLocation: below `%SRCROOT%`, or absolute. */
export interface ArtifactLocation {
  readonly uri: string
  readonly uriBaseId?: '%SRCROOT%'
}

const DRIVE = /^[A-Za-z]:\//

/**
 * A path as shown in reports → a URI. Code scanning takes a relative URI for a file of the repository, whatever its
 * base, so what is outside the tree has to be an absolute `file:` URI.
 */
export function toArtifactLocation(path: string): ArtifactLocation {
  if (path.startsWith('//')) return {uri: `file:${encodePath(path)}`}
  if (path.startsWith('/')) return {uri: `file://${encodePath(path)}`}
  if (DRIVE.test(path)) return {uri: `file:///${path.slice(0, 2)}${encodePath(path.slice(2))}`}
  if (path.startsWith('~/')) return {uri: `file:///${encodePath(path)}`}
  return {uri: encodePath(path), uriBaseId: '%SRCROOT%'}
}

/** Lone surrogates stand in names that are not Unicode; a URI cannot hold them. */
function encodePath(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/')
}
