import { lacpdu, type LacpPortState } from './data-kinds.ts'
import type { Endpoint } from '../../model/topology.ts'
import type { Phase } from '../../model/phase.ts'
import { reason } from '../../model/reason.ts'
import { endpointText } from '../../model/topology.ts'
import { ms, type Ns } from '../../model/time.ts'
import type { Change, Reactions, Usual } from '../../theory/change.ts'
import { LACP } from '../../theory/damage.ts'
import type { Theory } from '../contract/theory.ts'
import { minLinksChanges } from './theory-min-links.ts'
import { jiffyNs, workPeriod } from '../../theory/ticks.ts'
import type { Wiring } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'

export const lacpTheory: Theory = {
  seen: ({ watch, node, name, state }) =>
    watch === 'lacpPort' && state === 'stopped' ? [{ react: 'port-stopped', node, port: name }] : [],
  changes: ({ broken, hz }) => lacpChanges(broken, hz),
  phases: (wiring, hz, heardNs) => lacpduPhases(wiring, hz).filter(({ periodNs }) => periodNs > heardNs),
}

/** All in runs of the state machines, each 100 ms: bond_3ad.c, __ad_timer_to_ticks. */
const TIMEOUT = { fast: 30, slow: 900 } as const
const PERIOD = { fast: 10, slow: 300 } as const

type Rate = keyof typeof TIMEOUT

/** One end of a leg: a port of an 802.3ad bond. */
interface Port {
  readonly at: Endpoint
  readonly rate: Rate
}

/**
 * How the ports of LAGs leave a broken leg. The state machines run every P: 100 ms and a jiffy, as the timer wheel has it.
 * - Carrier lost: at once, the transmit set is rebuilt on the carrier event.
 * - A port that receives no LACPDU expires N runs after the last one (N = 30 fast, 900 slow, of its own rate), which came up
 *   to N/3 runs before the fault: [(N − 1 − N/3)·P, N·P]. It leaves the leg then, in both directions.
 * - Its partner, where it still receives, reads "expired, but in sync" and goes on sending on the dead leg. 30 runs later the
 *   deaf port is DEFAULTED and falls back to the slow rate. When its partner stops depends on the partner's rate:
 *   - Slow: the partner receives the deaf port's next LACPDU then, because the expiry restarts the deaf port's periodic
 *     machine. If that machine had sent one run before the expiry (AD_PERIODIC_TX), its next LACPDU comes 299 runs later.
 *   - Fast: the partner receives a LACPDU only if the periodic machine sends in the same run. If it does not, the partner's
 *     own timer expires 29 runs after the last LACPDU.
 */
export function lacpChanges(world: World, hz: number): Reactions {
  const runNs = runOf(hz)
  const changes = legsOf(world.wiring).flatMap(([one, other]) => legChanges(world, one, other, runNs, hz))
  return { changes: [...changes, ...minLinksChanges(world, changes, runNs, hz)], blocked: [] }
}

function legChanges(world: World, one: Port, other: Port, runNs: Ns, hz: number): readonly Change[] {
  const cut = [one, other].filter(({ at }) => !world.damage.hasCarrier(at)).map((port) => carrierLost(port, hz))
  if (cut.length > 0) {
    const lit = [one, other].filter(({ at }) => world.damage.hasCarrier(at))
    return [...cut, ...lit.map((port) => expires(port, runNs))]
  }
  const oneHears = world.damage.crosses(other.at, one.at, LACP)
  const otherHears = world.damage.crosses(one.at, other.at, LACP)
  if (oneHears && otherHears) return []
  if (!oneHears && !otherHears) return [expires(one, runNs), expires(other, runNs)]
  const [deaf, hearing] = oneHears ? [other, one] : [one, other]
  const expiry = expires(deaf, runNs)
  return [expiry, follows(hearing, deaf, expiry, runNs)]
}

function carrierLost(port: Port, hz: number): Change {
  return {
    ...stops(port),
    after: null,
    lowNs: 0,
    highNs: jiffyNs(hz),
    because: reason(
      'lacp-leg-leaves',
    )`${{ port: endpointText(port.at) }} loses carrier and leaves the transmit set at once, without waiting for miimon`,
    source: 'drivers/net/bonding/bond_main.c: bond_slave_netdev_event, bond_update_slave_arr',
    phase: null,
  }
}

