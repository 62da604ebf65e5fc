/**
 * Versions in the package lists of Linux distributions, by the release's name. From the archives' own lists; a release's
 * updates do not change them.
 */
const RELEASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bullseye: {awscli: '1.19.1'},
  focal: {awscli: '1.18.69', 'python3-botocore': '1.16.19'},
  jammy: {awscli: '1.22.34', 'python3-boto3': '1.20.34', 'python3-botocore': '1.23.34'},
  bookworm: {awscli: '2.9.19', 'python3-boto3': '1.26.27', 'python3-botocore': '1.29.27'},
}

/** Other ways in which an image's name and tag say which release it is built on. */
const NUMBERS: readonly (readonly [RegExp, string])[] = [
  [/^debian:11(?:\D|$)/, 'bullseye'],
  [/^debian:12(?:\D|$)/, 'bookworm'],
  [/^ubuntu:20\.04(?:\D|$)/, 'focal'],
  [/^ubuntu:22\.04(?:\D|$)/, 'jammy'],
]

/** The version of `name` that the release under `image` (`python:3.12-slim-bookworm`) has; null where it does not say. */
export function packagedVersion(image: string, name: string): string | null {
  const local = image.slice(image.lastIndexOf('/') + 1).toLowerCase()
  const release = Object.keys(RELEASES).find((each) => new RegExp(`[:-]${each}(?:-|$)`).test(local))
  const found = release ?? NUMBERS.find(([pattern]) => pattern.test(local))?.[1]
  return (found && RELEASES[found]?.[name]) ?? null
}

/** Alpine's package of the CLI is version 2 since 3.18 (aws/aws-cli issue 4971), and version 1 before. */
export function alpineHasOldCli(image: string | null): boolean {
  const [, minor] = /(?:^|[/:-])alpine[:-]?3\.(\d+)/.exec(image ?? '') ?? []
  return minor !== undefined && Number(minor) < 18
}
