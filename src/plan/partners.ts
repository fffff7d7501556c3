import type { Lab } from '../model/lab.ts'
import { throwProblems, type Problem } from '../model/problem.ts'
import { partnerless, type Partnerless } from '../theory/partner.ts'
import { wiringOf } from '../theory/wired.ts'

const code = 'lacp-without-partner'
const remedies =
  "mode 'active-backup'; two switches that are one LACP system (an MLAG pair, a stack); or a LAG (802.3ad) of the same legs at the switch"

/**
 * An LACP bond on two independent switches, or on a plain port, never becomes one LAG: a full gate would wait for it in
 * vain. A naive one does not notice, which is worth to be seen.
 */
export function partnerWarnings({ topology, experiments }: Lab): Problem[] {
  const bonds = partnerless(wiringOf(topology))
  throwProblems(
    experiments.flatMap(({ gate, where }) =>
      gate === 'naive'
        ? []
        : bonds.map((one) => ({
            code,
            what: what(one),
            ...(where === undefined ? {} : { where }),
            allowed: remedies,
            next: "change the bond or the switches; or say gate: 'naive' to see what Linux makes of it",
          })),
    ),
  )
  const [where] = experiments.flatMap((one) => (one.where === undefined ? [] : [one.where]))
  if (experiments.length === 0) return []
  return bonds.map((one) => ({
    code,
    what: `${what(one)}. It runs since every gate is naive: Linux uses one leg at a time, and no window is given`,
    ...(where === undefined ? {} : { where }),
    allowed: remedies,
    next: 'change the bond or the switches',
  }))
}

const what = ({ node, bond, because }: Partnerless): string =>
  `${node}:${bond} is an LACP bond (802.3ad) without a partner that has all of its legs: ${because}. They never form one LAG`
