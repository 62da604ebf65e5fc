import type {Found, ManifestFile, ReadContext} from '../model.js'
import {jsonStrings} from './json-strings.js'
import {byParent} from './leaves.js'

export function readComposer({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return jsonStrings(text, ([group, name, more]) => {
    return /^require(?:-dev)?$/.test(group ?? '') && more === undefined && isKnown('composer', name ?? '')
  }).map(({path, value, whole}) => ({ecosystem: 'composer', package: path[1]!, requirement: value, range: whole}))
}

export function readComposerLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  const leaves = jsonStrings(text, (path) => {
    return path.length === 3 && /^packages(?:-dev)?$/.test(path[0]!) && /^(?:name|version)$/.test(path[2]!)
  })
  return byParent(leaves).flatMap((fields) => {
    const [name, version] = [fields.get('name'), fields.get('version')]
    if (!name || !version || !isKnown('composer', name.value)) return []
    const {value, range} = version
    return [{ecosystem: 'composer', package: name.value, requirement: null, version: value.replace(/^v/, ''), range}]
  })
}
