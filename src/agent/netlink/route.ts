import { attribute, message, u32 } from './codec.ts'
import { familyOf, ipBytes, parseCidr } from './ip.ts'
import { CREATE } from './link.ts'

const RTM_NEWROUTE = 24
const RTA = { destination: 1, gateway: 5 } as const
const RT_TABLE_MAIN = 254
const RTPROT_BOOT = 3
const RT_SCOPE_UNIVERSE = 0
const RTN_UNICAST = 1

/** `to` is `default` or `10.0.0.0/24`; table main. */
export function newRoute(to: string, via: string): Buffer {
  const gateway = ipBytes(via)
  const network = to === 'default' ? null : parseCidr(to)
  const rtmsg = Buffer.of(
    familyOf(gateway),
    network?.length ?? 0,
    0,
    0,
    RT_TABLE_MAIN,
    RTPROT_BOOT,
    RT_SCOPE_UNIVERSE,
    RTN_UNICAST,
  )
  const destination = network === null ? [] : [attribute(RTA.destination, network.bytes)]
  return message(RTM_NEWROUTE, CREATE, rtmsg, u32(0), ...destination, attribute(RTA.gateway, gateway))
}
