import { reason } from '../../model/reason.ts'
import type { Endpoint, Interface, Node } from '../../model/topology.ts'
import { on, type Wiring } from '../../theory/wiring.ts'
import { sameEndpoint, type World } from '../../theory/world.ts'
import { searchingBonds } from '../bond/theory-arp.ts'
import type { Moment, Theory, Unsteady } from '../contract/theory.ts'
import { networkOf, type Manager } from './data.ts'

/** Files configure, and mechanisms move: but for what stays to look after its interfaces. */
export const networkTheory: Theory = {
  changes: () => ({ changes: [], blocked: [] }),
  withdrawn,
}

/** Of which interfaces each manager takes the addresses away, and the routes by them, when they have no carrier: others are told to stay. */
const WITHDRAWS: Readonly<Record<Manager, { readonly kinds: readonly Interface['kind'][]; readonly when: string }>> = {
  // netplan writes ConfigureWithoutCarrier=yes for all that is virtual.
  'systemd-networkd': { kinds: ['port'], when: 'at once (systemd.network(5): IgnoreCarrierLoss)' },
  // It ignores the carrier of what has ports (nm-device.c: carrier_changed).
  NetworkManager: { kinds: ['port', 'vlan'], when: 'after 6 s (NetworkManager.conf(5): carrier-wait-timeout)' },
}

/** The kernel keeps addresses and routes of an interface that has no carrier. A bond that searches by ARP has none for a moment. */
function withdrawn(asked: Moment, stages: readonly World[]): readonly Unsteady[] {
  const { before } = asked
  const searching = searchingBonds(asked).flatMap(({ stack }) => stack)
  const isDark = (at: Endpoint): boolean =>
    stages.some((stage) => !stage.hasCarrier(at)) || searching.some((one) => sameEndpoint(one, at))
  return before.wiring.topology.nodes.flatMap((node) => {
    const manager = networkOf(node)?.manager
    if (manager === undefined) return []
    return addressed(node, WITHDRAWS[manager].kinds)
      .filter((at) => before.hasCarrier(at) && isDark(at))
      .map((at) => ({
        ends: portsBelow(before.wiring, at),
        because: reason(
          'addresses-withdrawn',
        )`${{ manager }} takes the addresses of ${{ node: at.node }}:${{ interface: at.interface }} away while it has no carrier, ${{ when: WITHDRAWS[manager].when }}, and when they are back is not modelled`,
      }))
  })
}

const addressed = ({ name, interfaces }: Node, kinds: readonly Interface['kind'][]): readonly Endpoint[] =>
  interfaces
    .filter(({ kind, addresses }) => kinds.includes(kind) && addresses.some((one) => !one.includes(':')))
    .map((one) => on(name, one.name))

/** The ends of cables that carry it. */
function portsBelow(wiring: Wiring, at: Endpoint): readonly Endpoint[] {
  const one = wiring.interface(at)
  if (one?.kind === 'vlan' || one?.kind === 'macvlan') return portsBelow(wiring, on(at.node, one.parent))
  const members = wiring.members(at)
  return members.length === 0 ? [at] : members.flatMap(({ name }) => portsBelow(wiring, on(at.node, name)))
}
