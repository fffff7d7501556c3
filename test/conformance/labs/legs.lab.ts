/**
 * Shape     a host with an active-backup bond on trunks of two VLANs; leg 2 is its primary, so that the leg that is
 *           named first is not the one that is active.
 * Question  does `activeLeg` name the leg in use? Is a VLAN that the standby leg lacks silent until the failover, and fatal then?
 * Answer    test/conformance/selector.guest.test.ts
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, vlanMissing } from 'backhoe-lab/chaos'
import { dualHomedActiveBackup } from 'backhoe-lab/topologies'

const site = dualHomedActiveBackup({ primary: 'leg2', vlans: [10, 20] })
const common = { hold: '2s', recover: '1s', settle: '500ms', trials: 1, targets: { app: { outage: '< 1s' } } } as const
const drift = vlanMissing(site.leg1, 10)

export default defineLab({
  topology: site,
  // The first stream of each direction in VLAN 10, the second in VLAN 20.
  traffic: { app: flow(site.host, site.server, { streams: 2 }) },
  experiments: {
    'active leg': { ...common, fault: linkCut(site.activeLeg) },
    'standby leg': { ...common, fault: linkCut(site.standbyLeg) },
    drift: { ...common, drift, gate: 'naive', fault: linkCut(site.activeLeg) },
    'drift, rehearsed': { ...common, drift, rehearse: true, fault: linkCut(site.activeLeg) },
  },
})
