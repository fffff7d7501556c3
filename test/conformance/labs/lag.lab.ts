/**
 * Shape     host and server, each with an LACP bond of two legs on a stack.
 * Question  what do faults do that only a LAG's protocol can feel, and does a LAG find its way back?
 * Answer    test/conformance/lag.guest.test.ts
 */
import { defineLab, flow } from 'backhoe-lab'
import { impair, linkCut, linkSilent } from 'backhoe-lab/chaos'
import { dualHomedLag } from 'backhoe-lab/topologies'

const site = dualHomedLag()
const common = { hold: '8s', recover: '1s', settle: '500ms', trials: 1, targets: { app: { outage: '< 1h' } } } as const

export default defineLab({
  topology: site,
  traffic: { app: flow(site.host, site.server, { streams: 16, rate: '50pps' }) },
  experiments: {
    'LACPDUs lost': { ...common, fault: linkSilent(site.leg(1), { only: 'lacp' }) },
    'one leg silent one way': { ...common, fault: linkSilent(site.leg(1), { direction: 'fromNear' }), hold: '12s' },
    'one leg cut': { ...common, fault: linkCut(site.leg(1)) },
    'a member of the stack dies': { ...common, fault: linkCut(site.member('m1')) },
    'one leg slow': { ...common, fault: impair(site.leg(1), { delay: '40ms' }) },
  },
})
