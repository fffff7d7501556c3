import { flow } from 'backhoe-lab'
import { linkCut, linkSilent, nodeDown } from 'backhoe-lab/chaos'
import type { TreeSwitches } from 'backhoe-lab/topologies'

/** `< 2s`: the next tick of a rapid tree's clock, should a port have spent its BPDUs, and Open vSwitch's old flows. */
const PROMISED = { outage: '< 2s', reversionOutage: '< 2s' } as const

/** Targets of redundant switches with a rapid spanning tree, for Open vSwitch and mstpd alike: a carrier lost, the root lost, and silence. */
export function rapidTree(site: TreeSwitches, rate: '50pps' | '100pps') {
  const lights = {
    hold: '4s',
    recover: '5s',
    trials: 5,
    targets: { 'at the root': PROMISED, 'at the backup': PROMISED },
  } as const
  return {
    topology: site,
    traffic: {
      'at the root': flow(site.host(1), site.server(1), { streams: 1, rate }),
      'at the backup': flow(site.host(1), site.server(2), { streams: 1, rate }),
    },
    experiments: {
      'an access switch loses its uplink to the root': { fault: linkCut(site.access(1).activeUplink), ...lights },
      'the distribution switches lose each other': { fault: linkCut(site.peer), ...lights },
      'the root dies': {
        fault: nodeDown(site.distribution(1)),
        hold: '5s',
        recover: '8s',
        trials: 5,
        targets: { 'at the backup': PROMISED },
      },
      'the uplink in use goes silent': {
        fault: linkSilent(site.access(1).activeUplink),
        hold: '12s',
        recover: '5s',
        trials: 5,
        targets: { 'at the root': { ...PROMISED, outage: '< 8s' } },
      },
    },
  } as const
}
