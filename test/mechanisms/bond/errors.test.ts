import { expect, test } from 'vitest'
import { compose } from '../../../src/compose/index.ts'
import { told } from '../../told.ts'

test('options of a bond that are wrong, or belong to another mode, are refused together', async () => {
  const text = told(() => {
    const net = compose('bonds-failover')
    const [a, b] = [net.node('a', { role: 'host' }), net.node('b', { role: 'host' })]
    for (const name of ['eth0', 'eth1', 'eth2', 'eth3', 'eth4', 'eth5']) net.link(a.port(name), b.port(name))
    a.bond('wide', {
      mode: 'active-backup',
      members: ['eth0', 'eth1'],
      numGratArp: 256,
      resendIgmp: -1,
      peerNotifDelay: '250ms',
      failOverMac: 'passive' as never,
      allSlavesActive: 'yes' as never,
    })
    a.bond('asks', {
      mode: 'active-backup',
      members: ['eth2', 'eth3'],
      peerNotifDelay: '1s',
      arpMonitor: { interval: '1s', targets: ['10.0.0.2'], validate: 'active', allTargets: 'all' },
    })
    a.bond('lag', { mode: '802.3ad', members: ['eth4', 'eth5'], adSelect: 'speed' as never, numGratArp: 2 })
    b.bond('turns', {
      mode: 'balance-rr',
      members: ['eth4', 'eth5'],
      hash: 'layer3+4',
      adSelect: 'count',
      failOverMac: 'active',
      arpMonitor: { interval: '1s', targets: ['10.0.0.2'] },
    })
    b.bond('load', { mode: 'balance-alb', members: ['eth0', 'eth1'], miimon: '0ms' })
    net.build()
  })
  await expect(text).toMatchFileSnapshot('../../golden/errors/topology-bonds-failover.txt')
})
