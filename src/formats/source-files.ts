import type {FormatId} from '../model.js'
import {detectFormat} from './detect.js'

/** Languages whose programs are read where the config or a flag asks for it; by ending of the file name. */
export type Language = 'python' | 'javascript' | 'go' | 'java' | 'kotlin' | 'scala' | 'ruby' | 'php' | 'csharp' | 'r'

const LANGUAGES: Readonly<Record<Language, readonly string[]>> = {
  python: ['py'],
  javascript: ['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx'],
  go: ['go'],
  java: ['java'],
  kotlin: ['kt', 'kts'],
  scala: ['scala'],
  ruby: ['rb'],
  php: ['php'],
  csharp: ['cs'],
  r: ['r'],
}

const BY_ENDING: ReadonlyMap<string, Language> = new Map(
  Object.entries(LANGUAGES).flatMap(([language, endings]) => endings.map((ending) => [ending, language as Language])),
)

export function languageOf(path: string): Language | null {
  return BY_ENDING.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase()) ?? null
}

/**
 * What a program of the tree runs: tests say what they expect rather than what is configured, and what others wrote, or programs,
 * is not the reader's to change.
 */
export function isOwnSource(path: string): boolean {
  return languageOf(path) !== null && !NOT_OWN.test(path)
}

const NOT_OWN = new RegExp(
  [
    String.raw`(?:^|[/\\])(?:tests?|testing|__tests__|__mocks__|mocks?|specs?|testdata|test[-_]?fixtures|fixtures|e2e|node_modules|bower_components|vendor|third_party|site-packages|dist-packages|botocore|boto3|moto|localstack|cdk\.out|dist|\.yarn)[/\\]`,
    String.raw`(?:^|[/\\])(?:test_[^/\\]*|conftest)\.py$`,
    String.raw`[_.-](?:test|tests|spec|mock|min|bundle|d)\.\w+$`,
    String.raw`(?:Tests?|IT|Spec)\.(?:java|kt|scala|cs|php)$`,
  ].join('|'),
)

/** As `detectFormat`, where programs are read as well. */
export function detectWithSource(path: string): FormatId | null {
  return detectFormat(path) ?? (languageOf(path) === null ? null : 'source')
}
