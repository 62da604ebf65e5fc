import {packageTable, readManifests} from '../clients/index.js'
import type {RuleData} from '../data.js'
import type {CreateResolver} from '../engine/provider.js'
import {loadAliyunClients} from '../load-clients.js'
import type {AliyunClient} from '../providers/aliyun/clients.js'
import type {Unit} from '../scopes/view.js'
import {splitConfigured, unversioned} from './aliyun-clients.js'
import {createAliyunResolver} from './aliyun-resolver.js'
import type {ClientChoice} from './choose-clients.js'
import {createFoundClients, type Place} from './found-clients.js'
import {manifestsFor} from './in-use.js'
import type {InUseRequest} from './known-clients.js'
import {readManifestTexts} from './manifest-files.js'
import type {ClientInUse} from './model.js'

/** What tells of Alibaba Cloud's STS. */
const TELLING = /^(?:sts\..+|mode|role|oidc|region)$/

/**
 * The tool whose own file or block a scope is, and the libraries that manifests and the config give to it; null where no
 * file speaks of Alibaba Cloud's STS.
 */
export async function aliyunInUse(
  units: readonly Unit[],
  request: InUseRequest,
  data: RuleData,
): Promise<CreateResolver | null> {
  const own = units.filter(({settings}) =>
    settings.some(({name, row: {provider}}) => provider === 'aliyun' && TELLING.test(name)),
  )
  if (own.length === 0) return null
  const {rows, clients, hosts} = await loadAliyunClients(data)
  const packages = packageTable(rows)
  const {paths, source} = manifestsFor(own, request)
  const manifests = readManifestTexts(paths, packages, source)
  const detected = await readManifests(manifests, packages, data.scopes)
  const found = createFoundClients<AliyunClient>(detected, manifests, clients, packages)
  const configured = splitConfigured(request.config.clients, clients).aliyun
  const inUse = (place: Place, wants: (name: string) => boolean): readonly ClientInUse<AliyunClient>[] => [
    ...found.near(place, wants),
    ...configured.filter(({client}) => wants(client.name)),
  ]
  const libraries = (place: Place) => inUse(place, (name) => !TOOLS.has(name))
  const choose: ClientChoice<AliyunClient> = {
    installsIn: found.installsIn,
    ofScope: libraries,
    ofProfile: libraries,
    ofTool: (tool, place) => {
      const [first = unversioned(tool, clients)] = inUse(place, (name) => name === tool)
      return [first]
    },
  }
  return createAliyunResolver({clients, hosts, choose})
}

/** Read from a file or a block of their own. */
const TOOLS: ReadonlySet<string> = new Set(['aliyun-cli', 'ossutil', 'terraform-provider-alicloud'])
