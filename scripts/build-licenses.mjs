import {copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

/** The licence of every package whose code is in dist/, as most of them ask for. */
export function copyLicenses(root, target, inputs) {
  mkdirSync(target, {recursive: true})
  const packages = packagesOf(inputs).map((directory) => readPackage(root, directory))
  const rows = packages.map((found) => copyLicense(found, packages, target)).sort()
  const table = ['dist/ contains code of these packages; their licence texts are beside this file.', '', ...rows, '']
  writeFileSync(join(target, 'README.md'), table.join('\n'))
}

function packagesOf(inputs) {
  const names = [...inputs].flatMap(
    (input) => input.match(/^node_modules\/(?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/]+)\//)?.[0] ?? [],
  )
  return [...new Set(names)].sort()
}

function readPackage(root, directory) {
  const {name, version, license} = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'))
  const file = readdirSync(join(root, directory)).find((entry) => /^(licen[cs]e|copying)([-.].*)?$/i.test(entry))
  const copy = `${name.replace(/^@/, '').replaceAll('/', '-')}.txt`
  return {name, version, license, copy, file: file && join(root, directory, file)}
}

/** Some packages of a project ship no licence file: its others do, for the same licence. */
function copyLicense({name, version, license, copy, file}, packages, target) {
  if (file !== undefined) {
    if (!existsSync(join(target, copy))) copyFileSync(file, join(target, copy))
    return `- [${name} ${version}](${copy}) (${license})`
  }
  const [project] = name.split('/')
  const sibling = packages.find(
    (other) => other.file && other.license === license && other.name.split('/')[0] === project,
  )
  const where = sibling ? `; the text is that of ${sibling.name}: ${sibling.copy}` : ''
  return `- ${name} ${version} (${license}; the package ships no licence file${where})`
}
