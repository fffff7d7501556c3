/**
 * Shape     every machine has two ports on two switches: one in the service network, one in the management network.
 *
 *           | Description       | two ports that look redundant, and two networks of which neither stands in for the other |
 *           | Components        | 2 switches (bridge), host, server, management station                                    |
 *           | Resources         | 5 nodes, 5 cables; no privileges                                                         |
 *           | Topology file     | `backhoe generate labs/separated-networks.lab.ts`                                        |
 *           | Name              | separated-networks                                                                       |
 *
 * Question  a host has two ports, two cables, two switches. Does its service survive the loss of one of them?
 * Answer    No. The service is gone for as long as its port is, while the management network still says that the host is
 *           well. Losing the management port costs the service nothing. The first experiment misses its target for good,
 *           and that is its lesson: two ports are redundant only where one can do the other's work.
 */
import { defineLab, flow, session } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { separatedNetworks } from 'backhoe-lab/topologies'

const site = separatedNetworks()
const host = site.host(1)

export default defineLab({
  topology: site,
  traffic: {
    service: flow(host.service, site.server.service, { streams: 2, rate: '100pps' }),
    management: flow(site.admin, host.management, { streams: 2, rate: '100pps' }),
    app: session.tcp(host.service, site.server.service),
  },
  experiments: {
    'the service port is cut': {
      fault: linkCut(host.service.link),
      hold: '5s',
      trials: 5,
      targets: { service: { outage: '< 1s' }, management: { outage: '< 20ms' } },
    },
    'the management port is cut': {
      fault: linkCut(host.management.link),
      hold: '5s',
      trials: 5,
      targets: { service: { outage: '< 20ms' }, app: { atLeast: 'untouched' } },
    },
  },
})
