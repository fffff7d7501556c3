/**
 * Shape     the campus of labs/campus.lab.ts: each layer redundant by another mechanism.
 *
 *           | Description       | every single failure of a campus, one after the other                           |
 *           | Components        | 6 switches (bridge, 4 with STP), 2 routers (keepalived), 3 machines, 1 outside  |
 *           | Resources         | 12 nodes, 19 cables; no privileges                                              |
 *           | Topology file     | `backhoe generate labs/campus-failures.lab.ts`                                  |
 *           | Name              | campus-failures                                                                 |
 *
 * Question  every cable, every switch, every router, every feed: who loses what, and for how long?
 * Answer    docs/topologies.md has the table. What is redundant is back within 2 × forward_delay, and max_age more where nobody
 *           sees the light go out. Nothing here is the only one of its kind. Missed: the root of the tree with its feed, because
 *           the gateway moves before the tree opens and is not heard.
 */
import { defineLab } from 'backhoe-lab'
import { campus } from 'backhoe-lab/topologies'
import { everyFailure } from './parts/every-failure.ts'

const site = campus({ advertInterval: '200ms', hello: '1s', maxAge: '6s', forwardDelay: '4s' })

export default defineLab(everyFailure(site, { hold: '60s', outage: '< 16s', reversionOutage: '< 40s' }))
