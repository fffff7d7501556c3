import type { Effect } from '../../model/fault.ts'
import type { LacpPortState } from '../lacp/data-kinds.ts'
import { datagram } from './data-kinds.ts'
import type { Phase } from '../../model/phase.ts'
import { reason, type Reason } from '../../model/reason.ts'
import { endpointText, type Endpoint, type MlagHalf, type Node, type Topology } from '../../model/topology.ts'
import { ms, type Ns } from '../../model/time.ts'
import type { Blocked, Change, Reactions } from '../../theory/change.ts'
import { IP, LACP } from '../../theory/damage.ts'
import { runOf } from '../lacp/theory.ts'
import { jiffyNs } from '../../theory/ticks.ts'
import { on } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'
import type { Theory } from '../contract/theory.ts'

export const mlagTheory: Theory = {
  changes: ({ broken, earlier, hz }) => mlagChanges(broken, earlier, hz),
  phases: ({ topology }) => keepalivePhases(topology),
  race: lastWord,
  horizons: (topology) =>
    halvesOf(topology).map(({ name, mlag }) => ({ node: name, peer: mlag.peer, lags: mlag.lags })),
  isOurs: ({ mlag }) => mlag !== undefined,
}

type Half = Node & { readonly mlag: MlagHalf }

/** Of the agents' clock. */
const AGENT_STEP_NS: Ns = ms(10)
/** A port sends three LACPDUs a second at most (bond_3ad.c: ad_tx_machine, AD_MAX_TX_IN_SECOND). */
const TOLD_RUNS = 3
/** UDP; Channel.pm: PORT. */
const AGENT_PORT = 6500
const AGENT = 'topologies/mlag/mlagd/Pair.pm'

/**
 * What the agents of an MLAG pair do. An agent acts within a jiffy of an event: it may have to wait for the CPU, whose
 * scheduler counts in jiffies (sched_clock). It learns of a carrier at once (net/core/link_watch.c: linkwatch_event), and at its
 * next keepalive that a leg with light has expired.
 * - A leg is down, or its partner reports that it is: the twin lifts split horizon for its LAG, and frames from the peer link may leave there.
 * - The peer link is lost (no carrier, or silence for longer than `dead`, looked at every keepalive) and the primary reports
 *   over the heartbeat that it lost it too, or answers: the secondary shuts its legs.
 */
export function mlagChanges(world: World, stops: readonly Change[], hz: number): Reactions {
  const halves = halvesOf(world.wiring.topology)
  const each = halves.map((half) => shuts(world, half, hz))
  const shut = each.flatMap(({ changes }) => changes)
  return {
    changes: [...shut, ...halves.flatMap((half) => lifts(world, half, { stops, shut }, hz))],
    blocked: each.flatMap(({ blocked }) => blocked),
  }
}

/** Legs that no longer carry: by a protocol or the loss of light, and because a secondary has shut them at either end. */
interface DeadLegs {
  readonly stops: readonly Change[]
  readonly shut: readonly Change[]
}

/** The twins of this switch's dead legs. */
function lifts(world: World, { name, mlag }: Half, dead: DeadLegs, hz: number): readonly Change[] {
  // Nobody is there to tell, or to be told.
  if (isDark(world, name) || hasHanging(world, { name, mlag }) || !tellsTwin(world, { name, mlag })) return []
  return mlag.lags.flatMap((bond) => {
    const legs = world.wiring.members(on(name, bond)).map((leg) => on(name, leg.name))
    const stop = legs.flatMap((leg) => partnerStops(world, leg, dead) ?? ownStops(leg, dead) ?? [])[0]
    if (stop === undefined) return []
    const { node } = stop.detection
    const isDarkened = dead.shut.includes(stop) || !world.damage.hasCarrier(on(node, stop.detection.name))
    const told = node === name ? 0 : TOLD_RUNS * runOf(hz)
    const seen = isDarkened ? 0 : told + mlag.keepaliveNs + AGENT_STEP_NS
    const { keepaliveNs, twin } = mlag
    const seesLate = reason('mlag-sees-late')`sees it within its keepalive of ${{ keepaliveNs }}`
    const seesOwn = isDarkened ? reason('mlag-sees-at-once')`sees it at once` : seesLate
    const sees = node === name ? seesOwn : reason('mlag-sees-lacpdu')`receives its LACPDU, ${{ sees: seesLate }}`
    return [
      {
        reaction: { react: 'horizon-lifted', node: mlag.twin, bond },
        after: stop,
        lowNs: 0,
        highNs: seen + jiffyNs(hz),
        because: reason(
          'mlag-lets-out',
        )`${{ node: name }}'s agent ${{ sees }} and tells ${{ twin }}, which lets out what comes over the peer link`,
        source: `${AGENT}: look_at_legs, learn`,
        detection: stop.detection,
        phase: stop.phase,
      } satisfies Change,
    ]
  })
}

