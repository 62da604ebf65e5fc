import type {Found, ManifestFile, ReadContext} from '../model.js'
import {jsonStrings} from './json-strings.js'
import {rangeAt} from './requirement.js'

export function readComposer({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return jsonStrings(text, ([group, name, more]) => {
    return /^require(?:-dev)?$/.test(group ?? '') && more === undefined && isKnown('composer', name ?? '')
  }).map(({path, value, whole}) => ({ecosystem: 'composer', package: path[1]!, requirement: value, range: whole}))
}

/** Composer writes its lock in one form, a package's name and version first. */
export function readComposerLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  const packages = /"name":\s*"([^"\n]+)",\s*"version":\s*"v?([^"\n]+)"/g
  return [...text.matchAll(packages)].flatMap(({0: all, 1: name, 2: version, index}) => {
    if (!isKnown('composer', name!)) return []
    const range = rangeAt(index + all.length - 1 - version!.length, version!.length)
    return [{ecosystem: 'composer', package: name!, requirement: null, version: version!, range}]
  })
}
