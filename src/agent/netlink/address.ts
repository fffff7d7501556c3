import { attribute, ipv4, message, u32 } from './codec.ts'
import { CREATE } from './link.ts'

const RTM_NEWADDR = 20
const AF_INET = 2
const IFA = { address: 1, local: 2 } as const

/** `10.0.0.1/24` on an interface; IPv4. */
export function newAddress(index: number, cidr: string): Buffer {
  const [address = '', length = '32'] = cidr.split('/')
  const ifaddrmsg = Buffer.concat([Buffer.of(AF_INET, Number(length), 0, 0), u32(index)])
  return message(
    RTM_NEWADDR,
    CREATE,
    ifaddrmsg,
    attribute(IFA.local, ipv4(address)),
    attribute(IFA.address, ipv4(address)),
  )
}
