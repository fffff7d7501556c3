/*
 * The room of labs: what Backhoe promises of each design, one lab a file. Labs are programs of a user of the package.
 * It owns the choice of a topology, its traffic, its faults and its targets, and is the only room that names both a topology and a
 * fault. It never reaches past the three entries of the package, because a user cannot either.
 * Begin here: `labs/gateway-pair.lab.ts` is the shortest whole lab. Each lab says on top what its shape is, what it asks, and what
 * came out. `labs/parts/` is what several labs share; this file makes an experiment of every single failure of a campus.
 */
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
