import { bpdu, type TreePortState } from '../stp/data-kinds.ts'
import { endpointText } from '../../model/topology.ts'
import { formatNs, seconds, type Ns } from '../../model/time.ts'
import type { Change, Reactions } from '../../theory/change.ts'
import { REVALIDATED_NS, WORK_NS } from '../openvswitch/theory-latency.ts'
import { isRapid, type TreeMove } from '../../theory/spanning-tree.ts'
import type { World } from '../../theory/world.ts'
import type { Theory } from '../contract/theory.ts'

export const rstpTheory: Theory = { changes: ({ broken, spacingNs }) => rstpChanges(broken, spacingNs) }

/** Every bridge speaks, and at this pace: lib/rstp.h, RSTP_BRIDGE_HELLO_TIME. */
const HELLO_NS: Ns = seconds(2)
const MISSED_HELLOS = 3
/** Timers are counted down once a second (ofproto/ofproto-dpif.c: rstp_run): one that is set has up to a second less. */
const TICK_NS: Ns = seconds(1)
const TICKS_A_HELLO = HELLO_NS / TICK_NS

const SOURCE = {
  direct:
    'IEEE 802.1D-2004 17.29.3, 17.26; Open vSwitch lib/rstp-state-machines.c: port_role_transition_sm, port_transmit_sm (tx_count); ofproto/ofproto-dpif-upcall.c: udpif_revalidator',
  silent:
    'IEEE 802.1D-2004 17.21.23; Open vSwitch lib/rstp-state-machines.c: updt_rcvd_info_while, decrease_rstp_port_timers__',
}

/**
 * What a rapid spanning tree does about lost cables, as Open vSwitch has it.
 * - Carrier lost: the alternate port becomes the root port and forwards at once; where there is none, a neighbour's
 *   designated port is agreed upon in a proposal and an agreement, at once as well; unless a port has sent its six BPDUs:
 *   then it sends none until the next tick (17.13.12 TxHoldCount; port_transmit_sm). A tick takes one off the count
 *   (decrease_rstp_port_timers__), every other one is spent on a hello, and a change costs three to five. The death of the
 *   root costs most: access switches still send its old information, the backup root accepts that and corrects itself, and soon
 *   after another change its last BPDU has to wait for the tick, while the access switches take themselves for the root.
 * - Silence: information that was received holds for three hellos. The main thread counts seconds when it comes round, at the
 *   latest with the next packet: it polls the ports.
 * - A topology change flushes what every bridge has learned; the flows in the datapath are revalidated within half a second.
 */
function rstpChanges(world: World, spacingNs: Ns): Reactions {
  const moves = world.treeMoves().filter(({ tree }) => isRapid(tree))
  return { changes: moves.map((move) => changeOf(move, spacingNs)), blocked: [] }
}

function changeOf({ at, forwards, expiries }: TreeMove, spacingNs: Ns): Change {
  const latestHelloNs = TICKS_A_HELLO * (TICK_NS + spacingNs)
  const acts = forwards
    ? `${endpointText(at)} forwards at once, or where somebody has sent 6 BPDUs at the next tick`
    : `${endpointText(at)} discards at once`
  const revalidated = `the datapath follows within ${formatNs(REVALIDATED_NS)}`
  const aged = `what ${at.node} heard of the root holds for 3 hellos of ${formatNs(HELLO_NS)}, and was up to one old; `
  return {
    reaction: { react: 'stp-port', node: at.node, port: at.interface, forwards, flushes: true },
    after: null,
    lowNs: expiries * (MISSED_HELLOS * HELLO_NS - TICK_NS - latestHelloNs),
    highNs: expiries * MISSED_HELLOS * latestHelloNs + TICK_NS + spacingNs + REVALIDATED_NS + WORK_NS,
    because: `RSTP: ${expiries === 0 ? '' : aged}${acts}, ${revalidated}`,
    source: expiries === 0 ? SOURCE.direct : `${SOURCE.silent}; ${SOURCE.direct}`,
    detection: {
      watch: 'stpPort',
      node: at.node,
      name: at.interface,
      state: forwards ? 'forwarding' : 'discarding',
    } satisfies TreePortState,
    phase:
      expiries === 0
        ? null
        : {
            periodNs: HELLO_NS,
            after: bpdu({ node: at.node, interface: at.interface, rapid: true }),
            because: `BPDUs that ${endpointText(at)} receives`,
          },
  }
}
