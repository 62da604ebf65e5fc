import type {Found, ManifestFile, ReadContext} from '../model.js'
import {jsonStrings} from './json-strings.js'
import {byParent} from './leaves.js'
import {rangeAt} from './requirement.js'

/** vcpkg.json: a dependency is a name or `{name, "version>="}`; an override of the same name has the version itself. */
export function readVcpkg({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  const leaves = jsonStrings(text, ([group]) => group === 'dependencies' || group === 'overrides')
  const entries = byParent(
    leaves.map((leaf) => ({...leaf, path: leaf.path.length === 2 ? [...leaf.path, 'name'] : leaf.path})),
  )
  const overrides = new Map(
    entries.flatMap((fields) => {
      const [name, version] = [fields.get('name'), fields.get('version') ?? fields.get('version-semver')]
      return name?.path[0] === 'overrides' && version ? [[name.value, version.value] as const] : []
    }),
  )
  return entries.flatMap((fields) => {
    const name = fields.get('name')
    if (name?.path[0] !== 'dependencies' || !isKnown('vcpkg', name.value)) return []
    const least = fields.get('version>=')
    const requirement = overrides.get(name.value) ?? (least ? `>= ${least.value}` : null)
    return [{ecosystem: 'vcpkg', package: name.value, requirement, range: least?.whole ?? name.range}]
  })
}

/** conanfile.txt and conanfile.py: `aws-sdk-cpp/1.11.352`, `aws-sdk-cpp/[>=1.11 <2]@user/channel`. */
export function readConan({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  const source = text.replace(/^[ \t]*#.*/gm, (comment) => ' '.repeat(comment.length))
  return [...source.matchAll(REFERENCE)].flatMap(({0: all, 1: name, 2: version, index}) => {
    return isKnown('conan', name!)
      ? [{ecosystem: 'conan', package: name!, requirement: version!, range: rangeAt(index, all.length)}]
      : []
  })
}

const REFERENCE = /(?<![\w./-])([a-z][\w.+-]*)\/(\[[^\]\n]{0,100}\]|\d[\w.]*)/g
