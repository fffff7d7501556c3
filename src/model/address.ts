import { isIPv4, isIPv6 } from 'node:net'

/** An interface address, taken apart: `10.0.1.2/24`. */
export interface Prefix {
  readonly text: string
  /** Without the prefix length. */
  readonly address: string
  readonly family: 4 | 6
  readonly value: bigint
  readonly bits: number
}

/** Theory asks about the few addresses of a topology hundreds of thousands of times. */
const known = new Map<string, Prefix | null>()

/** Null where the text is no address with a prefix length. */
export function parsePrefix(text: string): Prefix | null {
  const found = known.get(text)
  if (found !== undefined) return found
  const prefix = prefixOf(text)
  known.set(text, prefix)
  return prefix
}

function prefixOf(text: string): Prefix | null {
  const [address = '', length, rest] = text.split('/')
  const family = isIPv4(address) ? 4 : isIPv6(address) ? 6 : null
  const bits = /^\d{1,3}$/.test(length ?? '') ? Number(length) : Number.NaN
  if (family === null || rest !== undefined || !(bits <= widthOf(family))) return null
  return { text, address, family, value: family === 4 ? valueOf4(address) : valueOf6(address), bits }
}

/** `10.0.1.2/24` without its length; the text itself where it has none. */
export const bareAddress = (text: string): string => text.split('/')[0] ?? text

/** `10.0.1.2/32` of `10.0.1.2`. */
export const hostPrefix = (address: string): string => `${address}/${address.includes(':') ? '128' : '32'}`

/** The network of an interface's address, such as `10.0.1.2/24`, holds this address. */
export function holds(text: string, address: string): boolean {
  const [network, one] = [parsePrefix(text), parsePrefix(hostPrefix(address))]
  return network !== null && one !== null && overlaps(network, one)
}

/** Of an IPv6 address that every interface gives itself (RFC 4291 2.5.6): no network says by which one it is reached. */
export const isLinkLocal = (address: string): boolean => /^fe[89ab]/i.test(address)

/** Some address belongs to both networks. */
export function overlaps(a: Prefix, b: Prefix): boolean {
  if (a.family !== b.family) return false
  const shift = BigInt(widthOf(a.family) - Math.min(a.bits, b.bits))
  return a.value >> shift === b.value >> shift
}

/** One address only, such as a /32: it says nothing about the LAN. */
export const isHostPrefix = (prefix: Prefix): boolean => prefix.bits === widthOf(prefix.family)

/** `10.0.1.2/24` is in `10.0.1.0/24`; null where the text has no prefix length. */
export function networkOf(text: string): string | null {
  const prefix = parsePrefix(text)
  if (prefix === null) return null
  const { family, value, bits } = prefix
  const rest = BigInt(widthOf(family) - bits)
  const parts = family === 4 ? { count: 4, width: 8n } : { count: 8, width: 16n }
  const numbers = Array.from({ length: parts.count }, (_, k) => {
    const shift = BigInt(parts.count - 1 - k) * parts.width
    return (((value >> rest) << rest) >> shift) & ((1n << parts.width) - 1n)
  })
  const address = family === 4 ? numbers.join('.') : canonical6(numbers.map((one) => one.toString(16)).join(':'))
  return `${address}/${String(bits)}`
}

/** RFC 5952, as URLs have it. */
const canonical6 = (text: string): string => new URL(`http://[${text}]`).hostname.slice(1, -1)

const widthOf = (family: 4 | 6): number => (family === 4 ? 32 : 128)

const valueOf4 = (address: string): bigint =>
  address.split('.').reduce((value, byte) => (value << 8n) | BigInt(byte), 0n)

function valueOf6(address: string): bigint {
  const [head = '', tail] = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, embedded).split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...zeros, ...right].reduce((value, word) => (value << 16n) | BigInt(`0x${word}`), 0n)
}

const embedded = (_: string, ...bytes: string[]): string => {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}
