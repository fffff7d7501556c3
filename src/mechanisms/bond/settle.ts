import type { BondActiveState, BondWatch } from './data-kinds.ts'
import type { StateMatch } from '../../model/handle.ts'
import { membersOf, portsInUse } from '../../model/ports-in-use.ts'
import { seconds, type Ns } from '../../model/time.ts'
import {
  endpointText,
  nodeOf,
  type BondInterface,
  type Interface,
  type Node,
  type Topology,
} from '../../model/topology.ts'
import { returnsToPrimary } from '../../theory/returning.ts'
import type { Wiring } from '../../theory/wiring.ts'
import type { Broken, Reversion, Settle, StandbyLeg } from '../contract/settle.ts'
import { impatientWarnings } from './settle-impatient.ts'
import { partnerWarnings } from './settle-partners.ts'
import { unmonitoredWarnings } from './settle-unmonitored.ts'
import { bondWaits, lonelyBonds } from './settle-waits.ts'

export const bondSettle: Settle = {
  waits: (wiring, aboveNs) => {
    const lonely = lonelyBonds(wiring)
    return wiring.topology.nodes.flatMap((node) => bondWaits(node, lonely, aboveNs))
  },
  watched,
  legs: ({ nodes }) => nodes.flatMap((node) => node.interfaces.flatMap((one) => legs(node, one))),
  reversions,
  warnings: (lab, hz) => [...partnerWarnings(lab), ...unmonitoredWarnings(lab), ...impatientWarnings(lab, hz)],
  reverts: (topology, moved) => !isActive(moved) || returns(topology, moved),
}

function watched({ nodes }: Topology): BondWatch {
  const bonds = nodes.flatMap((node) =>
    node.interfaces.flatMap((one) =>
      one.kind === 'bond' ? [{ node: node.name, name: one.name, mode: one.bond.mode }] : [],
    ),
  )
  return { bonds }
}

const isActive = (state: StateMatch): state is BondActiveState => state.watch === 'bondActive'

function returns(topology: Topology, moved: BondActiveState): boolean {
  const bond = nodeOf(topology, moved.node).interfaces.find(({ name }) => name === moved.name)
  return bond?.kind !== 'bond' || bond.bond.mode !== 'active-backup' || returnsToPrimary(bond, moved.state)
}

function legs(node: Node, bond: Interface): StandbyLeg[] {
  const members = membersOf(node, bond.name)
  if (bond.kind !== 'bond' || members.length < 2) return []
  const named = (name: string, back: readonly StandbyLeg[]): StandbyLeg => ({
    end: { node: node.name, interface: name },
    text: `leg ${name} of ${node.name}:${bond.name}`,
    back,
  })
  const used = portsInUse(node, bond.name)
  if (bond.bond.mode !== 'active-backup') return used.map((name) => named(name, []))
  const { primary, primaryReselect } = bond.bond
  const next = members.filter((name) => !used.includes(name)).slice(0, 1)
  const back = primary !== undefined && primaryReselect === 'always' ? [] : next.map((name) => named(name, []))
  return used.map((name) => named(name, back))
}

/**
 * A bond has a leg to take back only where one of its own was hit, or where an MLAG pair has shut one, and LACP has nothing
 * to take back where it has no partner.
 */
function reversions(wiring: Wiring, { hit }: Broken, holdNs: Ns): readonly Reversion[] {
  const { nodes, cables } = wiring.topology
  const broken = new Set(hit.map(endpointText))
  const dark = cables.filter(({ a, b }) => broken.has(endpointText(a)) || broken.has(endpointText(b)))
  const touched = new Set(dark.flatMap(({ a, b }) => [endpointText(a), endpointText(b)]))
  const isPeer = nodes.some(({ name, mlag }) => mlag !== undefined && touched.has(`${name}:${mlag.peer}`))
  const lonely = lonelyBonds(wiring)
  return nodes.flatMap(({ name, interfaces }) =>
    interfaces.flatMap((one) => {
      const members = interfaces.filter(({ master }) => master === one.name)
      const isHit = isPeer || members.some((leg) => touched.has(`${name}:${leg.name}`))
      return one.kind === 'bond' && isHit && !lonely.has(`${name}:${one.name}`) ? reversion(one, holdNs) : []
    }),
  )
}

/** Both sides of a leg that was dead for two timeouts are DEFAULTED and speak every 30 s, whatever lacp_rate says (bond_3ad.c, ad_periodic_machine). */
const DEFAULTED = seconds(6)
const SLOW_PERIOD = seconds(30)
/** Aggregate_Wait and the exchange of LACPDUs (IEEE 802.1AX 6.4). */
const AGGREGATE = seconds(3)

/** None of a bond that looks at nothing: it has not moved. */
function reversion({ bond }: BondInterface, holdNs: Ns): Reversion[] {
  const { monitor } = bond
  if (monitor.by === 'none') return []
  const upNs = monitor.by === 'mii' ? monitor.updelayNs + monitor.miimonNs : monitor.intervalNs
  if (bond.mode !== '802.3ad') return [{ ns: upNs, because: 'the bond waits for updelay' }]
  const spokenNs = bond.lacpRate === 'slow' || holdNs >= DEFAULTED ? SLOW_PERIOD : 0
  return [
    {
      ns: upNs + spokenNs + AGGREGATE,
      because: 'LACP rejoins after Aggregate_Wait, and a side that is DEFAULTED speaks every 30 s',
    },
  ]
}
