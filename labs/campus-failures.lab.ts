/**
 * Shape     the campus of labs/campus.lab.ts: each layer redundant by another mechanism.
 *
 *           | Description       | every single failure of a campus, one after the other                           |
 *           | Components        | 5 switches (bridge with STP), 3 routers (keepalived, static), 2 hosts, server   |
 *           | Resources         | 11 nodes, 15 cables; no privileges                                              |
 *           | Topology file     | `backhoe generate labs/campus-failures.lab.ts`                                  |
 *           | Name              | campus                                                                          |
 *
 * Question  every cable, every switch, every router, every feed: who loses what, and for how long?
 * Answer    docs/topologies.md has the table. What is redundant is back within 2 × forward_delay, and max_age more where nobody
 *           sees the light go out. Missed: what is not redundant (the server's cable, its router, their switch), and the
 *           root of the tree with its feed, because the gateway moves before the tree opens and is not heard.
 */
import { defineLab } from 'backhoe-lab'
import { campus } from 'backhoe-lab/topologies'
import { everyFailure } from './parts/every-failure.ts'

const site = campus({ advertInterval: '200ms', hello: '1s', maxAge: '6s', forwardDelay: '4s' })

export default defineLab(
  everyFailure(site, { hold: '60s', recover: '45s', outage: '< 16s', streams: 2, rate: '100pps' }),
)
