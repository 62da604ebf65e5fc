/**
 * Loaded before the program (`--require`): every way to the network fails, and says so on standard error in words that a test
 * can look for.
 */
const {writeSync} = require('node:fs')

function refuse(what) {
  return () => {
    writeSync(2, `NETWORK: ${what}\n`)
    throw Object.assign(new Error(`the guard allows no ${what}`), {code: 'EGUARD'})
  }
}

const net = require('node:net')
net.Socket.prototype.connect = refuse('net connect')
net.Server.prototype.listen = refuse('net listen')

const dgram = require('node:dgram')
dgram.Socket.prototype.send = refuse('dgram send')
dgram.Socket.prototype.connect = refuse('dgram connect')
dgram.Socket.prototype.bind = refuse('dgram bind')

const dns = require('node:dns')
for (const [holder, label] of [
  [dns, 'dns'],
  [dns.promises, 'dns'],
  [dns.Resolver.prototype, 'dns resolver'],
  [dns.promises.Resolver.prototype, 'dns resolver'],
]) {
  for (const name of Object.getOwnPropertyNames(holder))
    if (/^(?:lookup|resolve|reverse)/.test(name)) holder[name] = refuse(`${label} ${name}`)
}

for (const name of ['http', 'https', 'http2', 'tls']) {
  const builtin = require(`node:${name}`)
  for (const method of ['request', 'get', 'connect']) if (builtin[method]) builtin[method] = refuse(`${name} ${method}`)
}
for (const name of ['fetch', 'WebSocket', 'EventSource'])
  if (name in globalThis) Object.defineProperty(globalThis, name, {value: refuse(name), configurable: true})
