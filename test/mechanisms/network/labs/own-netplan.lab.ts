/** Hosts whose bonds are configured by netplan, as it stands in production. */
import { defineLab, flow, fromFile } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { hosts } from './own/hosts.ts'

const site = hosts('own-netplan', {
  backup: { ports: ['eno1', 'eno2'], files: { 'netplan.yaml': fromFile('own/netplan/backup.yaml') } },
  lacp: { ports: ['ens3', 'ens4'], files: { 'netplan.yaml': fromFile('own/netplan/lacp.yaml') }, lag: '802.3ad' },
  named: {
    ports: ['lan0', 'lan1'],
    files: {
      'netplan/00-names.yaml': fromFile('own/netplan/00-names.yaml'),
      'netplan/50-bond.yaml': fromFile('own/netplan/50-bond.yaml'),
    },
  },
  static: {
    ports: ['eth0', 'eth1'],
    files: { 'netplan.yaml': fromFile('own/netplan/static.yaml') },
    lag: 'balance-xor',
  },
})
const { backup, lacp, named, static: fixed } = site.hosts
// A LAG's hash needs many streams to use both legs (RFC 6414).
const traffic = (of: typeof backup, streams = 1) => flow(of, site.server, { streams, rate: '100pps' })

export default defineLab({
  topology: site,
  traffic: { backup: traffic(backup), lacp: traffic(lacp, 16), named: traffic(named), fixed: traffic(fixed, 16) },
  experiments: Object.fromEntries(
    Object.entries({ backup, lacp, named, fixed }).map(([name, { leg }]) => [
      name,
      { fault: linkCut(leg), hold: '6s', trials: 20, targets: { [name]: { outage: '< 3s' } } },
    ]),
  ),
})
