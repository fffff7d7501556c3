/** Hosts whose bonds are configured by ifupdown and ifenslave, as they stand in production. */
import { defineLab, flow, fromFile } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'
import { hosts } from './own/hosts.ts'

const interfaces = (name: string) => ({ interfaces: fromFile(`own/ifupdown/${name}`) })

const site = hosts('own-ifupdown', {
  backup: { ports: ['eno1', 'eno2'], files: interfaces('backup') },
  lacp: { ports: ['ens3', 'ens4'], files: interfaces('lacp'), lag: '802.3ad' },
  legs: { ports: ['eth0', 'eth1'], files: interfaces('legs') },
  static: { ports: ['eth0', 'eth1'], files: interfaces('bridge'), lag: 'balance-xor' },
})
const { backup, lacp, legs, static: fixed } = site.hosts
// A LAG's hash needs many streams to use both legs (RFC 6414).
const traffic = (of: typeof backup, streams = 1) => flow(of, site.server, { streams, rate: '100pps' })

export default defineLab({
  topology: site,
  traffic: { backup: traffic(backup), lacp: traffic(lacp, 16), legs: traffic(legs), fixed: traffic(fixed, 16) },
  experiments: Object.fromEntries(
    Object.entries({ backup, lacp, legs, fixed }).map(([name, { leg }]) => [
      name,
      { fault: linkCut(leg), hold: '6s', trials: 20, targets: { [name]: { outage: '< 3s' } } },
    ]),
  ),
})