const stopOf = (at: Endpoint, all: readonly Change[]): Change | undefined =>
  all.find(({ reaction: one }) => one.react === 'port-stopped' && one.node === at.node && one.port === at.interface)

const ownStops = (leg: Endpoint, { stops, shut }: DeadLegs): Change | undefined => stopOf(leg, [...stops, ...shut])

/**
 * A leg is down for the agent, too, where its partner no longer collects and distributes. A partner that is deaf and lit
 * says so in its next LACPDU when it expires, at least 30 runs before the switch's own port stops.
 */
function partnerStops({ wiring, damage }: World, leg: Endpoint, { stops }: DeadLegs): Change | undefined {
  const far = wiring.far(leg)
  if (far === undefined || !damage.crosses(far, leg, LACP) || damage.crosses(leg, far, LACP)) return undefined
  return stopOf(far, stops)
}

/** The secondary has lost the peer link and still receives the primary's heartbeat: it shuts its legs. */
function shuts(world: World, { name, mlag }: Half, hz: number): Reactions {
  const nothing: Reactions = { changes: [], blocked: [] }
  if (mlag.primary || mlag.splitBrain === 'bothActive' || hasHanging(world, { name, mlag })) return nothing
  const { wiring, damage } = world
  const [peer, beat] = [on(name, mlag.peer), on(name, mlag.heartbeat)]
  if (crossesBothWays(world, peer) || !crossesBothWays(world, beat)) return nothing
  const dark = !damage.hasCarrier(peer)
  const lost = dark
    ? { lowNs: 0, highNs: 0, how: reason('mlag-peer-carrier')`at once by its carrier` }
    : {
        lowNs: mlag.deadNs - mlag.keepaliveNs - AGENT_STEP_NS,
        highNs: mlag.deadNs + mlag.keepaliveNs + 2 * AGENT_STEP_NS,
        how: reason(
          'mlag-peer-silent',
        )`by ${{ deadNs: mlag.deadNs }} of silence, looked at every ${{ keepaliveNs: mlag.keepaliveNs }}`,
      }
  const span = { after: null, lowNs: lost.lowNs, highNs: lost.highNs + jiffyNs(hz) }
  const phase = dark ? null : keepalivePhase({ name, mlag })
  const legs = mlag.lags.flatMap((bond) => wiring.members(on(name, bond)).map((leg) => on(name, leg.name)))
  let first: Change | null = null
  const changes = legs.flatMap((leg): readonly Change[] => {
    const shut: Change = {
      ...leaves(leg),
      phase,
      // All in one batch.
      ...(first === null ? span : { after: first, lowNs: 0, highNs: 0 }),
      because: reason(
        'mlag-shuts',
      )`${{ node: name }} loses the peer link ${{ how: lost.how }}, hears that ${{ twin: mlag.twin }} lives and shuts ${{ leg: leg.interface }}`,
      source: `${AGENT}: lost_peer, must_shut, shut_legs`,
    }
    first ??= shut
    const far = wiring.far(leg)
    if (far === undefined) return [shut]
    const because = reason(
      'mlag-static-leg-leaves',
    )`${{ port: endpointText(far) }} loses carrier and leaves the transmit set`
    const source = 'drivers/net/bonding/bond_main.c: bond_slave_netdev_event, bond_update_slave_arr'
    return [shut, { ...leaves(far), after: shut, lowNs: 0, highNs: jiffyNs(hz), because, source }]
  })
  const blocked: Blocked = {
    because: reason(
      'mlag-shut',
    )`${{ node: name }} has shut its legs, and who hangs on it alone is cut off until the peer link works for ${{ delayRestoreNs: mlag.delayRestoreNs }}`,
    source: `${AGENT}: shut_legs`,
  }
  return { changes, blocked: [blocked] }
}

