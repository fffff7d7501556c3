import { experimentOf } from '../run.ts'
import type { Examined } from './finding.ts'

/** Routers of BGP whose policies contradict each other. */
const AMBIGUOUS = 'ambiguous-policies'

/** Warnings of labs that may not settle: a bond without an active leg, virtual routers of which the first to start stays active, updates without end. */
const UNSETTLED = ['arp-interval-too-short', 'start-decides', AMBIGUOUS]

/**
 * What ends a trial without a figure and is no defect: the lab cannot show more. Each is said by docs/ or by the message itself.
 */
export function isInconclusive(examined: Examined, doubt: string): boolean {
  const { fault } = experimentOf(examined.plan)
  // docs/writing-labs.md: in a loop without a delay a frame goes round in no time at all.
  if (/^time-stands-still/.test(doubt)) return hasTree(examined)
  // Not everything can be rehearsed: a flow may have one way by design, and the gate says so.
  if (/^gate: .*rehearsed switchover/.test(doubt)) return true
  // Nothing was sent over the cable while it was silent or impaired: there is nothing to prove it by.
  if (/^no proof that the fault was live: .*(dropped 0 frames|passed 0|0 packets|runs nothing)/.test(doubt)) return true
  // The hash uses one leg, or there are fewer streams than ways.
  if (/^gate: .*no probe ever used that leg/.test(doubt)) return true
  // Theory has found no path either: an address behind a translation, for one.
  const [, unreached] =
    /^gate: did not work before the fault: (\S+ \S+) (?:never got a packet across|does not get through)/.exec(doubt) ??
    []
  if (unreached !== undefined && isPathless(examined, unreached)) return true
  // `plan` has warned that the lab may not settle.
  if (doubt === 'state-not-reached' && examined.warnings.some((code) => UNSETTLED.includes(code))) return true
  // Routes come and go without end.
  if (examined.warnings.includes(AMBIGUOUS)) return true
  // `plan` has warned that what was broken is not back by the end of watching: legs that a daemon opens late, for one.
  if (/^no proof that the fault is gone/.test(doubt)) return examined.warnings.includes('short-recover')
  // An ARP monitor that has had to search at the start keeps the leg that answered first.
  if (/^(gate: .*)?state-not-reached/.test(doubt) && hasArpThatStays(examined)) return true
  // What drifts may be why a lab is not redundant or not clean: that is what the gate is for.
  return fault.drift !== null && /^(gate:|state-not-reached|.* before the fault$)/.test(doubt)
}

const isPathless = ({ plan }: Examined, direction: string): boolean =>
  experimentOf(plan).variants.some(({ silent }) =>
    silent.some((one) => `${one.on} ${String(one.direction)}` === direction && one.because.rule === 'no-path-before'),
  )

/** Without a primary, or with one that is no better than another leg (bond_choose_primary_or_current). */
const hasArpThatStays = ({ topology }: Examined): boolean =>
  topology.nodes.some(({ interfaces }) =>
    interfaces.some(
      (one) =>
        one.kind === 'bond' &&
        one.bond.mode === 'active-backup' &&
        one.bond.monitor.by === 'arp' &&
        (one.bond.primary === undefined || one.bond.primaryReselect !== 'always'),
    ),
  )

const hasTree = ({ topology }: Examined): boolean =>
  topology.nodes.some(({ interfaces }) =>
    interfaces.some((one) => one.kind === 'bridge' && (one.stp !== undefined || one.rstp !== undefined)),
  )
