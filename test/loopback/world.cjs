/**
 * Loaded before the program (`--require`): a world that ends at this machine. Names are those of STSLINT_TEST_NAMES (JSON,
 * name or address → address or `address#port`, `!CODE` for an error of the resolver, `!HANG` for one that holds its caller, `address!CODE` for one of the
 * connection), all others do not exist; whatever is not of this machine is a black hole that never answers.
 */
const dns = require('node:dns')
const net = require('node:net')

const names = JSON.parse(process.env.STSLINT_TEST_NAMES ?? '{}')

function isHere(address) {
  return /^127\.|^::1$/.test(address)
}

function find(name) {
  if (names[name] !== undefined) return names[name].replace(/#.*/, '')
  if (net.isIP(name) !== 0) return name
  return name === 'localhost' ? '127.0.0.1' : undefined
}

function missing(name) {
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
    code: 'ENOTFOUND',
    syscall: 'getaddrinfo',
    hostname: name,
  })
}

function lookup(name, options, callback) {
  const done = typeof options === 'function' ? options : callback
  const wantsAll = typeof options === 'object' && options?.all === true
  const [address, fault] = find(name)?.split('!') ?? []
  process.nextTick(() => {
    // As getaddrinfo does: not even process.exit ends it.
    if (fault === 'HANG') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000)
    if (address === '') done(Object.assign(new Error(fault), {code: fault}))
    else if (address === undefined) done(missing(name))
    else if (wantsAll) done(null, [{address, family: net.isIP(address)}])
    else done(null, address, net.isIP(address))
  })
}

dns.lookup = lookup
dns.promises.lookup = (name, options) =>
  new Promise((resolve, reject) => {
    lookup(name, options ?? {}, (error, address, family) => {
      if (error) reject(error)
      else resolve(options?.all ? address : {address, family})
    })
  })

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const [first] = args
  const options = Array.isArray(first) ? first[0] : first
  const host = typeof options === 'object' ? (options.host ?? 'localhost') : (args[1] ?? 'localhost')
  const [address, fault] = find(host)?.split('!') ?? []
  const [, port] = names[host]?.split('#') ?? []
  if (port !== undefined) Object.assign(options, {host: address, port: Number(port)})
  if (fault) {
    process.nextTick(() => this.destroy(Object.assign(new Error(fault), {code: fault})))
    return this
  }
  if (address !== undefined && !isHere(address)) return this
  if (typeof options === 'object' && options !== null) options.lookup = lookup
  return connect.apply(this, args)
}
