import {loadFormat} from '../../formats/index.js'
import type {Entry} from '../../model.js'
import type {Found, ManifestFile, ReadContext} from '../model.js'
import {jsonStrings} from './json-strings.js'
import {rangeAt} from './requirement.js'

/** A setting below `terraform`, whichever of the two syntaxes it is written in. */
interface Said {
  readonly path: readonly string[]
  readonly value: string | null
  readonly whole: Entry['range']
}

/** Providers that a module requires; the S3 backend is Terraform's own, and so of Terraform's version. */
export async function readTerraform(file: ManifestFile, {isKnown}: ReadContext): Promise<Found[]> {
  const said = /\.json$/i.test(file.path) ? fromJson(file.text) : await fromHcl(file)
  const found = said.flatMap((each) => providerOf(each, said))
  const backend = said.find(({path}) => path[0] === 'backend' && path[1] === 's3')
  if (backend !== undefined) {
    const version = said.find(({path}) => path[0] === 'required_version')
    found.push({
      ecosystem: 'terraform',
      package: 'terraform',
      requirement: version?.value ?? null,
      range: version?.whole ?? backend.whole,
    })
  }
  return found.filter((each) => isKnown(each.ecosystem, each.package))
}

function fromJson(text: string): Said[] {
  const isBelow = (path: readonly string[]): boolean => path[0] === 'terraform'
  return jsonStrings(text, isBelow).map(({path, value, whole}) => ({path: withoutIndices(path), value, whole}))
}

async function fromHcl(document: ManifestFile): Promise<Said[]> {
  const {parse} = await loadFormat('hcl')
  const {entries} = parse(document, {kind: null, scopeRows: [], envNames: new Set(), readShell: null})
  return entries.flatMap(({path, value, range}) => {
    return path[0] === 'terraform' ? [{path: withoutIndices(path), value, whole: range}] : []
  })
}

function withoutIndices(path: readonly string[]): string[] {
  return path.slice(1).filter((part) => !/^\d+$/.test(part))
}

/** `aws = {source = "hashicorp/aws", version = "~> 5.0"}`, or before Terraform 0.13 `aws = "~> 3.0"`. */
function providerOf({path, value, whole}: Said, said: readonly Said[]): Found[] {
  const [group, name, key] = path
  if (group !== 'required_providers' || name === undefined) return []
  const sibling = (wanted: string): Said | undefined =>
    said.find((each) => each.path.join('.') === `${group}.${name}.${wanted}`)
  const source = sibling('source')?.value ?? `hashicorp/${name}`
  // One entry for a provider: its version, else its source.
  if (key !== undefined && key !== 'version' && (key !== 'source' || sibling('version') !== undefined)) return []
  return [
    {ecosystem: 'terraform', package: sourceName(source), requirement: key === 'source' ? null : value, range: whole},
  ]
}

/** Without the registry's host. */
function sourceName(source: string): string {
  return source.toLowerCase().split('/').slice(-2).join('/')
}

/** Written by Terraform in one form. */
export function readTerraformLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return [...text.matchAll(/^provider "([^"\n]+)" \{\r?\n\s*version\s*=\s*"([^"\n]+)"/gm)].flatMap((match) => {
    const {0: all, 1: source, 2: version, index} = match
    const name = sourceName(source!)
    if (!isKnown('terraform', name)) return []
    const range = rangeAt(index + all.length - 1 - version!.length, version!.length)
    return [{ecosystem: 'terraform', package: name, requirement: null, version: version!, range}]
  })
}
