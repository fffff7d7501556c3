import { attribute, message, u32 } from './codec.ts'
import { parseCidr } from './ip.ts'
import { CREATE } from './link.ts'

const RTM_NEWADDR = 20
const IFA = { address: 1, local: 2 } as const

/** `10.0.0.1/24` on an interface. */
export function newAddress(index: number, cidr: string): Buffer {
  const { family, bytes, length } = parseCidr(cidr)
  const ifaddrmsg = Buffer.concat([Buffer.of(family, length, 0, 0), u32(index)])
  return message(RTM_NEWADDR, CREATE, ifaddrmsg, attribute(IFA.local, bytes), attribute(IFA.address, bytes))
}
