/**
 * Shape     a triangle of three switches of Open vSwitch, the root at one host, and at the other a switch whose root port
 *           leads to it directly; the alternate port lacks the VLAN of the hosts.
 * Question  what does a port of Open vSwitch do with frames of a VLAN that it lacks, once it is the root port?
 * Answer    test/conformance/vlan.guest.test.ts
 */
import { defineLab, flow } from 'backhoe-lab'
import { linkCut, vlanMissing } from 'backhoe-lab/chaos'
import { rapidTriangle } from '../../topologies/rapid-triangle.ts'

const { topology, a, z, alternate, direct } = rapidTriangle()

export default defineLab({
  topology: { topology },
  // Every packet costs system calls in each switch.
  traffic: { web: flow(a, z, { streams: 1, rate: '50pps' }) },
  experiments: {
    'the root port lacks it': {
      drift: vlanMissing(alternate, 30),
      fault: linkCut(direct),
      hold: '2s',
      recover: '1s',
      settle: '500ms',
      trials: 1,
      targets: { web: { outage: '< 1h' } },
    },
  },
})
