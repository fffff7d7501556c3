import { formatNs, inSeconds, seconds, type Ns } from '../../model/time.ts'
import type { Parameters } from '../../words/parameters.ts'
import type { BgpFeature, Dampening } from './data.ts'
import { readSeconds } from './options-timers.ts'
import type { BgpStability } from './options-types.ts'

const MINUTE: Ns = seconds(60)
const PENALTY = { min: 1, max: 20_000 } as const

/** The `BgpStability` of a router or of a whole generator. */
export function readStability(parameters: Parameters): Pick<BgpFeature, 'gracefulRestartNs' | 'dampening'> {
  const longest = { min: seconds(1), max: seconds(4095) }
  return {
    ...(parameters.has('gracefulRestart')
      ? { gracefulRestartNs: readSeconds(parameters, 'gracefulRestart', '120s', longest) }
      : {}),
    ...(parameters.has('dampening') ? { dampening: readDampening(parameters.inner('dampening')) } : {}),
  }
}

/** Standards are those of bgpd (bgp_damp.h). */
function readDampening(parameters: Parameters): Dampening {
  const halfLifeNs = readMinutes(parameters, 'halfLife', 15 * MINUTE, 45)
  const reuse = parameters.integer('reuse', 750, PENALTY)
  const suppress = parameters.integer('suppress', 2000, PENALTY)
  const longestNs = readMinutes(parameters, 'longest', 4 * halfLifeNs, 255)
  const ceiling = reuse * 2 ** (longestNs / halfLifeNs)
  if (suppress <= reuse || ceiling <= suppress)
    parameters.problem(
      'bad-dampening',
      `${parameters.describe('suppress')}: ${
        suppress <= reuse
          ? `a route would be used again at ${String(reuse)} at once`
          : `no penalty exceeds ${String(Math.floor(ceiling))}, from which it falls to ${String(reuse)} in ${formatNs(longestNs)}`
      }`,
      { allowed: 'above reuse, and below reuse · 2^(longest / halfLife)' },
      'suppress',
    )
  parameters.rejectUnknown()
  return { halfLifeNs, reuse, suppress, longestNs }
}

/** bgpd reads whole minutes. */
const readMinutes = (parameters: Parameters, name: string, standardNs: Ns, most: number): Ns =>
  parameters.duration(name, `${standardNs / MINUTE}min`, { min: MINUTE, max: most * MINUTE, whole: 'minutes' })

/** As `node.bgp` takes it. */
export const bgpStability = (parameters: Parameters): BgpStability => {
  const { gracefulRestartNs, dampening } = readStability(parameters)
  return {
    ...(gracefulRestartNs === undefined ? {} : { gracefulRestart: inSeconds(gracefulRestartNs) }),
    ...(dampening === undefined
      ? {}
      : {
          dampening: {
            halfLife: inSeconds(dampening.halfLifeNs),
            reuse: dampening.reuse,
            suppress: dampening.suppress,
            longest: inSeconds(dampening.longestNs),
          },
        }),
  }
}
