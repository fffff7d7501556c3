import type { Parameters } from '../../words/parameters.ts'
import { formatNs, inSeconds, seconds, type DurationText, type Ns } from '../../model/time.ts'
import type { BgpFeature, BgpNeighbour } from './data.ts'
import type { BgpTimers } from './options-types.ts'

const LONGEST: Ns = seconds(65_535)

/** A router's, the same for all its neighbours. */
type Read = Pick<BgpFeature, 'keepaliveNs' | 'holdNs' | 'advertisementNs'> & Pick<BgpNeighbour, 'connectNs'>

interface Standard {
  readonly hold: DurationText
  readonly connect: DurationText
}

/** Of a generator: FRR's own for data centres (`frr defaults datacenter`). */
const DATACENTER: Standard = { hold: '9s', connect: '10s' }

/** The `BgpTimers` of a router or of a whole generator. */
export function readBgpTimers(parameters: Parameters, standard: Standard = DATACENTER): Read {
  const holdNs = readSeconds(parameters, 'hold', standard.hold, { min: seconds(3), max: LONGEST })
  const thirdNs = Math.floor(holdNs / 3e9) * 1e9
  const keepaliveNs = readSeconds(parameters, 'keepalive', inSeconds(thirdNs), { min: seconds(1), max: LONGEST })
  if (keepaliveNs > thirdNs)
    parameters.problem(
      'keepalive-too-long',
      parameters.describe('keepalive'),
      { allowed: `at most a third of hold, ${formatNs(thirdNs)}` },
      'keepalive',
    )
  return {
    keepaliveNs,
    holdNs,
    connectNs: readSeconds(parameters, 'connect', standard.connect, { min: seconds(1), max: LONGEST }),
    advertisementNs: readSeconds(parameters, 'advertisementInterval', '0s', { min: 0, max: seconds(600) }),
  }
}

/** As `node.bgp` takes them. */
export const bgpTimers = ({ keepaliveNs, holdNs, connectNs, advertisementNs }: Read): Required<BgpTimers> => ({
  keepalive: inSeconds(keepaliveNs),
  hold: inSeconds(holdNs),
  connect: inSeconds(connectNs),
  advertisementInterval: inSeconds(advertisementNs),
})

/** bgpd reads whole seconds. */
export function readSeconds(
  parameters: Parameters,
  name: string,
  standard: DurationText,
  range: { readonly min: Ns; readonly max: Ns },
): Ns {
  return parameters.duration(name, standard, { ...range, whole: 'seconds' })
}
