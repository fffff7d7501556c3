import { expect, test } from 'vitest'
import { compose } from '../../src/compose/index.ts'
import {
  activeActive,
  campus,
  dualHomedActiveBackup,
  dualHomedLag,
  dualUplink,
  gatewayPair,
  nPlusOne,
  redundantSwitches,
  routedCampus,
  routerPair,
  separatedNetworks,
  servicePair,
} from '../../topologies/index.ts'
import { told } from '../told.ts'

/** What JavaScript, or a lab that nobody has type-checked, may hand over. */
const unchecked = (value: unknown): never => value as never

const cases: Readonly<Record<string, () => unknown>> = {
  names: () => {
    const net = compose('names')
    const a = net.node('a', { role: 'host' })
    const b = net.node('b', { role: 'server' })
    net.node('a', { role: 'switch' })
    net.node('wire', { role: 'switch' })
    net.link(a.port('an-interface-name-of-28-chars'), b.port('eth0'))
    net.link(a.port('eth/1'), b.port('all'))
    a.port('eth/1', { mtu: 1500 })
    net.build()
  },
  addresses: () => {
    const net = compose('addresses')
    const a = net.node('a', { role: 'host' })
    const r = net.node('r', { role: 'router' })
    const b = net.node('b', { role: 'server' })
    net.link(
      a.port('eth0', { addresses: ['10.0.0.1/24', '10.0.0.300/24'] }),
      r.port('lan', { addresses: ['10.0.0.1/24'] }),
    )
    net.link(
      b.port('eth0', { addresses: ['10.0.0.130/25', '2001:db8::2/64'] }),
      r.port('wan', { addresses: ['10.1.0.1/16', '10.1.2.1/24'] }),
    )
    r.virtualRouter('LAN', { interface: 'lan', vrid: 1, addresses: ['10.0.0.1/24'] })
    a.route('default', '10.0.0').route('10.0.9', '10.0.0.2').probe('10.0.0.9')
    b.probe('2001:db8::2')
    r.virtualRouter('SIX', { interface: 'wan', vrid: 6, addresses: ['2001:db8:1::1/64'] })
    net.build()
  },
  bonds: () => {
    const net = compose('bonds')
    const a = net.node('a', { role: 'host' })
    const b = net.node('b', { role: 'switch' })
    net.link(a.port('eth0'), b.port('eth0'))
    net.link(a.port('eth1'), b.port('eth1'))
    net.link(a.port('eth2'), b.port('eth2'))
    a.bond('bond0', { mode: 'active-backup', members: ['eth0'] })
    a.bond('bond1', { mode: 'active-backup', members: ['eth1', 'eth3'], primary: 'eth0', lacpRate: 'fast' })
    b.bond('lag1', {
      mode: '802.3ad',
      members: ['eth0', 'eth1'],
      miimon: '100ms',
      updelay: '250ms',
      arpMonitor: { interval: '0ms', targets: ['server'] },
    })
    b.bond('lag2', {
      mode: '802.3ad',
      members: ['eth1', 'eth2'],
      miimon: '-1s' as never,
      hash: unchecked('layer7'),
      lacpRat: 'fast',
    } as never)
    net.build()
  },
  'bonds-unmonitored': () => {
    const net = compose('bonds-unmonitored')
    const [a, b] = [net.node('a', { role: 'host' }), net.node('b', { role: 'host' })]
    for (const name of ['eth0', 'eth1', 'eth2', 'eth3', 'eth4', 'eth5']) net.link(a.port(name), b.port(name))
    a.bond('slow', { mode: 'active-backup', members: ['eth0', 'eth1'], miimon: '0ms', downdelay: '200ms' })
    a.bond('lag', { mode: '802.3ad', members: ['eth2', 'eth3'], miimon: '0ms' })
    a.bond('mute', { mode: 'balance-xor', members: ['eth4', 'eth5'], lacpRate: 'fast', primary: 'eth4', minLinks: 1 })
    net.build()
  },
  'virtual-routers': () => {
    const net = compose('virtual-routers')
    const r1 = net.node('r1', { role: 'router' })
    const r2 = net.node('r2', { role: 'router' })
    const sw = net.node('sw', { role: 'switch' })
    net.link(r1.port('lan', { addresses: ['10.0.0.2/24'] }), sw.port('eth1'))
    net.link(r2.port('lan', { addresses: ['10.0.0.3/24'] }), sw.port('eth2'))
    sw.bridge('br0', { ports: ['eth1', 'eth2'] })
    r1.virtualRouter('A', { interface: 'lan', vrid: 10, priority: 0, addresses: ['10.0.0.1/24'] })
    r2.virtualRouter('B', { interface: 'lan', vrid: 10, priority: 256, addresses: ['10.0.0.4/24'] })
    r1.virtualRouter('C', {
      interface: 'lan',
      vrid: 11,
      version: 2,
      advertInterval: '200ms',
      addresses: ['10.0.0.5/24'],
    })
    r2.virtualRouter('C', {
      interface: 'lan',
      vrid: 11,
      advertInterval: '5ms',
      preempt: false,
      preemptDelay: '3s',
      addresses: ['10.0.0.5/24'],
    })
    r1.virtualRouter('D', { interface: 'lan', vrid: 12, addresses: ['10.0.0.6/24'] })
    r2.virtualRouter('D', { interface: 'lna', vrid: 256, track: ['wan'], addresses: ['10.0.0.6/24'] })
    r2.virtualRouter('E', { interface: 'lan', vrid: 12, addresses: ['10.0.0.6/24'] })
    r1.syncGroup('ALL', ['A', 'F'])
    net.build()
  },
  'virtual-router-options': () => {
    const net = compose('virtual-router-options')
    const [r1, r2] = [net.node('r1', { role: 'router' }), net.node('r2', { role: 'router' })]
    net.link(r1.port('lan', { addresses: ['10.0.0.2/24'] }), r2.port('lan', { addresses: ['10.0.0.3/24'] }))
    net.link(r1.port('wan', { addresses: ['10.1.0.2/24'] }), r2.port('wan', { addresses: ['10.1.0.3/24'] }))
    const A = { interface: 'lan', vrid: 10, priority: 255, addresses: ['10.0.0.1/24'] }
    const wan = { interface: 'wan', weight: -10 }
    r1.virtualRouter('A', { ...A, preempt: false, peers: ['10.0.0.9'], track: [wan] })
    r2.virtualRouter('A', { ...A, track: ['wan', { ...wan, weight: 0 }, { interface: 'wan', wieght: 254 } as never] })
    const B = { interface: 'wan', vrid: 11, addresses: ['10.1.0.1/24'] }
    r1.virtualRouter('B', {
      ...B,
      peers: ['10.1.0.3/24'],
      garp: { delay: '1500ms', repeat: 0, refreshs: '1s' } as never,
    })
    r2.virtualRouter('B', { ...B, track: [{ interface: 'lna', weight: 5 }], reach: { address: '10.0.0.9', weight: 0 } })
    r2.syncGroup('ALL', ['A', 'B'])
    const C = { interface: 'wan', vrid: 12, addresses: ['10.1.0.9/24'], priority: 255 }
    r1.virtualRouter('C', { ...C, peers: ['10.1.0.2'], strict: true, accept: 'no' as never })
    r2.virtualRouter('C', { ...C, peers: ['10.1.0.2'] })
    const D = { interface: 'lan', vrid: 13, addresses: ['10.0.0.7/24'] }
    const scripts = [
      { script: 'echo "up"', interval: '1500ms', timeout: '3s', weigth: 3 } as never,
      { script: ' ', interval: '2s', timeout: '3s', fall: 0, weight: 254 },
    ] as const
    r1.virtualRouter('D', { ...D, track: scripts, useVmac: true, peers: ['10.0.0.3'] })
    r2.virtualRouter('D', { ...D, vmacXmitBase: true, peers: ['10.0.0.2'] })
    r1.vrrp({ startupDelay: '1001s' })
    r2.vrrp({ startupDelay: '1.5ms', upDelay: '1s' } as never)
    const lan = { interface: 'lan', down: '2s' } as const
    r1.vrrp({
      interfaceDelays: [
        lan,
        { ...lan, up: '0.5ms', dwn: '1s' } as never,
        { interface: 'fast' },
        { down: '256s' } as never,
      ],
    })
    net.build()
  },
  cables: () => {
    const net = compose('cables')
    const a = net.node('a', { role: 'host' })
    const b = net.node('b', { role: 'server' })
    net.link(a.port('eth0'), b.port('eth0'), { rol: 'leg' } as never)
    net.link(a.port('eth0'), b.port('eth1'))
    net.link(a.port('eth2'), a.port('eth3'))
    net.link(a.bond('bond0', { mode: '802.3ad', members: ['eth2', 'eth3'] }), b.port('eth4'))
    b.port('eth5', { mtu: 10 })
    net.build()
  },
  nothing: () => compose('nothing at all').build(),
  'gateway-pair': () =>
    gatewayPair({
      version: 2,
      advertInterval: '200ms',
      priority: { r1: 0, r2: 255, r3: 1 },
      preemptDelay: '-1s',
      downTimerAdverts: 0,
      syncGroup: 'yes',
      premption: true,
    } as never),
  'gateway-pair-groups': () =>
    gatewayPair({
      priority: { r1: 1, r2: 2 },
      groups: [
        { vrid: 7, priority: { r1: 100, r2: 100 } },
        { vrid: 7, priority: { r1: 100, r2: 50 } },
      ],
    }),
  'active-backup': () =>
    dualHomedActiveBackup({
      miimon: '0ms',
      updelay: '150ms',
      primary: 'eth0',
      vlans: [0, 10, 10],
      arpMonitor: 5,
    } as never),
  lag: () => dualHomedLag({ legs: 1, hash: 'layer3', lacpRate: { host: 'quick', swich: 'fast' } } as never),
  'spanning-tree': () => {
    const net = compose('spanning-tree')
    const sw = net.node('sw', { role: 'switch' })
    const host = net.node('host', { role: 'host' })
    net.link(sw.port('p1', { stpPort: { cost: 0, priority: 64, guard: 'loop' as never } }), host.port('eth0'))
    sw.bridge('br0', {
      ports: ['p1'],
      stp: { priority: 100, hello: '1500ms', maxAge: '41s', forwardDelay: '4s', rapid: true } as never,
    })
    net.build()
  },
  'rapid-spanning-tree': () => {
    const net = compose('rapid-spanning-tree')
    const host = net.node('host', { role: 'host' })
    const rapid = net.node('rapid', { role: 'switch' })
    const guarded = rapid.port('p1', { stpPort: { priority: 3, guard: 'bpdu' } })
    net.link(guarded, host.port('eth0'))
    rapid.bridge('br0', { ports: [guarded], addresses: ['10.0.0.1/24'], rstp: { priority: 100, maxAge: '5s' } })
    const kernel = net.node('kernel', { role: 'switch' })
    const edge = kernel.port('p1', { stpPort: { edge: true, pointToPoint: false } })
    net.link(edge, host.port('eth1'))
    kernel.bridge('br0', { ports: [edge], stp: {}, rstp: { forwardDelay: '4s', hello: '1s' } as never })
    net.build()
  },
  'mstpd-spanning-tree': () => {
    const net = compose('mstpd-spanning-tree')
    const [one, other] = [net.node('one', { role: 'switch' }), net.node('other', { role: 'switch' })]
    const guarded = one.port('p1', { stpPort: { priority: 3, guard: 'root', edge: true } })
    net.link(guarded, other.port('p1'))
    one.bridge('br0', { ports: [guarded], addresses: ['10.0.0.1/24'], rstp: { by: 'mstpd', maxAge: '5s' } })
    other.bridge('br0', { ports: ['p1'], rstp: { by: 'rstpd' }, mstp: { region: 'a' } } as never)
    net.build()
  },
  'active-active': () =>
    activeActive({ hosts: 1, returnPath: 'hash', priority: { own: 100, other: 100 }, advertInterval: '15ms' } as never),
  'active-active-priorities': () =>
    activeActive({ hosts: 65, priority: { own: 255, other: 0, r1: 1 }, gateways: 3, preempt: 'no' } as never),
  'redundant-switches': () =>
    redundantSwitches({
      access: 17,
      loopFree: 'nothing',
      priority: { root: 8192, backup: 4096, access: 100, core: 1 },
      cost: { uplink: 0 },
      forwardDelay: '4s',
      rootGuard: 'd1',
      vlans: [10, 10],
    } as never),
  'redundant-switches-rstp': () =>
    redundantSwitches({
      loopFree: 'rstp',
      hello: '1s',
      bpduGuard: false,
      rootGuard: true,
      maxAge: '40s',
      cost: { uplink: 0 },
    } as never),
  'redundant-switches-lag': () =>
    redundantSwitches({ loopFree: 'lag', hello: '1s', splitBrain: 'bothActive', hash: 'layer7', peer: 1 } as never),
  'redundant-switches-mlag': () =>
    redundantSwitches({
      loopFree: 'mlag',
      bpduGuard: true,
      keepalive: '200ms',
      miimon: '1500us',
      hash: 'layer2',
    } as never),
  'campus-mlag': () => campus({ loopFree: 'mlag', access: 3, updelay: '1s', deadAfter: '100ms' } as never),
  'campus-rapid': () =>
    campus({ loopFree: 'rstp', by: 'frr', hello: '1s', forwardDelay: '3s', hash: 'layer2', miimon: 100 } as never),
  'campus-mlag-timers': () =>
    campus({
      loopFree: 'mlag',
      splitBrain: 'shutPrimary',
      keepalive: '5ms',
      delayRestore: '-1s',
      hash: 'layer7',
      hello: '1s',
    } as never),
  campus: () =>
    campus({
      access: 48,
      hosts: 180,
      vlans: [1, 20, 20],
      forwardDelay: '4s',
      advertInterval: '15ms',
      racks: 2,
    } as never),
  'campus-vlans': () =>
    campus({
      vlans: [2, 3, 4, 5, 6, 7, 8, 9, 10],
      servers: 17,
      miimon: '1500us',
      updelay: '250ms',
      splitBrain: 'bothActive',
      loopFree: 'stp',
    } as never),
  'dual-uplink': () =>
    dualUplink({
      priority: { e1: 100, e2: 100 },
      lastMile: 'same',
      reach: { interval: '1500ms', timeout: '1s', fall: 0, weight: -50 },
      providers: 3,
    } as never),
  reach: () => {
    const net = compose('reach')
    const r = net.node('r', { role: 'router' })
    const sw = net.node('sw', { role: 'switch' })
    net.link(r.port('lan', { addresses: ['10.0.0.2/24'], masquerade: 'yes' as never }), sw.port('r'))
    r.virtualRouter('LAN', {
      interface: 'lan',
      vrid: 1,
      addresses: ['10.0.0.1/24'],
      reach: { address: 'google', timeout: '5ms', rise: 1000 },
    })
    net.build()
  },
  routing: () => {
    const net = compose('routing')
    const a = net.node('a', { role: 'router' })
    const b = net.node('b', { role: 'server' })
    net.link(
      a.port('lan', { addresses: ['10.0.0.1/24'] }),
      b.port('eth0', { addresses: ['10.0.0.2/24', '2001:db8::2/64'], publish: '10.0.0.9' }),
    )
    net.link(a.port('wan', { publish: '10.0.0.2' }), b.port('eth1'))
    a.route('default', '10.0.0.2', { table: 254 }).route('default', '10.0.0.2', { table: 3 })
    a.rule({ from: '10.0.0', table: 2 }).rule({ table: 3.5 }).rule({ to: '2001:db8::/64', iif: 'lna', table: 2 })
    a.rule({ from: '10.0.0.2', fwmark: 1 } as never).route('10.0.9.0/24', '10.0.0.2', { tabel: 2 } as never)
    b.probe('10.0.0.2', { published: '10.0.0.1' }).tcp({ retries2: 256, synRetries: 0 })
    a.rule({ mark: 0, table: 2 }).routing({ ignoreRoutesWithLinkdown: 'no', ignoreRoutes: 1 } as never)
    a.route('10.0.9.0/24', '10.0.0.7').route('10.0.9.0/24', 'unreachable').route('10.0.9.5/24', '10.0.0.2')
    a.route('10.1.0.0/16', '10.0.7.7').route('10.2.0.0/16', { name: 'wna' }).route('10.0.0.0/24', '10.0.0.2')
    a.route('10.3.0.0/16', ['10.0.0.2', '10.0.0.3'], { weights: [1, 0], device: 'lan', metric: -1 })
    a.route('10.6.0.0/16', '10.0.0.2', { group: 'mpath' }).route('10.7.0.0/16', '10.0.0.2', { buckets: 8 })
    a.route('10.8.0.0/16', ['10.0.0.2', '10.0.0.3'], { group: 'resillient', buckets: 65_536 } as never)
    a.route('10.4.0.0/16', 'unreachable', { weights: [1], device: 'lan' }).route('10.5.0.0/16', 'blackhle')
    net.build()
  },
  'nexthop-groups': () => {
    const net = compose('nexthop-groups')
    const a = net.node('a', { role: 'router' })
    const b = net.node('b', { role: 'router' })
    net.link(a.port('one'), b.port('one', { addresses: ['10.0.1.2/24'] }))
    net.link(a.port('two', { addresses: ['10.0.2.1/24'] }), b.port('two', { addresses: ['10.0.2.2/24'] }))
    a.bridge('br0', { ports: ['one'], addresses: ['10.0.1.1/24'] })
    a.route('default', ['10.0.1.2', '10.0.2.2'], { group: 'mpath' })
    b.ospf({ interfaces: { two: {} } }).route('default', ['10.0.1.1', '10.0.2.1'], { group: 'resilient' })
    net.build()
  },
  'n-plus-one': () =>
    nPlusOne({ servers: 1, priority: { server: 100, spare: 100, client: 1 }, version: 4, spares: 2 } as never),
  'routed-campus': () => routedCampus({ buildings: 1, advertInterval: '1ms', dead: '1s', cores: 3 } as never),
  'router-pair': () =>
    routerPair({
      hello: '1500ms',
      cost: { r1: 0, r3: 1 },
      spf: { hold: '-1s' },
      authentication: '',
      bfd: { interval: '1ms', echo: true },
      hosts: 2,
    } as never),
  'service-pair': () => servicePair({ priority: { s1: 100, s2: 100, s3: 1 }, version: 4, servers: 2 } as never),
  'virtual-address': () => {
    const net = compose('virtual-address')
    const [a, b] = [net.node('a', { role: 'server' }), net.node('b', { role: 'server' })]
    net.link(a.port('eth0', { addresses: ['10.0.0.11/24'] }), b.port('eth0', { addresses: ['10.0.0.12/24'] }))
    a.virtualRouter('S', { interface: 'eth0', vrid: 1, priority: 150, addresses: ['10.0.0.1/24'] })
    b.virtualRouter('S', { interface: 'eth0', vrid: 1, priority: 100, addresses: ['10.0.0.1/24'] })
    net.build()
    return net.virtualAddress('10.0.0.2').node
  },
  loopbacks: () => {
    const net = compose('loopbacks')
    const a = net.node('a', { role: 'server' })
    const b = net.node('b', { role: 'server' })
    net.link(a.port('eth0', { addresses: ['10.0.0.1/24'] }), b.port('eth0', { addresses: ['10.0.0.2/24'] }))
    a.loopback(['10.0.9.0/24', '10.0.9.1/32', '10.0.9.1/32'])
    b.loopback(['10.0.9.1/32', '10.0.0.1/32'])
    net.build()
  },
  daemons: () => {
    const net = compose('daemons')
    const a = net.node('a', { role: 'server' })
    a.daemon({ name: 'speaker', argv: ['speaker'], needs: ['keepalivd', 'perl', 'toString'] })
    a.daemon({ name: 'odd', argv: ['odd'], needs: unchecked('perl') })
    net.link(a.port('eth0'), net.node('b', { role: 'server' }).port('eth0'))
    net.build()
  },
  'separated-networks': () => separatedNetworks({ hosts: 17, switches: 3, bond: true } as never),
  'unknown-handle': () => unchecked((gatewayPair() as never as { hots: unknown }).hots),
  'unknown-leg': () => dualHomedLag().leg(3),
}

test.each(Object.entries(cases))('%s: every problem at once', async (name, body) => {
  await expect(told(body)).toMatchFileSnapshot(`../golden/errors/topology-${name}.txt`)
})