function expires(port: Port, runNs: Ns): Change {
  const [timeout, period] = [TIMEOUT[port.rate], PERIOD[port.rate]]
  return {
    ...stops(port),
    after: null,
    lowNs: (timeout - 1 - period) * runNs,
    highNs: timeout * runNs,
    because: reason(
      'lacp-expires',
    )`${{ port: endpointText(port.at) }} hears no LACPDU and expires after ${{ runs: timeout }} runs of ${{ runNs }} (lacp_rate ${{ rate: port.rate }}), the last one came up to ${{ lastNs: period * runNs }} before the fault`,
    source: 'drivers/net/bonding/bond_3ad.c: ad_rx_machine (CURRENT to EXPIRED), ad_mux_machine; IEEE 802.1AX 6.4.12',
    phase: lacpduPhase(port, runNs),
  }
}

/** A port's partner sends at the rate that the port asks for. */
const lacpduPhase = ({ at, rate }: Port, runNs: Ns): Phase => ({
  periodNs: PERIOD[rate] * runNs,
  after: lacpdu(at),
  because: `LACPDUs that ${endpointText(at)} receives`,
})

/** Of every LACP port with a LACP partner. */
const lacpduPhases = (wiring: Wiring, hz: number): readonly Phase[] =>
  legsOf(wiring)
    .flat()
    .map((port) => lacpduPhase(port, runOf(hz)))

/** Between two runs of the state machines. */
export const runOf = (hz: number): Ns => workPeriod(Math.floor((ms(100) * hz) / 1e9)) * jiffyNs(hz)

/**
 * A slow partner is told by the next of three LACPDUs a second, and stops at its next run. That the deaf port had spoken just
 * before its expiry is rare: it expires in step with a partner that speaks every 10 runs, and speaks itself every 300, so
 * that it is one expiry in 30, or none. One that expects slow LACPDUs keeps step with its own: there it may be each.
 */
const toldAtOnce = (runNs: Ns): Usual => ({
  lowNs: 30 * runNs,
  highNs: (30 + 3 + 1) * runNs,
  rare: 1,
  of: PERIOD.slow / PERIOD.fast,
})

/** From the deaf port's expiry until the one that still hears stops sending. */
function follows(hearing: Port, deaf: Port, expiry: Change, runNs: Ns): Change {
  const keeps = reason(
    'lacp-partner-keeps',
  )`${{ port: endpointText(hearing.at) }} still hears ${{ deaf: endpointText(deaf.at) }} say "in sync" and keeps sending; ${{ defaultedNs: 30 * runNs }} after its expiry it is DEFAULTED`
  return {
    ...stops(hearing),
    after: expiry,
    lowNs: 30 * runNs,
    highNs: (hearing.rate === 'slow' ? 330 : 59) * runNs,
    ...(hearing.rate === 'slow' && deaf.rate === 'fast' ? { usual: toldAtOnce(runNs) } : {}),
    because:
      hearing.rate === 'slow'
        ? reason(
            'lacp-partner-told',
          )`${{ keeps }} and says so, or ${{ laterNs: 299 * runNs }} later if it had spoken just before its expiry`
        : reason(
            'lacp-partner-untold',
          )`${{ keeps }} and, unless it is just then due to say so, falls silent, and the sender's own timeout of ${{ timeoutNs: 30 * runNs }} has to end it`,
    source: 'drivers/net/bonding/bond_3ad.c: ad_rx_machine (EXPIRED to DEFAULTED), ad_periodic_machine',
    phase: expiry.phase,
  }
}

const stops = ({ at }: Port): Pick<Change, 'reaction' | 'detection'> => ({
  reaction: { react: 'port-stopped', node: at.node, port: at.interface },
  detection: { watch: 'lacpPort', node: at.node, name: at.interface, state: 'stopped' } satisfies LacpPortState,
})

/** Cables between two LACP ports. */
function legsOf(wiring: Wiring): readonly (readonly [Port, Port])[] {
  return wiring.topology.cables.flatMap(({ a, b }) => {
    const [one, other] = [portAt(wiring, a), portAt(wiring, b)]
    return one === null || other === null ? [] : [[one, other] as const]
  })
}

function portAt(wiring: Wiring, at: Endpoint): Port | null {
  const master = wiring.master(at)
  if (master?.kind !== 'bond' || master.bond.mode !== '802.3ad') return null
  return { at, rate: master.bond.lacpRate }
}
