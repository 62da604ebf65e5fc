import type {Found, ManifestFile, ReadContext} from '../model.js'
import {directoryOf, joinPath, normal} from '../paths.js'
import type {Element, Value} from './xml.js'

type Xml = typeof import('./xml.js')

/** A POM and, after it, the parents it takes properties and versions from. */
type Line = readonly Element[]

export async function readPom({path, text}: ManifestFile, context: ReadContext): Promise<Found[]> {
  const xml = await import('./xml.js')
  const line = lineage(xml, path, text, context)
  const places = line.slice(0, 1).flatMap((project) => [project, ...xml.elementsNamed(project, 'profile')])
  const own = places.flatMap((place) => xml.child(place, 'dependencies')?.children ?? [])
  // Below dependencyManagement stand wishes that nobody need have, but for the bill of materials of an SDK in use.
  const managed = places.flatMap((place) =>
    xml.elementsNamed(xml.child(place, 'dependencyManagement') ?? NONE, 'dependency'),
  )
  const boms = managed.filter((each) => xml.child(each, 'scope')?.text?.value === 'import')
  return [...own, ...boms].flatMap((each) => readDependency(xml, each, line, context))
}

const NONE: Element = {name: '', attributes: new Map(), text: null, children: []}

/** Maven looks for a parent in the directory above unless told where. */
function lineage(xml: Xml, path: string, text: string, {textOf}: ReadContext): Line {
  const line: Element[] = []
  let [at, content]: [string, string | null] = [path, text]
  while (content !== null && line.length < 10) {
    const project = xml.child(xml.readXml(content), 'project')
    if (project === undefined) break
    line.push(project)
    const parent = xml.child(project, 'parent')
    if (parent === undefined) break
    at = parentPath(at, xml.child(parent, 'relativePath')?.text?.value)
    content = textOf(at)
  }
  return line
}

function parentPath(path: string, relative = '../pom.xml'): string {
  const joined = normal(joinPath(directoryOf(path), relative))
  return joined.endsWith('.xml') ? joined : joinPath(joined, 'pom.xml')
}

function readDependency(xml: Xml, element: Element, line: Line, {isKnown}: ReadContext): Found[] {
  const [group, artifact] = [valueOf(xml, element, 'groupId', line), xml.child(element, 'artifactId')?.text]
  const name = `${group}:${artifact?.value}`
  if (!artifact || group === null || !isKnown('maven', name)) return []
  const stated = xml.child(element, 'version')?.text ?? null
  const requirement =
    stated === null ? managedVersion(xml, group, artifact.value, line) : expand(xml, stated.value, line)
  return [{ecosystem: 'maven', package: name, requirement, range: rangeOf(artifact, stated)}]
}

/** Artifact and version, where the version follows at once. */
function rangeOf({range}: Value, version: Value | null): Value['range'] {
  return version !== null && version.range.start > range.end ? {start: range.start, end: version.range.end} : range
}

/** From dependencyManagement, the dependency's own entry or a bill of materials of the same group. */
function managedVersion(xml: Xml, group: string, artifact: string, line: Line): string | null {
  for (const project of line) {
    const managed = xml.elementsNamed(xml.child(project, 'dependencyManagement') ?? NONE, 'dependency')
    const same = managed.filter((each) => valueOf(xml, each, 'groupId', line) === group)
    const found =
      same.find((each) => valueOf(xml, each, 'artifactId', line) === artifact) ??
      same.find((each) => xml.child(each, 'scope')?.text?.value === 'import')
    if (found !== undefined) return valueOf(xml, found, 'version', line)
  }
  return null
}

function valueOf(xml: Xml, element: Element, name: string, line: Line): string | null {
  const value = xml.child(element, name)?.text?.value
  return value === undefined ? null : expand(xml, value, line)
}

/** `${aws.version}`, from the nearest POM that has it, which may name another. Left as written where none does. */
function expand(xml: Xml, value: string, line: Line, depth = 0): string {
  return value.replace(/\$\{([^}]+)\}/g, (written, name: string) => {
    const found = line.map((project) => propertyOf(xml, project, name)).find((each) => each !== undefined)
    return found === undefined || depth > 2 ? written : expand(xml, found, line, depth + 1)
  })
}

function propertyOf(xml: Xml, project: Element, name: string): string | undefined {
  const own = /^(?:project|pom)\.(\w+)$/.exec(name)?.[1]
  if (own !== undefined) return xml.child(project, own)?.text?.value
  return xml.child(xml.child(project, 'properties'), name)?.text?.value
}
