import {BlockList, isIP} from 'node:net'

/** `private`: what a VPC endpoint's private DNS answers with. `proxy`: the proxy looks the name up. */
export type AddressKind = 'public' | 'private' | 'loopback' | 'proxy'

const PRIVATE = blockList(
  ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'],
  ['fc00::/7', 'fe80::/10'],
)
const LOOPBACK = blockList(['127.0.0.0/8'], ['::1/128'])

export function kindOf(addresses: readonly string[] | null): AddressKind {
  if (addresses === null) return 'proxy'
  const isIn =
    (list: BlockList) =>
    (address: string): boolean =>
      list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  if (addresses.some(isIn(LOOPBACK))) return 'loopback'
  return addresses.some(isIn(PRIVATE)) ? 'private' : 'public'
}

function blockList(v4: readonly string[], v6: readonly string[]): BlockList {
  const list = new BlockList()
  const add =
    (type: 'ipv4' | 'ipv6') =>
    (range: string): void => {
      const [net = '', bits] = range.split('/')
      list.addSubnet(net, Number(bits), type)
    }
  v4.forEach(add('ipv4'))
  v6.forEach(add('ipv6'))
  return list
}
