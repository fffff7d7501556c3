/**
 * Shape     a VRRP pair on two switches.
 * Question  does a node that loses its power take its daemons and all its cables with it, and come back?
 * Answer    test/conformance/node.guest.test.ts
 */
import { defineLab, flow, risk } from 'backhoe-lab'
import { nodeDown, nodePause } from 'backhoe-lab/chaos'
import { gatewayPair } from 'backhoe-lab/topologies'

const site = gatewayPair({ advertInterval: '200ms' })
const common = { hold: '2s', recover: '4s', settle: '500ms', trials: 1, targets: { web: { outage: '< 1s' } } } as const

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server, { streams: 1 }) },
  experiments: {
    'active router down': { ...common, fault: nodeDown(site.r1) },
    'standby router down': { ...common, fault: nodeDown(site.r2) },
    'active router hangs': { ...common, fault: nodePause(site.r1) },
    "the standby's switch down": { ...common, fault: nodeDown(site.sw2) },
    "the standby's feed down": { ...common, fault: nodeDown(risk(site, 'feed-b').nodes) },
  },
})
