import { eventText } from '../mechanisms/all/text.ts'
import { DEFAULT_PERIOD_NS, type Phase, type PhasePlan } from '../model/phase.ts'
import { formatNs } from '../model/time.ts'

/** Over which timers trials are spread. */
export function phaseLines({ named, others, heardNs, onlyLongest }: PhasePlan): string[] {
  if (heardNs === null) return named.map(phaseText)
  const heard = `the multicast frames before the fault that come periodically, every ${formatNs(heardNs)} at most`
  const otherwise = `; where there are none, over ${formatNs(DEFAULT_PERIOD_NS)}`
  if (!onlyLongest) {
    const reason = named.length === 0 ? 'theory names no timer' : 'theory does not speak for every flow'
    return [...[...named, ...others].map(phaseText), `${reason}: also even over ${heard}${otherwise}`]
  }
  const monitors = others.map(({ periodNs, because }) => `${because} (${formatNs(periodNs)})`)
  // The timer that decides may start with the fault, or have a random period each time.
  return [`no timer’s phase decides: even over the longest period of ${[...monitors, heard].join(', ')}${otherwise}`]
}

const phaseText = ({ periodNs, after, because }: Phase): string =>
  `even over ${formatNs(periodNs)} from ${eventText(after)} (${because})`
