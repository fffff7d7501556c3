import { gatewaysOf, type Refusal, type KernelRoute } from '../../model/route.ts'
import { attribute, message, u32 } from './codec.ts'
import { AF_INET, familyOf, ipBytes, parseCidr } from './ip.ts'
import { CREATE } from './link.ts'

const RTM_NEWROUTE = 24
const RTA = { destination: 1, device: 4, gateway: 5, priority: 6, multipath: 9, nexthop: 30 } as const
export const RT_TABLE_MAIN = 254
const RTPROT_BOOT = 3
/** A gateway lies between the node and the destination, or none does. */
const RT_SCOPE = { universe: 0, link: 253 } as const
const RTN_UNICAST = 1
const RTN: Readonly<Record<Refusal, number>> = { blackhole: 6, unreachable: 7, prohibit: 8 }

/** A table above 255 has no place here; `index` is that of `route.device`. Several gateways are of equal cost; `nhid`: a nexthop object, of IPv4. */
export function newRoute(route: KernelRoute & { readonly nhid?: number }, index?: number): Buffer {
  const { to, refuse, metric, weights, nhid, table = RT_TABLE_MAIN } = route
  const gateways = gatewaysOf(route).map(ipBytes)
  const network = to === 'default' ? null : parseCidr(to)
  const [example = network?.bytes] = gateways
  const rtmsg = Buffer.of(
    example === undefined ? AF_INET : familyOf(example),
    network?.length ?? 0,
    0,
    0,
    table,
    RTPROT_BOOT,
    gateways.length > 0 || refuse !== undefined || nhid !== undefined ? RT_SCOPE.universe : RT_SCOPE.link,
    refuse === undefined ? RTN_UNICAST : RTN[refuse],
  )
  const destination = network === null ? [] : [attribute(RTA.destination, network.bytes)]
  const hops = gateways.map((gateway) => attribute(RTA.gateway, gateway))
  const way =
    hops.length < 2 ? hops : [attribute(RTA.multipath, ...hops.map((hop, at) => nextHop(hop, weights?.[at] ?? 1)))]
  return message(
    RTM_NEWROUTE,
    CREATE,
    rtmsg,
    u32(0),
    ...destination,
    ...way,
    ...(nhid === undefined ? [] : [attribute(RTA.nexthop, u32(nhid))]),
    ...(index === undefined ? [] : [attribute(RTA.device, u32(index))]),
    ...(metric === undefined ? [] : [attribute(RTA.priority, u32(metric))]),
  )
}

/** struct rtnexthop; the kernel finds the interface by the gateway. */
function nextHop(gateway: Buffer, weight: number): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16LE(head.length + gateway.length, 0)
  head.writeUInt8(weight - 1, 3)
  return Buffer.concat([head, gateway])
}
