import { reason, type Reason } from '../../model/reason.ts'
import type { Endpoint } from '../../model/topology.ts'
import { arpBonds } from './theory-arp.ts'
import { jiffies, jiffyNs, workPeriod } from '../../theory/ticks.ts'
import type { Wiring } from '../../theory/wiring.ts'

/** A bond whose ARP monitor finds no leg that is up. */
export interface Impatient {
  readonly node: string
  readonly bond: string
  readonly legs: readonly Endpoint[]
  readonly because: Reason
}

/**
 * A leg comes up where something was received in the last I + ⌊I/2⌋ jiffies (bond_ab_arp_inspect, bond_time_in_interval with
 * mod 1), whatever arp_missed_max is. An interval of one jiffy is looked at every second one: what the last question has
 * brought is too old by then.
 */
export function impatient(wiring: Wiring, hz: number): readonly Impatient[] {
  return arpBonds(wiring).flatMap(({ node, bond, monitor, legs }): readonly Impatient[] => {
    const interval = jiffies(monitor.intervalNs, hz)
    const period = workPeriod(interval)
    const freshFor = interval + Math.floor(interval / 2)
    if (period <= freshFor) return []
    const tick = jiffyNs(hz)
    const because = reason(
      'arp-monitor-impatient',
    )`its ARP monitor asks every ${{ periodNs: period * tick }} (arp_interval ${{ intervalNs: interval * tick }} at HZ=${{ hz }}) and takes a leg for up that has received something in the last ${{ freshNs: freshFor * tick }}`
    return [{ node, bond: bond.name, legs, because }]
  })
}
