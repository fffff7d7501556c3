import { isIPv4 } from 'node:net'

/** Address families of socket.h. */
export const AF_INET = 2
export const AF_INET6 = 10

export interface Cidr {
  readonly family: number
  readonly bytes: Buffer
  readonly length: number
}

/** `10.0.0.1/24`, `2001:db8::1/64`; without a length it is one address. */
export function parseCidr(text: string): Cidr {
  const [address = '', length] = text.split('/')
  const bytes = ipBytes(address)
  return { family: familyOf(bytes), bytes, length: length === undefined ? bytes.length * 8 : Number(length) }
}

/** As the kernel would be asked and answers: `2001:DB8:0::1/64` is `2001:db8::1/64`. */
export const cidrText = ({ bytes, length }: Pick<Cidr, 'bytes' | 'length'>): string =>
  `${ipText(bytes)}/${String(length)}`

export const familyOf = (bytes: Buffer): number => (bytes.length === 4 ? AF_INET : AF_INET6)

export function ipBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number))
  const [head = '', tail = ''] = canonical(address).split('::')
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [left, right] = [groups(head), groups(tail)]
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0')
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex')
}

export function ipText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join('.')
  return canonical(bytes.toString('hex').replace(/(....)(?=.)/g, '$1:'))
}

/** RFC 5952, as URLs have it. */
const canonical = (ipv6: string): string => new URL(`http://[${ipv6}]`).hostname.slice(1, -1)
