/**
 * Shape     the campus of labs/campus-failures.lab.ts, its switches MLAG pairs: nothing is blocked, and there is no tree.
 *
 *           | Description       | every single failure of a campus by MLAG, one after the other                   |
 *           | Components        | 6 switches (4 with mlagd), 2 routers (keepalived), 3 machines, 1 outside        |
 *           | Resources         | 12 nodes, 22 cables; no privileges                                              |
 *           | Topology file     | `backhoe generate labs/campus-mlag-failures.lab.ts`                             |
 *           | Name              | campus-mlag-failures                                                            |
 *
 * Question  every cable, every switch, every router, every feed: who loses what, and for how long?
 * Answer    no tree has to open, so nothing takes longer than VRRP: 722 ms. Whoever has two legs hardly notices a switch.
 */
import { defineLab } from 'backhoe-lab'
import { campus } from 'backhoe-lab/topologies'
import { everyFailure } from './parts/every-failure.ts'

const site = campus({ loopFree: 'mlag', advertInterval: '200ms' })

export default defineLab(everyFailure(site, { hold: '6s', outage: '< 1s', reversionOutage: '< 6s' }))
