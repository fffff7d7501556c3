import { compose, defineLab, flow, type BondOptions, type Fault } from 'backhoe-lab'
import { linkCut } from 'backhoe-lab/chaos'

/**
 * Hosts at two switches, joined by a cable, each with another bond, and a server at the first switch. Most of them lose their
 * first cable in one trial, in which one of two ARP targets dies as well.
 */
const net = compose('bond-options')
const server = net.node('server', { role: 'server' })
const target = net.node('target', { role: 'server' })
const [sw1, sw2] = [net.node('sw1', { role: 'switch' }), net.node('sw2', { role: 'switch' })]
net.link(server.port('eth0', { addresses: ['10.0.0.100/24'] }), sw1.port('s'))
const dies = net.link(target.port('eth0', { addresses: ['10.0.0.101/24'] }), sw2.port('t'))
net.link(sw1.port('peer'), sw2.port('peer'))
const ports = { sw1: ['s', 'peer'], sw2: ['t', 'peer'] }

const asks = { interval: '100ms', targets: ['10.0.0.100', '10.0.0.101'], validate: 'all' } as const
const dual: Readonly<Record<string, Partial<BondOptions>>> = {
  mute: { numGratArp: 0 },
  repeats: { numGratArp: 3, peerNotifDelay: '300ms' },
  moves: { failOverMac: 'active' },
  follows: { failOverMac: 'follow' },
  both: { allSlavesActive: true },
  tlb: { mode: 'balance-tlb' },
  alb: { mode: 'balance-alb' },
  joins: { resendIgmp: 3 },
  any: { arpMonitor: asks, primary: 'eth0' },
  every: { arpMonitor: { ...asks, allTargets: 'all' }, primary: 'eth0' },
}
const legs = Object.entries(dual).map(([name, options], k) => {
  const host = net.node(name, { role: 'host' })
  const leg = net.link(host.port('eth0'), sw1.port(name))
  net.link(host.port('eth1'), sw2.port(name))
  const bond = host.bond('bond0', {
    mode: 'active-backup',
    members: ['eth0', 'eth1'],
    addresses: [`10.0.0.${k + 1}/24`],
    ...options,
  })
  // keepalived joins the group of VRRP.
  if (name === 'joins')
    host.virtualRouter('V', { interface: bond, vrid: 7, priority: 100, addresses: ['10.0.0.99/24'] })
  ports.sw1.push(name)
  ports.sw2.push(name)
  return { name, host, leg }
})
const lags = (['balance-rr', 'broadcast'] as const).map((mode, k) => {
  const name = mode === 'balance-rr' ? 'turns' : 'each'
  const host = net.node(name, { role: 'host' })
  const leg = net.link(host.port('eth0'), sw1.port(`${name}0`))
  net.link(host.port('eth1'), sw1.port(`${name}1`))
  host.bond('bond0', { mode, members: ['eth0', 'eth1'], addresses: [`10.0.0.${k + 21}/24`] })
  sw1.bond(name, { mode, members: [`${name}0`, `${name}1`] })
  ports.sw1.push(name)
  return { name, host, leg }
})
sw1.bridge('br0', { ports: ports.sw1 })
sw2.bridge('br0', { ports: ports.sw2 })

const all = [...legs, ...lags]
/** Bonds that are asked when they do something fail over alone: the monitors of several bonds wait for each other (rtnl_trylock). */
const alone = ['repeats', 'tlb', 'alb']
const together = all.filter(({ name }) => !['any', 'every', ...alone].includes(name)).map(({ leg }) => leg)
const legOf = (name: string) => all.filter((one) => one.name === name).map(({ leg }) => leg)
const times = { hold: '2s', recover: '1s', settle: '1s', trials: 1 } as const
const asked = (fault: Fault, host: string) => ({ fault, ...times, targets: { [host]: { outage: '< 1s' } } }) as const

export default defineLab({
  topology: { topology: net.build() },
  traffic: Object.fromEntries(all.map(({ name, host }) => [name, flow(host, server, { streams: 2 })])),
  experiments: {
    together: asked(linkCut([...together, dies]), 'mute'),
    repeats: asked(linkCut(legOf('repeats')), 'repeats'),
    tlb: asked(linkCut(legOf('tlb')), 'tlb'),
    alb: asked(linkCut(legOf('alb')), 'alb'),
  },
})
