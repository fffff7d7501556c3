/** Hosts whose bonds are configured by NetworkManager, as its keyfiles stand in production. */
import { defineLab, flow, fromFile } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { hosts } from './own/hosts.ts'

const connections = (...names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [
      `system-connections/${name}.nmconnection`,
      fromFile(`own/networkmanager/${name}.nmconnection`),
    ]),
  )

const site = hosts('own-networkmanager', {
  backup: { ports: ['eno1', 'eno2'], files: connections('backup-bond0', 'backup-eno1', 'backup-eno2') },
  lacp: {
    ports: ['ens3', 'ens4'],
    files: connections('lacp-bond1', 'lacp-ens3', 'lacp-ens4', 'lacp-vlan10'),
    lag: '802.3ad',
  },
  slow: { ports: ['lan0', 'lan1'], files: connections('slow-lan0', 'slow-lan1', 'slow-team') },
  static: {
    ports: ['eth0', 'eth1'],
    files: connections('static-bond0', 'static-br0', 'static-eth0', 'static-eth1'),
    lag: 'balance-xor',
  },
})
const { backup, lacp, slow, static: fixed } = site.hosts
// A LAG's hash needs many streams to use both legs (RFC 6414).
const traffic = (of: typeof backup, streams = 1) => flow(of, site.server, { streams, rate: '100pps' })

export default defineLab({
  topology: site,
  traffic: { backup: traffic(backup), lacp: traffic(lacp, 16), slow: traffic(slow), fixed: traffic(fixed, 16) },
  experiments: Object.fromEntries(
    Object.entries({ backup, lacp, slow, fixed }).map(([name, { leg }]) => [
      name,
      { fault: linkCut(leg), hold: '6s', trials: 20, targets: { [name]: { outage: '< 4s' } } },
    ]),
  ),
})
