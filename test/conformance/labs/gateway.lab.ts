/**
 * Shape     a VRRP pair; r2 has the higher priority, so that whoever is named first is not the one that is active.
 * Question  does `active` name the router that is active when the fault strikes, and `standby` the other?
 * Answer    test/conformance/selector.guest.test.ts
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { gatewayPair } from 'backhoe-lab/topologies'

const site = gatewayPair({ advertInterval: '200ms', priority: { r1: 100, r2: 150 } })
const common = { hold: '2s', recover: '3s', settle: '500ms', trials: 1, targets: { web: { outage: '< 1s' } } } as const

export default defineLab({
  topology: site,
  traffic: { web: flow(site.host, site.server, { streams: 1 }) },
  experiments: {
    'active lan': { ...common, fault: linkCut(site.active.lan) },
    'active wan': { ...common, fault: linkCut(site.active.wan) },
    'standby lan': { ...common, fault: linkCut(site.standby.lan) },
  },
})
