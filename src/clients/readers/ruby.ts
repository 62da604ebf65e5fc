import type {Found, ManifestFile, ReadContext} from '../model.js'
import {rangeAt} from './requirement.js'

/** Gemfile and gemspec: `gem 'aws-sdk-core', '~> 3.1', '>= 3.1.2'`. */
export function readGemfile({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return [...text.matchAll(GEM)].flatMap(({0: all, 1: head, 2: name, 3: rest, index}) => {
    if (!isKnown('gem', name!)) return []
    const requirement = [...rest!.matchAll(/["']([^"'\n]*)["']/g)].map(([, range]) => range).join(', ')
    const start = index + head!.length
    return [
      {
        ecosystem: 'gem',
        package: name!,
        requirement: requirement || null,
        range: rangeAt(start, all.trimEnd().length - head!.length),
      },
    ]
  })
}

/** Version strings only: a hash of options (`require: false`) may follow. */
const GEM =
  /^([ \t]*(?:gem|[\w.]+\.add_(?:runtime_|development_)?dependency)[ \t(]+)["']([\w.-]+)["']((?:\s*,\s*\[?\s*["'][~<>=!\d][^"'\n]*["']\s*\]?)*)/gm

/** What Bundler chose: four blanks, name and version. Below each, its own dependencies have six. */
export function readGemfileLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return [...text.matchAll(/^ {4}([\w.-]+) \((\d[\w.]*)(?:-[\w.-]+)?\)/gm)].flatMap(
    ({0: all, 1: name, 2: version, index}) => {
      if (!isKnown('gem', name!)) return []
      return [
        {
          ecosystem: 'gem',
          package: name!,
          requirement: null,
          version: version!,
          range: rangeAt(index + 4, all.length - 4),
        },
      ]
    },
  )
}
