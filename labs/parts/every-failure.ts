import { flow } from 'backhoe-lab'
import { singleFailures } from 'backhoe-lab/chaos'
import type { Campus } from 'backhoe-lab/topologies'

/** How long a failure lasts, and what of it a host of either VLAN may notice. */
interface Every {
  readonly hold: '6s' | '60s'
  readonly outage: `< ${number}s`
  /** What the return may cost a host of either VLAN. */
  readonly reversionOutage: `< ${number}s`
}

/** Enough for both legs of any LAG on the way, and no more than a hundred trials can carry. */
const MANY = { streams: 16, rate: '20pps' } as const

/** LACP lets a leg in again within 33 s where its sides have fallen back to one LACPDU in 30 s. */
const recover = '45s' as const

/** A campus in which everything fails, one after the other, while hosts of both VLANs speak to somebody outside. */
export function everyFailure(site: Campus, { hold, ...survived }: Every) {
  return {
    topology: site,
    traffic: {
      'VLAN 10': flow(site.host(1), site.outside, MANY),
      'VLAN 20': flow(site.host(2), site.outside, MANY),
    },
    experiments: Object.fromEntries(
      Object.entries(singleFailures(site)).map(([name, fault]) => [
        name,
        { fault, hold, recover, trials: 3, targets: { 'VLAN 10': survived, 'VLAN 20': survived } },
      ]),
    ),
  }
}
