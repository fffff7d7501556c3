import { virtualRouterGroups, type GroupMember } from '../mechanisms/vrrp/data-groups.ts'
import type { StateMatch } from '../model/handle.ts'
import { seconds } from '../model/time.ts'
import type { Ns } from '../model/time.ts'
import { endpointText, nodeOf, type Endpoint } from '../model/topology.ts'
import type { VirtualRouter } from '../mechanisms/vrrp/data.ts'
import type { BondInterface, Topology } from '../model/topology.ts'
import { partnerless } from '../theory/partner.ts'
import { returnsToPrimary } from '../theory/returning.ts'
import { preemptionNs } from '../theory/vrrp-claims.ts'
import { wiringOf } from '../theory/wired.ts'

export interface Reversion {
  readonly ns: Ns
  readonly because: string
}

/** What a fault has broken and moved. */
export interface Broken {
  readonly hit: readonly Endpoint[]
  /** What theory names as detection; null: it is silent, and anything may have moved. */
  readonly moved: readonly StateMatch[] | null
}

/**
 * The longest that a protocol of this topology may take until it uses what was healed after `holdNs` again; null: none has to.
 * A bond has a leg to take back only where one of its own was hit, or where an MLAG pair has shut one, and LACP has nothing
 * to take back where it has no partner; a virtual router has
 * something to take back only where its group has moved.
 */
export function slowestReversion(topology: Topology, { hit, moved }: Broken, holdNs: Ns): Reversion | null {
  const broken = new Set(hit.map(endpointText))
  const cables = topology.cables.filter(({ a, b }) => broken.has(endpointText(a)) || broken.has(endpointText(b)))
  const touched = new Set(cables.flatMap(({ a, b }) => [endpointText(a), endpointText(b)]))
  const isPeer = topology.nodes.some(({ name, mlag }) => mlag !== undefined && touched.has(`${name}:${mlag.peer}`))
  const lonely = partnerless(wiringOf(topology))
  const isLonely = (node: string, bond: string): boolean => lonely.some((one) => one.node === node && one.bond === bond)
  const bonds = topology.nodes.flatMap(({ name, interfaces }) =>
    interfaces.flatMap((one) => {
      const legs = interfaces.filter(({ master }) => master === one.name)
      const isHit = isPeer || legs.some((leg) => touched.has(`${name}:${leg.name}`))
      return one.kind === 'bond' && isHit && !isLonely(name, one.name) ? [bondReversion(one, holdNs)] : []
    }),
  )
  const routers = virtualRouterGroups(topology).flatMap((group) => {
    const [first] = group
    return first?.router.preempt === true && hasMoved(group, moved) ? [preemption(first.router)] : []
  })
  return [...bonds, ...routers].toSorted((a, b) => b.ns - a.ns)[0] ?? null
}

const hasMoved = (group: readonly GroupMember[], moved: Broken['moved']): boolean =>
  moved === null ||
  group.some(({ node, router }) =>
    moved.some((one) => one.watch === 'vrrp' && one.node === node.name && one.name === router.name),
  )

/** Whether what moved comes back by itself once all is whole again; its state is what theory names as detection. */
export function reverts(topology: Topology, moved: StateMatch): boolean {
  if (moved.watch === 'vrrp') {
    const group = virtualRouterGroups(topology).find((members) =>
      members.some(({ node, router }) => node.name === moved.node && router.name === moved.name),
    )
    // In order of priority: only who ranks before the new one can take it back, and only where it preempts.
    const rank = group?.findIndex(({ node }) => node.name === moved.node) ?? 0
    return group?.slice(0, rank).some(({ router }) => router.preempt) ?? false
  }
  if (moved.watch !== 'bondActive') return true
  const bond = nodeOf(topology, moved.node).interfaces.find(({ name }) => name === moved.name)
  if (bond?.kind !== 'bond' || bond.bond.mode !== 'active-backup') return true
  return returnsToPrimary(bond, moved.state)
}

const preemption = (router: VirtualRouter): Reversion => ({
  ns: preemptionNs(router),
  because: `VRRP preempts after ${router.reach === undefined ? '' : 'what it tracks has answered, '}its down timer and the preempt delay`,
})

/** Both sides of a leg that was dead for two timeouts are DEFAULTED and speak every 30 s, whatever lacp_rate says (bond_3ad.c, ad_periodic_machine). */
const DEFAULTED = seconds(6)
const SLOW_PERIOD = seconds(30)
/** Aggregate_Wait and the exchange of LACPDUs (IEEE 802.1AX 6.4). */
const AGGREGATE = seconds(3)

function bondReversion({ bond }: BondInterface, holdNs: Ns): Reversion {
  const { monitor } = bond
  const upNs = monitor.by === 'mii' ? monitor.updelayNs + monitor.miimonNs : monitor.intervalNs
  if (bond.mode === 'active-backup') return { ns: upNs, because: 'the bond waits for updelay' }
  const spokenNs = bond.lacpRate === 'slow' || holdNs >= DEFAULTED ? SLOW_PERIOD : 0
  return {
    ns: upNs + spokenNs + AGGREGATE,
    because: 'LACP rejoins after Aggregate_Wait, and a side that is DEFAULTED speaks every 30 s',
  }
}
