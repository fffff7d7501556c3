import type { Lab } from '../../model/lab.ts'
import type { Problem } from '../../model/problem.ts'
import { reasonText } from '../../model/reason.ts'
import { formatNs } from '../../model/time.ts'
import { impatient } from './theory-impatient.ts'
import { jiffyNs } from '../../theory/ticks.ts'
import { wiringOf } from '../../theory/wired.ts'

/** A bond that never has an active leg, at the rate of the kernel that will run it. */
export function impatientWarnings({ topology, experiments }: Lab, hz: number): Problem[] {
  const [where] = experiments.flatMap((one) => (one.where === undefined ? [] : [one.where]))
  return impatient(wiringOf(topology), hz).map(({ node, bond, because }) => ({
    code: 'arp-interval-too-short',
    what: `${node}:${bond} will not have an active leg: ${reasonText(because)}`,
    ...(where === undefined ? {} : { where }),
    allowed: `an arp_interval above ${formatNs(jiffyNs(hz))}`,
    next: `say arpMonitor: { interval: '${formatNs(2 * jiffyNs(hz)).replace(' ', '')}' } or longer`,
  }))
}
