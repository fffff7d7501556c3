import { half, ETHERTYPE_AT, PAYLOAD_AT, takenIf } from '../../linux/socket-filter.ts'
import { isAddressAt } from '../../linux/sockets.ts'
import type { ArpProbe, BondActiveWait } from './data-kinds.ts'
import type { Look, Watch } from '../contract/watch.ts'

/** ARP requests that leave as broadcasts (RFC 826). */
const ARP_REQUESTS = takenIf(
  'out',
  half(0, 0xffff),
  half(4, 0xffff),
  half(ETHERTYPE_AT, 0x0806),
  half(PAYLOAD_AT + 6, 1),
)
/** Where an untagged frame has the address that an ARP request asks for. */
const ARP_TARGET_AT = 38

export const bondWatch: Watch = {
  waits: {
    bondActive: {
      wanted: ({ node, name, member }: BondActiveWait) => `${member ?? 'any member'} active in ${node}:${name}`,
      seen: ({ node, name }: BondActiveWait, look: Look) => `${look.now('bondActive', node, name) ?? 'none'} active`,
      holds: ({ node, name, member }: BondActiveWait, look: Look) => {
        const active = look.now('bondActive', node, name)
        return member === undefined ? active !== null && active !== 'none' : active === member
      },
    },
  },
  events: {
    arpProbe: ({ targets }: ArpProbe) => ({
      device: null,
      filter: ARP_REQUESTS,
      isIt: (packet) => targets.some((target) => isAddressAt(packet, ARP_TARGET_AT, target)),
    }),
  },
}
