import type { Lab } from '../../model/lab.ts'
import { throwProblems, type Problem } from '../../model/problem.ts'
import { partnerless, type Partnerless } from './theory-partner.ts'
import { wiringOf } from '../../theory/wired.ts'

const WORDS = {
  lacp: {
    code: 'lacp-without-partner',
    isNot: 'is an LACP bond (802.3ad) without a partner that has all of its legs',
    follows: 'They never form one LAG',
    naive: 'Linux uses one leg at a time',
    remedies:
      "mode 'active-backup'; two switches that are one LACP system (an MLAG pair, a stack); or a LAG (802.3ad) of the same legs at the switch",
  },
  static: {
    code: 'static-lag-without-partner',
    isNot: 'is a static LAG without a partner that has all of its legs',
    follows: 'It sends by all of them all the same',
    naive: 'bridges see its stations now here, now there, and a LACP partner takes what comes by one of its ports',
    remedies: "mode 'active-backup'; or a static LAG (balance-xor) of the same legs at the switch, which has to be one",
  },
} as const

/**
 * An LACP bond on two independent switches, or on a plain port, never becomes one LAG: a full gate would wait for it in
 * vain. A static LAG there never was one. A naive gate does not notice, which is worth seeing.
 */
export function partnerWarnings({ topology, experiments }: Lab): Problem[] {
  const bonds = partnerless(wiringOf(topology))
  throwProblems(
    experiments.flatMap(({ gate, where }) =>
      gate === 'naive'
        ? []
        : bonds.map((one) => ({
            code: WORDS[one.kind].code,
            what: what(one),
            ...(where === undefined ? {} : { where }),
            allowed: WORDS[one.kind].remedies,
            next: "change the bond or the switches; or say gate: 'naive' to see what Linux makes of it",
          })),
    ),
  )
  const [where] = experiments.flatMap((one) => (one.where === undefined ? [] : [one.where]))
  if (experiments.length === 0) return []
  return bonds.map((one) => ({
    code: WORDS[one.kind].code,
    what: `${what(one)}. It runs since every gate is naive: ${WORDS[one.kind].naive}, and no window is given`,
    ...(where === undefined ? {} : { where }),
    allowed: WORDS[one.kind].remedies,
    next: 'change the bond or the switches',
  }))
}

const what = ({ node, bond, kind, because }: Partnerless): string =>
  `${node}:${bond} ${WORDS[kind].isNot}: ${because}. ${WORDS[kind].follows}`
