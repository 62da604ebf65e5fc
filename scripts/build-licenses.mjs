import {copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'

/** The licence of every package whose code is in dist/, as most of them ask for. */
export function copyLicenses(root, target, inputs) {
  mkdirSync(target, {recursive: true})
  const rows = packagesOf(inputs)
    .map((directory) => copyLicense(root, target, directory))
    .sort()
  const table = ['dist/ contains code of these packages; their licence texts are beside this file.', '', ...rows, '']
  writeFileSync(join(target, 'README.md'), table.join('\n'))
}

function packagesOf(inputs) {
  const names = [...inputs].flatMap(
    (input) => input.match(/^node_modules\/(?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/]+)\//)?.[0] ?? [],
  )
  return [...new Set(names)].sort()
}

function copyLicense(root, target, directory) {
  const {name, version, license} = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'))
  const file = readdirSync(join(root, directory)).find((entry) => /^(licen[cs]e|copying)([-.].*)?$/i.test(entry))
  const copy = `${name.replace(/^@/, '').replaceAll('/', '-')}.txt`
  if (file === undefined) return `- [${name} ${version}] (${license}; the package ships no licence file)`
  if (!existsSync(join(target, copy))) copyFileSync(join(root, directory, file), join(target, copy))
  return `- [${name} ${version}](${copy}) (${license})`
}
