/** The builds that the facts name, under the names of the page's columns; a column with several builds is their list. */
export const BUILDS = {
  botocore129: ['botocore', '1.29.27'],
  botocore131: ['botocore', '1.31.0'],
  botocore139: ['botocore', '1.39.17'],
  botocore140: ['botocore', '1.40.0'],
  botocore143: ['botocore', '1.43.11'],
  cli1: ['aws-cli', '1.45.11'],
  cli29: ['aws-cli', '2.9.19'],
  cli236: ['aws-cli', '2.36.7'],
  js2: ['aws-sdk-js', '2.1693.0'],
  js3: ['client-sts', '3.1173.0'],
  ruby: ['aws-sdk-ruby-core', '3.211.0'],
  go1: ['aws-sdk-go', '1.55.6'],
  go2: ['aws-sdk-go-v2', '1.17.1'],
} as const

export type Build = keyof typeof BUILDS

const GROUPS = {
  botocore: ['botocore129', 'botocore131', 'botocore139', 'botocore140', 'botocore143', 'cli1'],
  /** Those whose default is legacy, and those whose default is regional. */
  legacy: ['botocore129', 'botocore131', 'botocore139'],
  regional: ['botocore140', 'botocore143', 'cli1'],
  cli2: ['cli29', 'cli236'],
  /** Those that read endpoint URLs from the environment and the files. */
  urls: ['botocore131', 'botocore139', 'botocore140', 'botocore143', 'cli1', 'cli236', 'js3', 'ruby'],
  all: Object.keys(BUILDS) as Build[],
} as const satisfies Readonly<Record<string, readonly Build[]>>

export type Column = Build | keyof typeof GROUPS

/** Each build with what the last column that names it says. */
export function perBuild(expected: Readonly<Partial<Record<Column, string>>>): [Build, string][] {
  const found = new Map<Build, string>()
  for (const [column, answer] of Object.entries(expected) as [Column, string][]) {
    const builds: readonly Build[] = column in GROUPS ? GROUPS[column as keyof typeof GROUPS] : [column as Build]
    for (const build of builds) found.set(build, answer)
  }
  return [...found]
}
