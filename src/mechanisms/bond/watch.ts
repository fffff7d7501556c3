import { half, ETHERTYPE_AT, PAYLOAD_AT, takenIf } from '../../linux/socket-filter.ts'
import { IFF_LOWER_UP, type BondSlave, type LinkInfo } from '../../linux/netlink/link-parse.ts'
import { isAddressAt } from '../../linux/sockets.ts'
import type { Links, Look, Seen, SeesLink, Watch } from '../contract/watch.ts'
import { bondModes, type ArpProbe, type BondActiveWait, type WatchedBond } from './data-kinds.ts'

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
  links: (plan, node) => seesBonds(node, bondModes(plan, node)),
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

function seesBonds(node: string, modes: ReadonlyMap<string, WatchedBond['mode']>): SeesLink {
  return ({ link }, links) => {
    const master = links.masterOf(link)
    const mode = master === undefined ? undefined : modes.get(master.name)
    // A dump may name a bond before its members: what the active one is called is known once it has come.
    const bonds = [link, master].filter((one) => one !== undefined && modes.get(one.name) === 'active-backup')
    return [
      ...bonds.flatMap((bond) => active(node, bond as LinkInfo, links)),
      ...(link.bondSlave !== null && usesEach(mode) ? [port(node, link, link.bondSlave)] : []),
    ]
  }
}

function active(node: string, { name, bond }: LinkInfo, links: Links): readonly Seen[] {
  const index = bond?.activeSlaveIndex ?? null
  const to = index === null ? 'none' : links.at(index)?.name
  return to === undefined ? [] : [{ watch: 'bondActive', node, name, to }]
}

const port = (node: string, link: LinkInfo, slave: BondSlave): Seen => ({
  ...{ watch: 'bondPort', node, name: link.name },
  to: canSend(link, slave) ? 'sending' : 'stopped',
})

/** It has carrier, and its monitor counts it as up (bond_slave_can_tx). */
export const canSend = ({ flags }: LinkInfo, { miiStatus, state }: BondSlave): boolean =>
  (flags & IFF_LOWER_UP) !== 0 && miiStatus === 'up' && state === 'active'

/** Each of its ports is in use for as long as it has carrier and its monitor lets it: neither one active member nor LACP decides. */
const usesEach = (mode: WatchedBond['mode'] | undefined): boolean =>
  mode !== undefined && mode !== 'active-backup' && mode !== '802.3ad'
