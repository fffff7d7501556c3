import { groupMemberText, type NexthopGroup } from '../../model/route.ts'
import { Attributes, attribute, message, u16, u32, u8 } from './codec.ts'
import { AF_INET, ipBytes, ipText } from './ip.ts'
import { CREATE } from './link.ts'
import type { NetlinkSocket } from './socket.ts'

const RTM = { newNexthop: 104, getNexthop: 106 } as const
const NHA = { id: 1, group: 2, groupType: 3, device: 5, gateway: 6, resilient: 12 } as const
const BUCKETS = 1
const NESTED = 0x8000
const TYPES = { mpath: 0, resilient: 1 } as const satisfies Readonly<Record<NexthopGroup['type'], number>>
/** RTPROT_*: nothing is said, as by `ip nexthop`; 3 and 4 are what somebody has typed. */
const CONFIGURED = [0, 3, 4]
/** struct nhmsg. */
const HEADER_BYTES = 8
/** struct nexthop_grp. */
const MEMBER_BYTES = 8

interface Member {
  readonly id: number
  readonly weight: number
}

const nhmsg = (family: number): Buffer => Buffer.of(family, 0, 0, 0, 0, 0, 0, 0)

/** One gateway, of IPv4; `index` is that of its interface. */
export const newNexthop = ({ id, via }: { readonly id: number; readonly via: string }, index: number): Buffer =>
  message(
    RTM.newNexthop,
    CREATE,
    nhmsg(AF_INET),
    attribute(NHA.id, u32(id)),
    attribute(NHA.gateway, ipBytes(via)),
    attribute(NHA.device, u32(index)),
  )

/** Several nexthops that are there. */
export function newNexthopGroup({
  id,
  members,
  group,
}: {
  readonly id: number
  readonly members: readonly Member[]
  readonly group: NexthopGroup
}): Buffer {
  // The kernel holds a weight less 1.
  const entries = members.map((one) => Buffer.concat([u32(one.id), u8(one.weight - 1), Buffer.alloc(3)]))
  return message(
    RTM.newNexthop,
    CREATE,
    nhmsg(0),
    attribute(NHA.id, u32(id)),
    attribute(NHA.group, ...entries),
    attribute(NHA.groupType, u16(TYPES[group.type])),
    ...(group.type === 'mpath' ? [] : [attribute(NHA.resilient | NESTED, attribute(BUCKETS, u16(group.buckets)))]),
  )
}

export interface NexthopInfo {
  /** Of the interface; null: a group has none. */
  readonly index: number | null
  /** `1 via 10.0.0.1`, `3 group 1/2,10 type resilient buckets 128`. */
  readonly text: string
}

/** Nexthop objects that somebody has typed: those of routing daemons come by themselves. */
export const dumpNexthops = (socket: NetlinkSocket): readonly NexthopInfo[] =>
  socket.dump(message(RTM.getNexthop, 0, nhmsg(0)), 'nexthops').flatMap(({ body }) => {
    if (!CONFIGURED.includes(body.readUInt8(2))) return []
    const nexthop = new Attributes(body.subarray(HEADER_BYTES))
    const [gateway, group] = [nexthop.raw(NHA.gateway), nexthop.raw(NHA.group)]
    const words = [
      String(nexthop.u32(NHA.id) ?? 0),
      ...(gateway === undefined ? [] : [`via ${ipText(gateway)}`]),
      ...(group === undefined ? [] : [`group ${membersOf(group)}`]),
      ...(nexthop.u16(NHA.groupType) === TYPES.resilient
        ? [`type resilient buckets ${String(nexthop.nested(NHA.resilient).u16(BUCKETS) ?? 0)}`]
        : []),
    ]
    return [{ index: nexthop.u32(NHA.device) ?? null, text: words.join(' ') }]
  })

function membersOf(group: Buffer): string {
  const all = Array.from({ length: group.length / MEMBER_BYTES }, (_, at) => at * MEMBER_BYTES)
  return all.map((at) => groupMemberText({ id: group.readUInt32LE(at), weight: group.readUInt8(at + 4) + 1 })).join('/')
}
