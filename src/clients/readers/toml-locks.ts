import type {Ecosystem, Found, ManifestFile, ReadContext} from '../model.js'
import {rangeAt} from './requirement.js'

/** poetry.lock, uv.lock, pdm.lock and pylock.toml (PEP 751, which says `packages`). */
export function readPythonLock(file: ManifestFile, context: ReadContext): Found[] {
  return readPackages(file, 'pip', context)
}

export function readCargoLock(file: ManifestFile, context: ReadContext): Found[] {
  return readPackages(file, 'cargo', context)
}

/** Written by programs in one form, and too large for a TOML parser: a table of each package, its name first. */
function readPackages({text}: ManifestFile, ecosystem: Ecosystem, {isKnown}: ReadContext): Found[] {
  return [...text.matchAll(PACKAGE)].flatMap(({0: all, 1: name, 2: version, index}) => {
    if (!isKnown(ecosystem, name!)) return []
    const start = index + all.length - 1 - version!.length
    return [{ecosystem, package: name!, requirement: null, version: version!, range: rangeAt(start, version!.length)}]
  })
}

const PACKAGE = /^\[\[packages?\]\]\r?\nname = "([^"\n]+)"\r?\nversion = "([^"\n]+)"/gm