/** The twin's keepalives over the peer link. */
const keepalivePhase = ({ name, mlag }: Pick<Half, 'name' | 'mlag'>): Phase => ({
  periodNs: mlag.keepaliveNs,
  after: datagram({ node: name, interface: mlag.peer, port: AGENT_PORT }),
  because: `keepalives that ${name} receives on ${mlag.peer}`,
})

const keepalivePhases = (topology: Topology): readonly Phase[] => halvesOf(topology).map(keepalivePhase)

const halvesOf = ({ nodes }: Topology): readonly Half[] => nodes.filter((node): node is Half => node.mlag !== undefined)

/**
 * Why nothing can be said of a pair whose peer link goes dark by a fault that takes its heartbeat after it: each port that is
 * shut takes the kernel its time, and in between the primary's last word may come through, or not. null: there is no such pair.
 */
function lastWord(broken: World, effects: readonly Effect[]): Reason | null {
  const { wiring } = broken
  const darkened = (port: Endpoint): number => {
    const ends = [port, wiring.far(port)].flatMap((end) => (end === undefined ? [] : [endpointText(end)]))
    return effects.findIndex(({ effect, at }) => effect === 'carrier-lost' && ends.includes(endpointText(at)))
  }
  for (const { name, mlag } of wiring.topology.nodes) {
    if (mlag === undefined || mlag.primary || mlag.splitBrain === 'bothActive') continue
    const [peer, beat] = [darkened(on(name, mlag.peer)), darkened(on(name, mlag.heartbeat))]
    if (peer < 0 || beat < peer || isDark(broken, name) || isDark(broken, mlag.twin)) continue
    return reason(
      'mlag-last-word',
    )`the heartbeat of ${{ twin: mlag.twin }} and ${{ node: name }} goes dark after the peer link, and whether it still carries that ${{ twin: mlag.twin }} lives is a race`
  }
  return null
}

const leaves = ({ node, interface: port }: Endpoint): Pick<Change, 'reaction' | 'detection' | 'phase'> => ({
  reaction: { react: 'port-stopped', node, port },
  detection: { watch: 'lacpPort', node, name: port, state: 'stopped' } satisfies LacpPortState,
  phase: null,
})

/** An agent of the pair stands still: the other one gets no answer, and opens, lifts and shuts nothing for its silence (Pair.pm: lost_peer, must_shut). */
const hasHanging = ({ damage }: World, { name, mlag }: Pick<Half, 'name' | 'mlag'>): boolean =>
  damage.hangs(name) || damage.hangs(mlag.twin)

const isDark = (world: World, node: string): boolean =>
  world.wiring.topology.cables.every(({ a, b }) => {
    const end = a.node === node ? a : b.node === node ? b : null
    return end === null || !world.damage.hasCarrier(end)
  })

/** Announcements go over the peer link and the heartbeat, and one of them is enough (Pair.pm: announce, heard). */
const tellsTwin = ({ wiring, damage }: World, { name, mlag }: Pick<Half, 'name' | 'mlag'>): boolean =>
  [mlag.peer, mlag.heartbeat].some((port) => {
    const far = wiring.far(on(name, port))
    return far !== undefined && damage.crosses(on(name, port), far, IP)
  })

function crossesBothWays({ wiring, damage }: World, port: Endpoint): boolean {
  const far = wiring.far(port)
  return far !== undefined && damage.crosses(port, far, IP) && damage.crosses(far, port, IP)
}
