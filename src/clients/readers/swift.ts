import type {Found, ManifestFile, ReadContext} from '../model.js'
import {jsonStrings} from './json-strings.js'
import {byParent, type Leaf} from './leaves.js'

/** `.package(url: "https://…/aws-sdk-swift", from: "1.0.0")`. The requirement is what follows the address. */
export function readPackageSwift({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return [...text.matchAll(PACKAGE)].flatMap(({0: all, 1: head, 2: url, 3: rest, index}) => {
    if (!isKnown('swiftpm', url!)) return []
    const requirement = rest
      ?.replace(/["\s:()]+/g, ' ')
      .replace(/^ ?\.?/, '')
      .trim()
    const range = {start: index + head!.length, end: index + all.length - 1}
    return [{ecosystem: 'swiftpm', package: url!, requirement: requirement || null, range}]
  })
}

const PACKAGE =
  /(\.package\(\s*(?:name:\s*"[^"\n]*"\s*,\s*)?url:\s*")([^"\n]+)"\s*(?:,\s*((?:[^()"\n]|"[^"\n]*"|\([^()\n]*\))*))?\)/g

/** Version 1 keeps pins in an object and calls the address `repositoryURL`; 2 and 3 call it `location`. */
export function readPackageResolved({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  const leaves = jsonStrings(
    text,
    (path) => path.includes('pins') && /^(?:repositoryURL|location|version)$/.test(path.at(-1)!),
  )
  const pins = byParent(leaves.map((leaf) => ({...leaf, path: leaf.path.filter((part) => part !== 'state')})))
  return pins.flatMap((fields) => {
    const url: Leaf | undefined = fields.get('location') ?? fields.get('repositoryURL')
    const version = fields.get('version')
    if (!url || !version || !isKnown('swiftpm', url.value)) return []
    return [{ecosystem: 'swiftpm', package: url.value, requirement: null, version: version.value, range: version.range}]
  })
}
