import {createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign} from 'node:crypto'
import {isIPv4} from 'node:net'

/** A key and its certificate, as PEM. */
export interface Certified {
  readonly key: string
  readonly cert: string
}

export interface Authority extends Certified {
  /** A certificate for these host names and IPv4 addresses. */
  issue(names: readonly string[], validity?: Validity): Certified
}

export interface Validity {
  readonly from: Date
  readonly to: Date
}

const DAY = 86_400_000

/** An authority of the test's own, made anew each time: nothing to commit, nothing to expire. RFC 5280, only what TLS needs. */
export function createAuthority(): Authority {
  const root = keyPair()
  const name = 'stslint test authority'
  const cert = certificate({subject: name, issuer: name, key: root, signer: root.privateKey, extensions: [CA]})
  return {
    key: pem('PRIVATE KEY', root.privateKey.export({type: 'pkcs8', format: 'der'})),
    cert,
    issue(names, validity) {
      const own = keyPair()
      return {
        key: pem('PRIVATE KEY', own.privateKey.export({type: 'pkcs8', format: 'der'})),
        cert: certificate({
          subject: names[0]!,
          issuer: name,
          key: own,
          signer: createPrivateKey(this.key),
          extensions: [alternativeNames(names)],
          ...(validity && {validity}),
        }),
      }
    },
  }
}

interface KeyPair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

function keyPair(): KeyPair {
  return generateKeyPairSync('ec', {namedCurve: 'P-256'})
}

interface Request {
  readonly subject: string
  readonly issuer: string
  readonly key: KeyPair
  readonly signer: KeyObject
  readonly extensions: readonly Buffer[]
  readonly validity?: Validity
}

function certificate({subject, issuer, key, signer, extensions, validity}: Request): string {
  const {from, to} = validity ?? {from: new Date(Date.now() - DAY), to: new Date(Date.now() + DAY)}
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'))
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    commonName(issuer),
    sequence(time(from), time(to)),
    commonName(subject),
    key.publicKey.export({type: 'spki', format: 'der'}),
    tagged(3, sequence(...extensions)),
  )
  return pem('CERTIFICATE', sequence(body, algorithm, bits(sign('sha256', body, signer))))
}

const CA = sequence(oid('2.5.29.19'), boolean(true), octets(sequence(boolean(true))))

function alternativeNames(names: readonly string[]): Buffer {
  const each = names.map((name) =>
    isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name)),
  )
  return sequence(oid('2.5.29.17'), octets(sequence(...each)))
}

function commonName(name: string): Buffer {
  return sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(name)))))
}

function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content)
  const {length} = bytes
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...head]), bytes])
}

function sequence(...content: readonly Buffer[]): Buffer {
  return der(0x30, ...content)
}

function tagged(number: number, content: Buffer): Buffer {
  return der(0xa0 + number, content)
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes)
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.from([value ? 255 : 0]))
}

function octets(content: Buffer): Buffer {
  return der(0x04, content)
}

function bits(content: Buffer): Buffer {
  return der(0x03, Buffer.from([0]), content)
}

function time(date: Date): Buffer {
  return der(
    0x17,
    Buffer.from(
      `${date
        .toISOString()
        .replace(/[-:T]|\.\d+/g, '')
        .slice(2, 14)}Z`,
    ),
  )
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const groups = rest.flatMap((value) => {
    const bytes = [value & 127]
    for (let left = value >> 7; left > 0; left >>= 7) bytes.unshift((left & 127) | 128)
    return bytes
  })
  return der(0x06, Buffer.from([first * 40 + second, ...groups]))
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
