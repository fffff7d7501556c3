import { reason, type Reason } from '../../model/reason.ts'
import { bpdu, type TreePortState } from '../stp/data-kinds.ts'
import { endpointText, hasOpenVSwitch } from '../../model/topology.ts'
import { ms, seconds, type Ns } from '../../model/time.ts'
import type { Change, Reactions } from '../../theory/change.ts'
import { REVALIDATED_NS, WORK_NS } from '../openvswitch/theory-latency.ts'
import { closedState, isRapid, type TreeMove } from '../../theory/spanning-tree.ts'
import { jiffyNs } from '../../theory/ticks.ts'
import type { World } from '../../theory/world.ts'
import type { Theory } from '../contract/theory.ts'

export const rstpTheory: Theory = { changes: ({ broken, spacingNs, hz }) => rstpChanges(broken, spacingNs, hz) }

/** Every bridge speaks, and at this pace: lib/rstp.h, RSTP_BRIDGE_HELLO_TIME; mstp.c, MSTP_IN_set_cist_bridge_config. */
const HELLO_NS: Ns = seconds(2)
const MISSED_HELLOS = 3
/** Timers are counted down once a second (ofproto/ofproto-dpif.c: rstp_run; mstpd's epoll_loop.c: run_timeouts): one that is set has up to a second less. */
const TICK_NS: Ns = seconds(1)
const TICKS_A_HELLO = HELLO_NS / TICK_NS

/** What differs between those who run rapid trees. */
interface Daemon {
  /** How late it counts a second. */
  readonly tickLateNs: Ns
  /** It is known that a port which only its own bridge's clock moves, and which moves alone, waits for no tick. */
  readonly isSoleAtOnce: boolean
  /** How much later than it has decided it, frames go the new way. */
  readonly followsNs: Ns
  /** null: at once. */
  readonly follows: Reason | null
  readonly direct: string
  readonly silent: string
}

/** The main thread counts seconds when it comes round, at the latest with the next packet: it polls the ports. */
const openVSwitch = (spacingNs: Ns): Daemon => ({
  tickLateNs: spacingNs,
  isSoleAtOnce: false,
  followsNs: REVALIDATED_NS + WORK_NS,
  follows: reason('datapath-follows')`the datapath follows within ${{ withinNs: REVALIDATED_NS }}`,
  direct:
    'IEEE 802.1D-2004 17.29.3, 17.26; Open vSwitch lib/rstp-state-machines.c: port_role_transition_sm, port_transmit_sm (tx_count); ofproto/ofproto-dpif-upcall.c: udpif_revalidator',
  silent:
    'IEEE 802.1D-2004 17.21.23; Open vSwitch lib/rstp-state-machines.c: updt_rcvd_info_while, decrease_rstp_port_timers__',
})

/** It waits for whole milliseconds (epoll_loop.c: time_diff), and a tick of a clock that ran when it started. */
const MSTPD_LATE_NS: Ns = ms(2)
/** Netlink, BPDUs from bridge to bridge and system calls. */
const MSTPD_WORK_NS: Ns = ms(20)

/** The kernel's bridge follows at once; a port without carrier is seen with the next tick of the kernel. */
const mstpd = (hz: number): Daemon => ({
  tickLateNs: MSTPD_LATE_NS,
  isSoleAtOnce: true,
  followsNs: MSTPD_WORK_NS + jiffyNs(hz),
  follows: null,
  direct: 'IEEE 802.1D-2004 17.29.3, 17.26; mstpd mstp.c: PRTSM_runr, PTSM_run (txCount); bridge_track.c: set_if_up',
  silent: 'IEEE 802.1D-2004 17.21.23; mstpd mstp.c: updtRcvdInfoWhile, PTSM_tick',
})

/**
 * What a rapid spanning tree does about lost cables, as Open vSwitch and mstpd have it.
 * - Carrier lost: the alternate port becomes the root port and forwards at once; where there is none, a neighbour's
 *   designated port is agreed upon in a proposal and an agreement, at once as well; unless a port has sent its six BPDUs:
 *   then it sends none until the next tick (17.13.12 TxHoldCount; port_transmit_sm). A tick takes one off the count
 *   (decrease_rstp_port_timers__), every other one is spent on a hello, and a change costs three to five. The death of the
 *   root costs most: access switches still send its old information, the backup root accepts that and corrects itself, and soon
 *   after another change its last BPDU has to wait for the tick, while the access switches take themselves for the root.
 * - Silence: information that was received holds for three hellos. Then an alternate port forwards without anybody's agreement, and
 *   where it is the only one that moves each port has a BPDU or two to send of it.
 * - A topology change flushes what every bridge has learned; the flows in Open vSwitch's datapath are revalidated within half
 *   a second.
 */
function rstpChanges(world: World, spacingNs: Ns, hz: number): Reactions {
  // One switch that follows late is enough.
  const daemon = hasOpenVSwitch(world.wiring.topology) ? openVSwitch(spacingNs) : mstpd(hz)
  const moves = world.treeMoves().filter(({ tree }) => isRapid(tree))
  const isHeld = ({ expiries, told }: TreeMove): boolean =>
    !daemon.isSoleAtOnce || expiries === 0 || told || moves.length > 1
  return { changes: moves.map((move) => changeOf(move, daemon, isHeld(move))), blocked: [] }
}

/** `isHeld`: a BPDU of it may have to wait for a tick. */
function changeOf({ at, forwards, expiries, tree }: TreeMove, daemon: Daemon, isHeld: boolean): Change {
  const latestHelloNs = TICKS_A_HELLO * (TICK_NS + daemon.tickLateNs)
  const heldNs = isHeld ? TICK_NS + daemon.tickLateNs : 0
  const port = endpointText(at)
  const opens = isHeld
    ? reason('rstp-forwards-paced')`${{ port }} forwards at once, or where somebody has sent 6 BPDUs at the next tick`
    : reason('rstp-forwards')`${{ port }} forwards at once`
  const acts = forwards ? opens : reason('rstp-discards')`${{ port }} discards at once`
  const aged = reason(
    'rstp-root-aged',
  )`what ${{ node: at.node }} heard of the root holds for 3 hellos of ${{ helloNs: HELLO_NS }}, and was up to one old; ${{ acts }}`
  const whole = expiries === 0 ? acts : aged
  return {
    reaction: { react: 'stp-port', node: at.node, port: at.interface, forwards, flushes: true },
    after: null,
    lowNs: expiries * (MISSED_HELLOS * HELLO_NS - TICK_NS - latestHelloNs),
    highNs: expiries * MISSED_HELLOS * latestHelloNs + heldNs + daemon.followsNs,
    because:
      daemon.follows === null
        ? reason('rstp')`RSTP: ${{ acts: whole }}`
        : reason('rstp')`RSTP: ${{ acts: whole }}, ${{ follows: daemon.follows }}`,
    source: expiries === 0 ? daemon.direct : `${daemon.silent}; ${daemon.direct}`,
    detection: {
      watch: 'stpPort',
      node: at.node,
      name: at.interface,
      state: forwards ? 'forwarding' : closedState(tree),
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
