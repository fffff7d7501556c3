/**
 * Shape     a small campus: two distribution switches, access switches below, hosts with a leg at two of them, a gateway
 *           pair whose active roles are spread over the VLANs, a server in VLAN 10, and an uplink of its own at either router.
 *
 *           | Description       | access, distribution and gateways, each redundant by another mechanism          |
 *           | Components        | 6 switches (bridge, 4 with STP), 2 routers (keepalived), 3 machines, 1 outside  |
 *           | Resources         | 12 nodes, 19 cables; no privileges                                              |
 *           | Topology file     | `backhoe generate labs/campus.lab.ts`                                           |
 *           | Name              | campus                                                                          |
 *
 * Question  who loses what, and for how long, when one part fails?
 * Answer    It is the layer that decides. A host's leg: up to a look of its bond, 110 ms. A gateway: 2A + skew to 3A + skew,
 *           here with A = 200 ms, and only for the VLANs in which it was active. An uplink, or the root of the spanning
 *           tree: 2 × forward_delay, although all else is in place within a second: 8 s here, 30 s with the standard's timers.
 *           The link between the distribution switches: 12.6 to 13 s, max_age first, and only where the router is behind the
 *           backup root; its return costs 8 s more. The backup root, or a router: its VLANs move within 0.7 s and the others
 *           notice nothing, but their return may cost 8 s, for the port to the router listens and learns before it forwards.
 *           An upstream switch: its router's VLANs, like that router's uplink, and for the others a look of the bond outside.
 *           The layers also trip over each other. When the root dies, the gateway of VLAN 10 has moved within a second and
 *           said so; but the tree is still closed, nobody hears it, and the hosts go on sending to the dead router until
 *           their own entries are due. No timer of either layer says that; that target is missed too, and that is a lesson.
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, nodeDown } from 'backhoe-lab/chaos'
import { campus } from 'backhoe-lab/topologies'

const site = campus({ advertInterval: '200ms', hello: '1s', maxAge: '6s', forwardDelay: '4s' })

/** A port that is plugged in listens and learns, 2 × forward_delay. */
const reversionOutage = '< 12s'

export default defineLab({
  topology: site,
  // VLAN 20 crosses the LAG between the upstream switches: enough streams for either leg.
  traffic: {
    'VLAN 10': flow(site.host(1), site.outside, { streams: 2, rate: '100pps' }),
    'VLAN 20': flow(site.host(2), site.outside, { streams: 16, rate: '100pps' }),
    server: flow(site.host(2), site.server(1), { streams: 2, rate: '100pps' }),
  },
  experiments: {
    'a host loses its active leg': {
      fault: linkCut(site.host(1).activeLeg),
      hold: '3s',
      recover: '30s',
      trials: 10,
      targets: { 'VLAN 10': { outage: '< 200ms' }, 'VLAN 20': { outage: '< 20ms' } },
    },
    'the gateway of VLAN 10 loses its LAN cable': {
      fault: linkCut(site.router(1).lan),
      hold: '12s',
      recover: '60s',
      trials: 10,
      targets: { 'VLAN 10': { outage: '< 1s', reversionOutage }, 'VLAN 20': { outage: '< 20ms' } },
    },
    'the gateway of VLAN 20 loses its uplink': {
      fault: linkCut(site.router(2).wan),
      hold: '5s',
      recover: '20s',
      trials: 10,
      targets: { 'VLAN 10': { outage: '< 20ms' }, 'VLAN 20': { outage: '< 1s' } },
    },
    'an access switch loses its uplink to the root': {
      fault: linkCut(site.access(1).uplink1),
      hold: '15s',
      recover: '60s',
      trials: 10,
      targets: { 'VLAN 10': { outage: '< 10s', reversionOutage } },
    },
    'a blocked uplink is cut': {
      fault: linkCut(site.access(1).uplink2),
      hold: '5s',
      recover: '20s',
      trials: 5,
      targets: { 'VLAN 10': { outage: '< 20ms' }, 'VLAN 20': { outage: '< 20ms' } },
    },
    'an access switch dies': {
      fault: nodeDown(site.access(1)),
      hold: '5s',
      recover: '60s',
      trials: 10,
      targets: { 'VLAN 10': { outage: '< 200ms' } },
    },
    'the root of the tree dies': {
      fault: nodeDown(site.distribution(1)),
      hold: '15s',
      recover: '60s',
      trials: 10,
      targets: {
        'VLAN 10': { outage: '< 12s', total: '< 2min' },
        'VLAN 20': { outage: '< 12s', reversionOutage },
      },
    },
    'the distribution switches lose each other': {
      fault: linkCut(site.peer),
      hold: '20s',
      recover: '60s',
      trials: 5,
      targets: { 'VLAN 10': { outage: '< 20ms' }, 'VLAN 20': { outage: '< 20s', reversionOutage } },
    },
    'the backup root dies': {
      fault: nodeDown(site.distribution(2)),
      hold: '15s',
      recover: '60s',
      trials: 5,
      targets: { 'VLAN 10': { outage: '< 20ms' }, 'VLAN 20': { outage: '< 1s', reversionOutage } },
    },
    'router 1 dies': {
      fault: nodeDown(site.router(1)),
      hold: '12s',
      recover: '60s',
      trials: 5,
      targets: { 'VLAN 10': { outage: '< 1s', reversionOutage }, 'VLAN 20': { outage: '< 20ms' } },
    },
    'the standby of VLAN 10 loses its uplink': {
      fault: linkCut(site.gateway(10).standby.wan),
      hold: '5s',
      recover: '20s',
      trials: 5,
      targets: { 'VLAN 10': { outage: '< 20ms' }, 'VLAN 20': { outage: '< 1s' } },
    },
    'an upstream switch dies': {
      fault: nodeDown(site.upstream(1)),
      hold: '5s',
      recover: '20s',
      trials: 5,
      targets: { 'VLAN 10': { outage: '< 1s', reversionOutage: '< 6s' }, 'VLAN 20': { outage: '< 200ms' } },
    },
  },
})
