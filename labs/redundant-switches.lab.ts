/**
 * Shape     two access switches, each with an uplink to two distribution switches: three loops, kept open by a spanning tree.
 *
 *           | Description       | access and distribution layer, redundant uplinks, IEEE 802.1D          |
 *           | Components        | 4 switches (bridge with STP), 2 hosts, a server at either distribution |
 *           | Resources         | 8 nodes, 9 cables; no privileges                                       |
 *           | Topology file     | `backhoe generate labs/redundant-switches.lab.ts`                      |
 *           | Name              | redundant-switches                                                     |
 *
 * Question  what does each single failure cost where only STP stands by?
 * Answer    An uplink in use, and the root itself: 2 × forward_delay, while the blocked port listens and learns: 8 s here,
 *           30 s with the standard's timers. The link between the distribution switches: the access switches still believe
 *           what they have heard of the root, so max_age passes first: 13 to 14 s here, up to 50 s. A blocked uplink: nothing.
 *           An uplink that goes silent and keeps its light: 14 to 42 s. After max_age and 2 × forward_delay the other one is
 *           open, but both ends of the silent one go on sending there what they have learned there, until an ARP entry is
 *           due and its question, a broadcast, moves them. When it heals, frames go round until the next hello, 0.4 to 0.8 s
 *           here (test/topologies/tree-loops.guest.test.ts): a port that heard nothing has taken itself for designated.
 *           Where only the root's hellos are lost, and not what comes the other way, they go round all along.
 *           A return is dearer than its failure. The port in use blocks at once and the better one listens, 2 × forward_delay
 *           again; after that both switches still send to the blocked port what they have learned there, until a broadcast
 *           tells them better, because the kernel does not bring its clean-up forward when it hears of a topology change.
 *           8 s to most of a minute here, as each neighbour entry is due. Edge ports know no shortcut in 802.1D either.
 */
import { defineLab, flow } from 'backhoe-lab'
import { impair, linkCut, linkSilent, nodeDown } from 'backhoe-lab/chaos'
import { redundantSwitches } from 'backhoe-lab/topologies'

const site = redundantSwitches({ loopFree: 'stp', hello: '1s', maxAge: '6s', forwardDelay: '4s' })

/** A return is dearer than its failure: twice forward_delay, and until neighbour entries are due. */
const reversionOutage = '< 1min'

export default defineLab({
  topology: site,
  traffic: {
    'at the root': flow(site.host(1), site.server(1), { streams: 2, rate: '100pps' }),
    'at the backup': flow(site.host(1), site.server(2), { streams: 2, rate: '100pps' }),
    across: flow(site.host(1), site.host(2), { streams: 2, rate: '100pps' }),
  },
  experiments: {
    'an access switch loses its uplink to the root': {
      fault: linkCut(site.access(1).activeUplink),
      hold: '15s',
      recover: '60s',
      trials: 10,
      targets: {
        'at the root': { outage: '< 10s', reversionOutage },
        'at the backup': { outage: '< 10s', reversionOutage },
        across: { outage: '< 10s', reversionOutage },
      },
    },
    'the uplink in use goes silent': {
      fault: linkSilent(site.access(1).activeUplink),
      // When it heals, frames go round until the next hello; on cables that take no time they would do so at once and for ever.
      drift: impair(site.peer, { delay: '1ms' }),
      hold: '75s',
      recover: '60s',
      trials: 5,
      targets: { 'at the root': { outage: '< 1min', reversionOutage }, across: { outage: '< 1min', reversionOutage } },
    },
    'an access switch loses its blocked uplink': {
      fault: linkCut(site.access(1).standbyUplink),
      hold: '15s',
      trials: 5,
      targets: { 'at the root': { outage: '< 20ms' }, across: { outage: '< 20ms' } },
    },
    'the distribution switches lose each other': {
      fault: linkCut(site.peer),
      hold: '20s',
      recover: '60s',
      trials: 10,
      targets: { 'at the root': { outage: '< 20ms' }, 'at the backup': { outage: '< 16s', reversionOutage } },
    },
    'the root dies': {
      fault: nodeDown(site.distribution(1)),
      hold: '15s',
      recover: '60s',
      trials: 10,
      targets: { 'at the backup': { outage: '< 10s', reversionOutage }, across: { outage: '< 10s', reversionOutage } },
    },
  },
})
