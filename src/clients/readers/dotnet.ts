import type {Found, ManifestFile, ReadContext} from '../model.js'
import {directoryOf, joinPath, upwards} from '../paths.js'
import {jsonStrings} from './json-strings.js'
import type {Element, Value} from './xml.js'

type Xml = typeof import('./xml.js')

/** *.csproj and its relatives. A version may stand in a property, or for all projects in Directory.Packages.props. */
export async function readProject({path, text}: ManifestFile, context: ReadContext): Promise<Found[]> {
  const xml = await import('./xml.js')
  const root = xml.readXml(text)
  return xml.elementsNamed(root, 'PackageReference').flatMap((element) => {
    const name = element.attributes.get('include') ?? element.attributes.get('update')
    if (!name || !context.isKnown('nuget', name.value)) return []
    const stated = own(xml, element, 'VersionOverride') ?? own(xml, element, 'Version')
    const requirement = stated?.value ?? centralVersion(xml, name.value, path, context)
    return [
      {
        ecosystem: 'nuget',
        package: name.value,
        range: span(name, stated),
        requirement: requirement === null ? null : expand(xml, requirement, root, path, context),
      },
    ]
  })
}

/** As an attribute or as an element of its own. */
function own(xml: Xml, element: Element, name: string): Value | null {
  return element.attributes.get(name.toLowerCase()) ?? xml.child(element, name)?.text ?? null
}

function span(name: Value, version: Value | null): Value['range'] {
  const ranges = version === null ? [name.range] : [name.range, version.range]
  return {start: Math.min(...ranges.map(({start}) => start)), end: Math.max(...ranges.map(({end}) => end))}
}

/** The nearest file of that name decides, with those it imports; what it updates wins over what it takes over. */
function centralVersion(xml: Xml, name: string, path: string, context: ReadContext): string | null {
  for (const root of centralFiles(xml, path, context)) {
    const versions = ['PackageVersion', 'GlobalPackageReference'].flatMap((tag) => xml.elementsNamed(root, tag))
    const stated = versions.findLast(({attributes}) => {
      const value = attributes.get('update')?.value ?? attributes.get('include')?.value
      return value?.toLowerCase() === name.toLowerCase()
    })
    const version = stated && own(xml, stated, 'Version')?.value
    if (version !== undefined) return version
  }
  return null
}

/** Directory.Packages.props, then what it imports: `../Directory.Packages.props`, or the next one above by a function. */
function centralFiles(xml: Xml, path: string, context: ReadContext): Element[] {
  const found: Element[] = []
  for (const directory of upwards(directoryOf(path))) {
    const text = context.textOf(joinPath(directory, 'Directory.Packages.props'))
    if (text === null) continue
    const root = xml.readXml(text)
    found.push(root)
    const imports = xml.elementsNamed(root, 'Import').map(({attributes}) => attributes.get('project')?.value ?? '')
    if (!imports.some((each) => each.includes('Directory.Packages.props'))) break
  }
  return found
}

function nearest(name: string, path: string, {textOf}: ReadContext): string | null {
  for (const directory of upwards(directoryOf(path))) {
    const text = textOf(joinPath(directory, name))
    if (text !== null) return text
  }
  return null
}

/** `$(AwsVersion)`, from the project or the files that MSBuild reads around it. */
function expand(xml: Xml, version: string, root: Element, path: string, context: ReadContext): string {
  return version.replace(/\$\(([\w.]+)\)/g, (written, name: string) => {
    const around = ['Directory.Build.props', 'Directory.Packages.props'].flatMap((file) => {
      const text = nearest(file, path, context)
      return text === null ? [] : xml.readXml(text)
    })
    const values = [root, ...around].map((each) => xml.elementsNamed(each, name).at(-1)?.text?.value)
    return values.find((value) => value !== undefined) ?? written
  })
}

export async function readPackagesConfig({text}: ManifestFile, {isKnown}: ReadContext): Promise<Found[]> {
  const {elementsNamed, readXml} = await import('./xml.js')
  return elementsNamed(readXml(text), 'package').flatMap(({attributes}) => {
    const [id, version] = [attributes.get('id'), attributes.get('version') ?? null]
    if (!id || !isKnown('nuget', id.value)) return []
    return [{ecosystem: 'nuget', package: id.value, requirement: version?.value ?? null, range: span(id, version)}]
  })
}

/** packages.lock.json: `dependencies.net8.0.AWSSDK.Core.resolved`. */
export function readPackagesLock({text}: ManifestFile, {isKnown}: ReadContext): Found[] {
  return jsonStrings(text, ([group, , name, key]) => {
    return group === 'dependencies' && key === 'resolved' && isKnown('nuget', name ?? '')
  }).map(({path, value, range}) => ({ecosystem: 'nuget', package: path[2]!, requirement: null, version: value, range}))
}

/** Directory.Packages.props: what every project below has, without asking for it. */
export async function readCentral({text}: ManifestFile, {isKnown}: ReadContext): Promise<Found[]> {
  const xml = await import('./xml.js')
  return xml.elementsNamed(xml.readXml(text), 'GlobalPackageReference').flatMap((element) => {
    const name = element.attributes.get('include')
    if (!name || !isKnown('nuget', name.value)) return []
    const version = own(xml, element, 'Version')
    return [{ecosystem: 'nuget', package: name.value, requirement: version?.value ?? null, range: span(name, version)}]
  })
}
