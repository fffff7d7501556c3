import { bareAddress } from '../../model/address.ts'
import type { BondConfig } from '../../model/bond.ts'
import { reason, type Reason } from '../../model/reason.ts'
import type { Endpoint } from '../../model/topology.ts'
import { on, type Bond, type Wiring } from '../../theory/wiring.ts'
import type { Unsteady } from '../contract/theory.ts'

/** A bond whose way of working is not modelled. */
interface Unmodelled extends Unsteady {
  /** Frames of another mechanism may depend on it: nothing is known of any direction then, else of those that take it. */
  readonly decides: boolean
}

/** All bonds of which theory says nothing. */
export const unmodelled = (wiring: Wiring): readonly Unmodelled[] =>
  wiring.bonds().flatMap(({ node, bond }): readonly Unmodelled[] => {
    const at = on(node, bond.name)
    const why = whyNot(bond, wiring.above(at).length > 0)
    if (why === null) return []
    const ends = wiring.members(at).map(({ name }) => on(node, name))
    return [
      {
        ends,
        decides: decides(wiring, at),
        because: reason('bond-unmodelled')`${{ node }}:${{ bond: bond.name }} ${{ why }}`,
      },
    ]
  })

function whyNot({ bond }: Bond, isBelow: boolean): Reason | null {
  switch (bond.mode) {
    case 'balance-tlb':
      return reason(
        'balance-tlb',
      )`moves what it sends from leg to leg by their load (balance-tlb), which is not modelled`
    case 'balance-alb':
      return reason(
        'balance-alb',
      )`answers ARP with the MACs of several legs, and asks anew as they change (balance-alb), which is not modelled`
    case 'active-backup':
      return whyNoFailover(bond, isBelow)
    case '802.3ad':
    case 'balance-xor':
    case 'balance-rr':
    case 'broadcast':
      return null
  }
}

function whyNoFailover(bond: Extract<BondConfig, { mode: 'active-backup' }>, isBelow: boolean): Reason | null {
  const { monitor, failOverMac } = bond
  if (bond.allSlavesActive === true)
    return reason(
      'all-slaves-active',
    )`takes what bridges flood to its standby legs too (all_slaves_active), and what that is depends on what they have learned`
  if (monitor.by === 'arp' && monitor.allTargets === true && monitor.targets.length > 1)
    return reason(
      'arp-all-targets',
    )`gives a leg up where any of several targets is silent (arp_all_targets all), and what its search finds then is not modelled`
  if (monitor.by === 'arp' && failOverMac !== undefined)
    return reason(
      'fail-over-mac-arp',
    )`asks its ARP targets with the MACs of several legs (fail_over_mac ${{ failOverMac }}), and where they send what is for the bond is not modelled`
  return failOverMac === 'active' && isBelow
    ? reason(
        'fail-over-mac-above',
      )`gets another MAC with its active leg (fail_over_mac active), and what that does to the interfaces on it is not modelled`
    : null
}

/**
 * A bridge stands on the bond, or a program of its node sends and receives by it, or another node's monitor asks an address
 * there: what the bond does to these frames may move something elsewhere.
 */
function decides(wiring: Wiring, at: Endpoint): boolean {
  const { topology, claims } = wiring
  const stack = [wiring.interface(at), ...wiring.above(at)].flatMap((one) => one ?? [])
  if (stack.some(({ kind }) => kind === 'bridge')) return true
  if (Object.keys(wiring.node(at.node)?.features ?? {}).length > 0) return true
  const own = stack.flatMap(({ addresses }) => addresses.map(bareAddress))
  const asked = [
    ...topology.nodes.flatMap(({ interfaces }) =>
      interfaces.flatMap((one) =>
        one.kind === 'bond' && one.bond.monitor.by === 'arp' ? one.bond.monitor.targets : [],
      ),
    ),
    ...claims.flatMap(({ claimants }) => claimants.flatMap(({ reaches }) => reaches ?? [])),
  ]
  return asked.some((address) => own.includes(address))
}
