import type { Phase } from '../../model/phase.ts'
import { reason, type Reason } from '../../model/reason.ts'
import { ms, type Ns } from '../../model/time.ts'
import type { Endpoint } from '../../model/topology.ts'
import { sinceFault, type Span } from '../../theory/change.ts'
import { after } from '../../theory/course.ts'
import { IP } from '../../theory/damage.ts'
import { toldNs } from '../../theory/given-up.ts'
import { delivers, receives } from '../../theory/lan.ts'
import { on } from '../../theory/wiring.ts'
import type { World } from '../../theory/world.ts'
import { detectionOf, soonestNs } from '../bfd/theory-detection.ts'
import { sharedDoubt } from '../bfd/theory-shared.ts'
import type { Asked } from '../contract/theory.ts'
import { bgpOf } from './data.ts'
import { keepalivePhase } from './theory-phases.ts'
import { keptNs } from './theory-restart.ts'
import { keepaliveOf, sessionsOf, type BgpSession, type SessionEnd } from './data-sessions.ts'

/** Routers that notice at one time of their own. */
export interface Notice extends Span {
  readonly by: 'carrier' | 'hold' | 'bfd'
  readonly ends: readonly SessionEnd[]
  /** Interfaces whose networks are announced no more. */
  readonly gone: readonly Endpoint[]
  readonly holdNs: Ns
  /** Until its routes are gone, by graceful restart; the span has it already. */
  readonly keptNs: Ns
  /** The timer that decides when in the span; null: none does. */
  readonly phase: Phase | null
}

export interface Losses {
  readonly sessions: readonly BgpSession[]
  readonly notices: readonly Notice[]
  /** Updates of this end reach the other one; null: the first ones may, and later ones do not. */
  readonly carries: (from: SessionEnd) => boolean | null
}

const NOTHING: Losses = { sessions: [], notices: [], carries: () => true }

/** What a fault takes from the sessions of a topology; a text: why that cannot be said. */
export function lossesOf({ before, broken, earlier, hz }: Asked): Losses | Reason {
  const { topology } = broken.wiring
  const sessions = sessionsOf(topology)
  if (sessions.length === 0) return NOTHING
  if (sessions.some((one) => !isWhole(before, one)))
    return reason(
      'bgp-lost-before',
    )`BGP has lost a neighbour before the fault, and what it has done about that is not modelled`
  const doubt = sharedDoubt(broken)
  if (doubt !== null) return doubt
  const settled = after(broken, earlier)
  const settledNs = Math.max(0, ...earlier.map((change) => sinceFault(change).highNs))
  const lost: BgpSession[] = []
  for (const one of sessions) {
    if (isWhole(broken, one) && isWhole(settled, one)) continue
    if (isWhole(settled, one) && !one.ends.some(({ at }) => !broken.hasCarrier(at))) {
      if (survives(one, settledNs)) continue
      return reason('bgp-links-react')`the links below a BGP session react themselves, and may do so before it is lost`
    }
    lost.push(one)
  }
  if (lost.some(({ ends: [a, b] }) => a.feature.as === b.feature.as))
    return reason(
      'bgp-internal-lost',
    )`an internal neighbour of BGP is lost, whose session outlives the carrier while its next hop does not, and that is not modelled`
  const dark = (at: Endpoint): boolean => before.hasCarrier(at) && !broken.hasCarrier(at)
  const carrier = lost.flatMap(({ ends }) => ends.filter(({ node, at }) => dark(at) && !broken.damage.hangs(node.name)))
  const gone = topology.nodes.flatMap((node) =>
    broken.damage.hangs(node.name)
      ? []
      : (bgpOf(node)?.networks ?? []).map((name) => on(node.name, name)).filter((at) => dark(at)),
  )
  const atOnce: Notice = {
    by: 'carrier',
    ends: carrier,
    gone,
    holdNs: 0,
    keptNs: 0,
    phase: null,
    lowNs: 0,
    highNs: Math.max(0, ...[...carrier.map(({ at }) => at), ...gone].map((at) => toldNs(broken, at, hz))),
  }
  const late: Notice[] = []
  for (const session of lost)
    for (const end of session.ends) {
      const noticed = carrier.includes(end) ? null : noticedBy(broken, session, end)
      if (noticed === null) continue
      const { by, lowNs, highNs, far } = noticed
      const kept = keptNs(end, far, noticed)
      if (typeof kept !== 'number') return kept
      late.push({
        by,
        ends: [end],
        gone: [],
        holdNs: session.holdNs,
        keptNs: kept,
        phase: by === 'hold' ? keepalivePhase(session, end) : null,
        lowNs: lowNs + kept,
        highNs: highNs + kept,
      })
    }
  const carries = (from: SessionEnd): boolean | null => {
    const session = lost.find(({ ends }) => ends.includes(from))
    const to = session?.ends.find((end) => end !== from)
    if (to === undefined) return true
    return reaches(broken, from, to) && !broken.damage.hangs(to.node.name) ? null : false
  }
  return { sessions, notices: [...(carrier.length + gone.length > 0 ? [atOnce] : []), ...late], carries }
}

const isWhole = (world: World, { ends: [a, b] }: BgpSession): boolean =>
  receives(world, a.at, b.at) && receives(world, b.at, a.at)

const reaches = (world: World, from: SessionEnd, to: SessionEnd): boolean => delivers(world, from.at, to.at, IP)

/** A keepalive that just was not acknowledged: the acknowledgement may wait so long (TCP_DELACK_MAX). */
const UNACKNOWLEDGED: Ns = ms(200)

interface Noticed extends Span {
  readonly by: 'hold' | 'bfd'
  readonly far: SessionEnd
  /** This end still receives what the other one sends. */
  readonly receives: boolean
}

/**
 * When an end that keeps its light notices. BFD: it receives nothing, or the other end does and reports that at once (RFC 5880 6.8.6). Without
 * BFD its hold timer ends. That has begun with the last keepalive, which came up to a keepalive's time before the fault. Where this end
 * still receives and is not received, the first keepalive after the fault still comes, and then none: TCP sends that one again and
 * again, since no acknowledgement reaches it (tcp_enter_loss). null: no process is there to notice.
 */
function noticedBy(world: World, session: BgpSession, end: SessionEnd): Noticed | null {
  const far = session.ends.find((one) => one !== end)
  if (far === undefined || world.damage.hangs(end.node.name)) return null
  const hangs = world.damage.hangs(far.node.name)
  const receives = !hangs && reaches(world, far, end)
  const detected = detectionOf(end.node, far.node, { receives, hangs })
  if (detected !== null) return { by: 'bfd', far, receives, ...detected }
  const { holdNs } = session
  const keepaliveNs = keepaliveOf(session, far)
  return receives
    ? { by: 'hold', far, receives, lowNs: holdNs - UNACKNOWLEDGED, highNs: holdNs + keepaliveNs }
    : { by: 'hold', far, receives, lowNs: holdNs - keepaliveNs, highNs: holdNs }
}

/** Its packets come again soon enough. TCP sends what was lost again after at most as long as it has waited already, and another timeout. */
function survives(session: BgpSession, settledNs: Ns): boolean {
  const [a, b] = session.ends
  const keepaliveNs = Math.max(...session.ends.map((end) => keepaliveOf(session, end)))
  return settledNs < (soonestNs(a.node, b.node) ?? Infinity) && 2 * settledNs + ms(1000) < session.holdNs - keepaliveNs
}
