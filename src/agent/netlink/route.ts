import { attribute, ipv4, message, u32 } from './codec.ts'
import { CREATE } from './link.ts'

const RTM_NEWROUTE = 24
const AF_INET = 2
const RTA = { destination: 1, gateway: 5 } as const
const RT_TABLE_MAIN = 254
const RTPROT_BOOT = 3
const RT_SCOPE_UNIVERSE = 0
const RTN_UNICAST = 1

/** `to` is `default` or `10.0.0.0/24`; IPv4, table main. */
export function newRoute(to: string, via: string): Buffer {
  const [network = '', length = '32'] = to === 'default' ? ['0.0.0.0', '0'] : to.split('/')
  const rtmsg = Buffer.of(AF_INET, Number(length), 0, 0, RT_TABLE_MAIN, RTPROT_BOOT, RT_SCOPE_UNIVERSE, RTN_UNICAST)
  const destination = length === '0' ? [] : [attribute(RTA.destination, ipv4(network))]
  return message(RTM_NEWROUTE, CREATE, rtmsg, u32(0), ...destination, attribute(RTA.gateway, ipv4(via)))
}
