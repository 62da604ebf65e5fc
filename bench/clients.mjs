import {cpSync, readdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {loadSource} from '../scripts/build-rules.mjs'
import {compare} from './measure.mjs'
import {createTree} from './tree.mjs'

const WITHOUT = 'stslint, no client known'

/** The same tree without a manifest and with one in every directory that may have a program of its own. */
export function measureDetection({bin, work, rounds, files}) {
  const plain = join(work, 'plain')
  const known = join(work, 'known')
  createTree(plain, files)
  cpSync(plain, known, {recursive: true})
  const manifests = addManifests(known)
  const command = (name, cwd) => ({
    name,
    file: process.execPath,
    args: [bin, '--no-home', '--format', 'json'],
    cwd,
    codes: [0, 1],
  })
  const commands = [command(WITHOUT, plain), command('stslint, clients known', known)]
  const rows = compare(commands, WITHOUT, rounds).map((row) => ({...row, limit: null, megabytes: null}))
  return {rows, manifests}
}

const REQUIREMENTS = `${Array.from({length: 40}, (_, index) => `package-${index}==1.${index}.0`).join('\n')}\nboto3==1.34.2\n`

function addManifests(root) {
  const directories = ['services', 'packages', 'infra'].flatMap((area) =>
    readdirSync(join(root, area)).flatMap((name) =>
      readdirSync(join(root, area, name)).map((folder) => join(root, area, name, folder)),
    ),
  )
  for (const directory of directories) writeFileSync(join(directory, 'requirements.txt'), REQUIREMENTS)
  return directories.length
}

/** Answers of the model alone, a second of processor time: every client over environments of all sorts. */
export async function measureResolutions(root, seconds = 2) {
  const {resolveSts, createClients, readRuleFiles} = await loadSource(
    root,
    `export {resolveSts} from './src/resolve/resolve-sts.js'
     export {createClients} from './src/resolve/clients.js'
     export {readRuleFiles} from './src/rule-files.js'`,
  )
  const {
    clients: [file],
    hosts,
  } = readRuleFiles(join(root, 'rules'))
  const clients = createClients(file, hosts)
  const all = clients.names.map((name) => clients.find(name))
  const inputs = [
    {env: {AWS_REGION: 'eu-west-1', AWS_STS_REGIONAL_ENDPOINTS: 'legacy'}, config: null, credentials: null},
    {env: {AWS_DEFAULT_REGION: 'us-west-2'}, config: null, credentials: null},
    {env: {AWS_ENDPOINT_URL_STS: 'https://sts.eu-west-1.amazonaws.com'}, config: null, credentials: null},
    {
      env: {AWS_PROFILE: 'app'},
      config:
        '[profile app]\nregion = eu-west-1\nservices = x\n[services x]\nsts =\n  endpoint_url = https://example.com\n',
      credentials: null,
    },
  ]
  let count = 0
  const start = process.cpuUsage().user
  // Of processor time: what else the machine does is no matter.
  const used = () => (process.cpuUsage().user - start) / 1e6
  while (used() < seconds) {
    for (const input of inputs) for (const client of all) resolveSts(input, client)
    count += inputs.length * all.length
  }
  return {perSecond: count / used(), clients: all.length}
}
