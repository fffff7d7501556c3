import { byte, half, ETHERTYPE_AT, PAYLOAD_AT, takenIf } from '../../linux/socket-filter.ts'
import type { LinkInfo } from '../../linux/netlink/link-parse.ts'
import type { WatchPlan } from '../../model/plan.ts'
import { bondModes } from '../bond/data-kinds.ts'
import { canSend } from '../bond/watch.ts'
import type { Links, Look, Watch } from '../contract/watch.ts'
import type { LacpCollected, Lacpdu } from './data-kinds.ts'

/** LACPDUs that come in: the Slow Protocols' subtype 1 (802.3 annex 57A). */
const LACPDUS = takenIf('in', half(ETHERTYPE_AT, 0x8809), byte(PAYLOAD_AT, 1))

/** Collecting and distributing (IEEE 802.1AX 6.4.2.3). */
const PASSING = 0x30

export const lacpWatch: Watch = {
  links: (plan, node) => {
    const isPort = portsOf(plan, node)
    // The port's own act: the bond may send by it, its multiplexer has it collecting and distributing, and its aggregator is
    // the active one. What the partner reports stops nothing.
    return ({ link }, links) => {
      if (link.bondSlave === null || !isPort(link, links)) return []
      const [actor, partner] = [link.bondSlave.adActorState ?? 0, link.bondSlave.adPartnerState ?? 0]
      const passing = canSend(link, link.bondSlave) && (actor & PASSING) === PASSING
      const detail = `actor ${String(actor)}, partner ${String(partner)}`
      return [{ watch: 'lacpPort', node, name: link.name, to: passing ? 'distributing' : 'stopped', detail }]
    }
  },
  // Nothing reports EXPIRED and DEFAULTED, the partner's bits, and a port's own change where another process holds the kernel's
  // lock just then (bond_3ad_state_machine_handler, rtnl_trylock).
  polled: (plan, node) => portsOf(plan, node),
  waits: {
    lacpCollected: {
      wanted: ({ node, name, members }: LacpCollected) => `${String(members)} distributing ports in ${node}:${name}`,
      seen: ({ node, name }: LacpCollected, look: Look) =>
        look
          .members(node, name)
          .map((port) => `${port} ${look.now('lacpPort', node, port) ?? 'unknown'} (${detailOf(look, node, port)})`)
          .join(', ') || 'no port',
      holds: ({ node, name, members }: LacpCollected, look: Look) =>
        look.members(node, name).filter((port) => passes(look, node, port)).length >= members,
    },
  },
  events: { lacpdu: ({ interface: device }: Lacpdu) => ({ device, filter: LACPDUS }) },
}

/** Is it a port of a watched LACP bond? */
const portsOf = (plan: WatchPlan, node: string): ((link: LinkInfo, links: Links) => boolean) => {
  const modes = bondModes(plan, node)
  return (link, links) => modes.get(links.masterOf(link)?.name ?? '') === '802.3ad'
}

const detailOf = (look: Look, node: string, port: string): string => look.detail('lacpPort', node, port) ?? ''

/** The port itself does, and so does its partner, by the detail of the port's state. */
function passes(look: Look, node: string, port: string): boolean {
  const partner = Number(/partner (\d+)/.exec(detailOf(look, node, port))?.[1] ?? 0)
  return look.now('lacpPort', node, port) === 'distributing' && (partner & PASSING) === PASSING
}
