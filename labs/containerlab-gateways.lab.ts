/**
 * Shape     pc ── lan ══ (r1, r2) ══ wan ── web: a containerlab file with a keepalived.conf for each router.
 *
 *           | Description   | a lab of containerlab's own, with windows from its configuration                     |
 *           | Components    | 2 switches (bridge), 2 routers (keepalived), a client, a server                      |
 *           | Resources     | 6 nodes, 6 cables; `--runtime containerlab`, no privileges                           |
 *           | Topology file | none: it begins with one, labs/containerlab-gateways/gateways.clab.yml               |
 *           | Name          | containerlab-gateways                                                                |
 *
 * Question  what does a lab that exists already say about its failover, and how far is it believed?
 * Answer    r2 waits 2A + skew to 3A + skew for r1's advertisements: 1.3 to 1.8 s with A = 0.5 s and priority 100.
 *           Nothing is said twice: addresses come from `exec`, timers from the bound files. `backhoe plan` names each line that it
 *           does not understand; here there is none.
 */
import { defineLab, flow, fromContainerlab } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

const site = fromContainerlab('containerlab-gateways/gateways.clab.yml')

export default defineLab({
  topology: site,
  traffic: { web: flow(site.node('pc'), site.node('web'), { streams: 2, rate: '100pps' }) },
  experiments: {
    'r1 loses its LAN cable': {
      fault: linkCut(site.cable('r1:eth1')),
      hold: '6s',
      trials: 5,
      targets: { web: { outage: '< 2s', reversionOutage: '< 100ms' } },
    },
  },
})
