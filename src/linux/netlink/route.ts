import { attribute, message, u32 } from './codec.ts'
import { familyOf, ipBytes, parseCidr } from './ip.ts'
import { CREATE } from './link.ts'

const RTM_NEWROUTE = 24
const RTA = { destination: 1, gateway: 5, multipath: 9 } as const
export const RT_TABLE_MAIN = 254
const RTPROT_BOOT = 3
const RT_SCOPE_UNIVERSE = 0
const RTN_UNICAST = 1

/** `to` is `default` or `10.0.0.0/24`; a table above 255 has no place here. Several gateways are of equal cost. */
export function newRoute(to: string, vias: readonly string[], table = RT_TABLE_MAIN): Buffer {
  const gateways = vias.map(ipBytes)
  const network = to === 'default' ? null : parseCidr(to)
  const rtmsg = Buffer.of(
    familyOf(gateways[0] ?? Buffer.alloc(4)),
    network?.length ?? 0,
    0,
    0,
    table,
    RTPROT_BOOT,
    RT_SCOPE_UNIVERSE,
    RTN_UNICAST,
  )
  const destination = network === null ? [] : [attribute(RTA.destination, network.bytes)]
  const hops = gateways.map((gateway) => attribute(RTA.gateway, gateway))
  const way = hops.length === 1 ? hops : [attribute(RTA.multipath, ...hops.map(nextHop))]
  return message(RTM_NEWROUTE, CREATE, rtmsg, u32(0), ...destination, ...way)
}

/** struct rtnexthop of weight 1; the kernel finds the interface by the gateway. */
function nextHop(gateway: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(head.length + gateway.length, 0)
  return Buffer.concat([head, gateway])
}
