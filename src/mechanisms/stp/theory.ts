import { reason } from '../../model/reason.ts'
import { bpdu, type TreePortState } from './data-kinds.ts'
import { endpointText, type SpanningTree } from '../../model/topology.ts'
import { ms, type Ns } from '../../model/time.ts'
import type { Change, Reactions } from '../../theory/change.ts'
import { isRapid, type TreeMove } from '../../theory/spanning-tree.ts'
import { jiffies, jiffyNs, wheelGranularity } from '../../theory/ticks.ts'
import { on } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'
import type { Theory } from '../contract/theory.ts'

export const stpTheory: Theory = {
  seen: ({ watch, node, name, state }) =>
    watch === 'stpPort'
      ? [{ react: 'stp-port', node, port: name, forwards: state === 'forwarding', flushes: false }]
      : [],
  changes: ({ broken, hz }) => stpChanges(broken, hz),
  unlike: (before, { watch, node, name, state }) =>
    watch === 'stpPort' && before.forwards(on(node, name)) !== (state === 'forwarding')
      ? reason(
          'tree-grown-otherwise',
        )`${{ node }}:${{ port: name }} is ${{ state }} where the tree has grown another way before the fault`
      : null,
}

/** A port sends one BPDU a second: BR_HOLD_TIME, rounded to a whole second that may be 0.75 s later (round_jiffies). */
const HOLD_NS: Ns = ms(1750)

const SOURCE = {
  direct:
    'IEEE 802.1D-1998 8.7; net/bridge/br_stp_if.c: br_stp_disable_port; net/bridge/br_stp_timer.c: br_forward_delay_timer_expired',
  indirect:
    'IEEE 802.1D-1998 8.6.14; net/bridge/br_stp.c: br_supersedes_port_info, br_transmit_config; net/bridge/br_stp_timer.c: br_message_age_timer_expired',
}

/**
 * What a spanning tree does about lost cables.
 * - Direct: a bridge that loses its way to the root takes the blocked one, which listens and learns first:
 *   2 × forward_delay.
 * - Indirect: a bridge whose neighbour has lost its way still holds the information that it received before, and receives none
 *   that is better. It has to become too old first: max_age − up to a hello + 2 × forward_delay.
 * - Where only a BPDU carries the change, its port may have to hold it back for BR_HOLD_TIME.
 * The timer wheel is late by up to a granule of its level, for each timer. A port that blocks does so at once.
 * The root flags the change to all, whose entries then age in forward_delay (hold_time), but nothing brings the clean-up
 * forward that removes them (__br_set_topology_change, br_fdb_cleanup): it may be 300 s away. A port that goes down forgets
 * its entries at once, so after a cut two-way traffic moves the others; what a port has learned that blocks stays, and a
 * return may cost more than the two delays.
 */
function stpChanges(world: World, hz: number): Reactions {
  const moves = world.treeMoves()
  return { changes: moves.flatMap((move) => (isRapid(move.tree) ? [] : [changeOf(move, move.tree, hz)])), blocked: [] }
}

function changeOf({ at, forwards, expiries, relays, told }: TreeMove, stp: SpanningTree, hz: number): Change {
  const late = (ns: Ns): Ns => wheelGranularity(jiffies(ns, hz)) * jiffyNs(hz)
  const { maxAgeNs, helloNs, forwardDelayNs } = stp
  // A hello that comes while the relay's port still holds back is passed on with its age.
  const heldNs = helloNs > HOLD_NS ? 0 : helloNs
  const oldNs = helloNs + relays * (heldNs + jiffyNs(hz)) + jiffyNs(hz)
  const waits = {
    lowNs: expiries * (maxAgeNs - oldNs),
    highNs: expiries * (maxAgeNs + late(maxAgeNs)) + (told ? HOLD_NS + late(HOLD_NS) : 0) + jiffyNs(hz),
  }
  const delays = forwards
    ? { lowNs: 2 * forwardDelayNs, highNs: 2 * (forwardDelayNs + late(forwardDelayNs)) }
    : { lowNs: 0, highNs: 0 }
  const port = endpointText(at)
  const acts = forwards
    ? reason(
        'stp-listens-and-learns',
      )`${{ port }} listens and learns before it forwards, forward_delay ${{ forwardDelayNs }} each`
    : reason('stp-blocks')`${{ port }} blocks at once`
  return {
    reaction: { react: 'stp-port', node: at.node, port: at.interface, forwards, flushes: false },
    after: null,
    lowNs: waits.lowNs + delays.lowNs,
    highNs: waits.highNs + delays.highNs,
    because:
      expiries === 0
        ? reason('stp')`STP: ${{ acts }}`
        : reason(
            'stp-root-aged',
          )`STP: what ${{ node: at.node }} heard of the root grows too old (max_age ${{ maxAgeNs }}, and it was up to ${{ oldNs }} old: hello ${{ helloNs }}), then ${{ acts }}`,
    source: expiries === 0 ? SOURCE.direct : `${SOURCE.indirect}; ${SOURCE.direct}`,
    detection: {
      watch: 'stpPort',
      node: at.node,
      name: at.interface,
      state: forwards ? 'listening' : 'blocking',
    } satisfies TreePortState,
    phase:
      expiries === 0
        ? null
        : {
            periodNs: helloNs,
            after: bpdu({ node: at.node, interface: at.interface }),
            because: `BPDUs that ${endpointText(at)} receives`,
          },
  }
}
