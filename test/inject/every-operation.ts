import { REDIRECT_PREF, WIRE, panelEnd, type Operation } from '../../src/model/operation.ts'
import { type BondConfig } from '../../src/model/bond.ts'
import { cableName, type Cable, type Filter } from '../../src/model/topology.ts'
import type { Netem } from '../../src/model/traffic-control.ts'

/** A network that uses every operation that a build can have, and the faults that a cable or a port can have. */

const link = (number: number): { index: number; mac: string } => ({
  index: 100 + number,
  mac: `02:00:00:00:00:${number.toString(16).padStart(2, '0')}`,
})

const cable = (a: string, aPort: string, b: string, bPort: string): Cable => {
  const ends = [
    { node: a, interface: aPort },
    { node: b, interface: bPort },
  ] as const
  return { name: cableName(...ends), a: ends[0], b: ends[1], role: 'leg', risks: [] }
}

export const CABLES: readonly Cable[] = [
  cable('host', 'leg0', 'sw1', 'p0'),
  cable('host', 'leg1', 'sw2', 'p0'),
  cable('sw1', 'peer', 'sw2', 'peer'),
  cable('lag', 'leg0', 'sw2', 'p1'),
  cable('lag', 'leg1', 'sw2', 'p2'),
  cable('sw1', 'wan', 'sw2', 'wan'),
]

function wires(number: number): Operation[] {
  const { a, b } = CABLES[number] ?? fail()
  const [one, two] = [panelEnd(number, 'a'), panelEnd(number, 'b')]
  const plug = (end: typeof one, at: typeof a, side: number): Operation => ({
    op: 'veth',
    ns: WIRE,
    ...end,
    peer: { ns: at.node, name: at.interface, ...link(10 + number * 2 + side) },
  })
  return [
    plug(one, a, 0),
    plug(two, b, 1),
    { op: 'clsact', ns: WIRE, name: one.name },
    { op: 'clsact', ns: WIRE, name: two.name },
    { op: 'redirect', ns: WIRE, name: one.name, to: two.name, pref: REDIRECT_PREF },
    { op: 'redirect', ns: WIRE, name: two.name, to: one.name, pref: REDIRECT_PREF },
    { op: 'up', ns: WIRE, name: one.name },
    { op: 'up', ns: WIRE, name: two.name },
  ]
}

const fail = (): never => {
  throw new Error('no such cable')
}

const bond = (ns: string, name: string, number: number, config: BondConfig): Operation => ({
  op: 'bond',
  ns,
  name,
  ...link(number),
  bond: config,
})
const enslave = (ns: string, master: string, ...members: string[]): Operation[] =>
  members.map((name) => ({ op: 'master', ns, name, master }))
const up = (ns: string, ...names: string[]): Operation[] => names.map((name) => ({ op: 'up', ns, name }))

/** Every match and every action of a filter of a node's own. */
const LABELLING: readonly Filter[] = [
  {
    at: 'ingress',
    pref: 100,
    match: { match: 'label', label: 101 },
    actions: [{ act: 'pop-label' }, { act: 'mark', mark: 1 }, { act: 'enter', by: 'mlag' }],
  },
  { at: 'ingress', pref: 900, match: { match: 'all' }, actions: [{ act: 'mark', mark: 1 }] },
  { at: 'egress', pref: 10, match: { match: 'mark', mark: 1 }, actions: [{ act: 'drop' }] },
]

export const BUILD: readonly Operation[] = [
  ...[WIRE, 'host', 'sw1', 'sw2', 'lag'].map((ns): Operation => ({ op: 'namespace', ns })),
  { op: 'sysctl', ns: WIRE, key: 'net.ipv6.conf.default.disable_ipv6', value: '1' },
  { op: 'sysctl', ns: 'host', key: 'net.ipv4.ip_forward', value: '1' },
  ...CABLES.flatMap((_, number) => wires(number)),
  ...up('host', 'lo'),
  bond('host', 'bond0', 1, {
    mode: 'active-backup',
    monitor: { by: 'mii', miimonNs: 100e6, updelayNs: 200e6, downdelayNs: 300e6 },
    primary: 'leg1',
    primaryReselect: 'better',
    numGratArp: 3,
    peerNotifDelayNs: 400e6,
    failOverMac: 'follow',
    resendIgmp: 5,
    allSlavesActive: true,
  }),
  ...enslave('host', 'bond0', 'leg0', 'leg1'),
  { op: 'primary', ns: 'host', name: 'bond0', member: 'leg1' },
  { op: 'mtu', ns: 'host', name: 'bond0', mtu: 1400 },
  { op: 'tx-queue', ns: 'host', name: 'leg0', packets: 500 },
  ...['leg0', 'leg1'].map((name): Operation => ({ op: 'gso-max-segs', ns: 'host', name, segments: 1 })),
  { op: 'tx-checksums', ns: 'host', name: 'leg0' },
  ...up('host', 'leg0', 'leg1', 'bond0'),
  { op: 'vlan', ns: 'host', name: 'bond0.10', ...link(2), parent: 'bond0', vlan: 10 },
  { op: 'macvlan', ns: 'host', name: 'mac0', ...link(3), parent: 'bond0' },
  ...up('host', 'bond0.10', 'mac0'),
  { op: 'address', ns: 'host', name: 'bond0.10', address: '10.0.10.2/24' },
  { op: 'address', ns: 'host', name: 'mac0', address: '10.0.20.2/32' },
  { op: 'address', ns: 'host', name: 'bond0.10', address: '2001:db8:0:10::2/64' },
  { op: 'route', ns: 'host', to: 'default', via: '10.0.10.1' },
  { op: 'route', ns: 'host', to: 'default', via: '2001:db8:0:10::1' },
  { op: 'route', ns: 'host', to: '2001:db8:f::/48', via: '2001:db8:0:10::3' },
  { op: 'route', ns: 'host', to: '192.168.0.0/16', via: '10.0.10.3' },
  { op: 'route', ns: 'host', to: '172.16.0.0/12', via: '10.0.10.3', also: ['10.0.10.4'] },
  { op: 'route', ns: 'host', to: 'default', via: '10.0.10.3', table: 7 },
  { op: 'route', ns: 'host', to: 'default', via: '10.0.10.4', metric: 4_294_967_295 },
  { op: 'route', ns: 'host', to: '2001:db8:f::/48', via: '2001:db8:0:10::4', metric: 7 },
  { op: 'route', ns: 'host', to: '172.31.0.0/16', via: '10.0.10.3', also: ['10.0.10.4'], weights: [256, 3] },
  { op: 'route', ns: 'host', to: '10.0.30.0/24', device: 'bond0.10', table: 7 },
  { op: 'route', ns: 'host', to: '10.0.40.0/24', via: '10.0.10.5', device: 'bond0.10', metric: 20 },
  { op: 'route', ns: 'host', to: '10.0.40.0/24', refuse: 'unreachable', metric: 30 },
  { op: 'route', ns: 'host', to: '10.0.50.0/24', refuse: 'blackhole' },
  { op: 'route', ns: 'host', to: '10.0.60.0/24', refuse: 'prohibit', table: 7 },
  { op: 'rule', ns: 'host', pref: 1000, to: '10.0.10.0/24' },
  { op: 'rule', ns: 'host', pref: 1001, from: '10.0.20.2', table: 7 },
  { op: 'rule', ns: 'host', pref: 1002, from: '172.16.0.0/12', to: '192.168.7.0/24', iif: 'mac0', table: 7 },
  { op: 'rule', ns: 'host', pref: 1003, mark: 4_294_967_295, table: 7 },
  {
    op: 'bridge',
    ns: 'sw1',
    name: 'br0',
    ...link(4),
    vlanFiltering: true,
    stp: { priority: 4096, helloNs: 1e9, maxAgeNs: 8e9, forwardDelayNs: 5e9 },
  },
  ...enslave('sw1', 'br0', 'p0', 'peer'),
  { op: 'stp-port', ns: 'sw1', name: 'p0', stp: { cost: 4, priority: 16, guard: 'bpdu' } },
  { op: 'stp-port', ns: 'sw1', name: 'peer', stp: { cost: 20_000, priority: 48, guard: 'root' } },
  { op: 'port-vlans', ns: 'sw1', name: 'br0', vlans: { native: 1, tagged: [10, 4094] }, self: true },
  { op: 'bridge-port', ns: 'sw1', name: 'p0', port: { learning: false, isolated: true, neighSuppress: true } },
  { op: 'port-vlans', ns: 'sw1', name: 'p0', vlans: { native: 1, untagged: [30, 31], tagged: [10, 20] } },
  { op: 'port-vlans', ns: 'sw1', name: 'peer', vlans: { native: null, tagged: [1, 10, 20, 4094] } },
  ...up('sw1', 'p0', 'peer', 'br0'),
  { op: 'bridge', ns: 'sw2', name: 'br0', ...link(5), vlanFiltering: false, ageingNs: 10e9 },
  bond('sw2', 'mlag', 6, {
    mode: '802.3ad',
    monitor: { by: 'mii', miimonNs: 50e6, updelayNs: 0, downdelayNs: 0 },
    lacpRate: 'fast',
    hash: 'layer2+3',
    minLinks: 1,
    system: { mac: '02:00:00:00:f1:00', priority: 100 },
    portKey: 12,
    adSelect: 'count',
  }),
  ...enslave('sw2', 'mlag', 'p1', 'p2'),
  ...enslave('sw2', 'br0', 'p0', 'peer', 'mlag'),
  { op: 'vlan', ns: 'sw2', name: 'peer.c', ...link(8), parent: 'peer', vlan: 99, protocol: '802.1ad' },
  { op: 'backup-port', ns: 'sw2', name: 'mlag', backup: 'peer' },
  { op: 'clsact', ns: 'sw2', name: 'peer' },
  ...LABELLING.map((filter): Operation => ({ op: 'filter', ns: 'sw2', name: 'peer', filter })),
  ...up('sw2', 'p0', 'p1', 'p2', 'peer', 'mlag', 'br0', 'peer.c'),
  ...up('sw1', 'wan'),
  ...up('sw2', 'wan'),
  { op: 'address', ns: 'sw1', name: 'wan', address: '10.0.70.1/24' },
  { op: 'nexthop', ns: 'sw1', id: 1, via: '10.0.70.2', device: 'wan' },
  { op: 'nexthop', ns: 'sw1', id: 2, via: '10.0.70.3', device: 'wan' },
  {
    op: 'nexthop-group',
    ns: 'sw1',
    id: 3,
    members: [
      { id: 1, weight: 256 },
      { id: 2, weight: 1 },
    ],
    group: { type: 'mpath' },
  },
  { op: 'route', ns: 'sw1', to: 'default', nhid: 3, metric: 7, table: 8 },
  {
    op: 'nexthop-group',
    ns: 'sw1',
    id: 4,
    members: [
      { id: 1, weight: 1 },
      { id: 2, weight: 3 },
    ],
    group: { type: 'resilient', buckets: 65_535 },
  },
  { op: 'route', ns: 'sw1', to: '10.0.80.0/24', nhid: 4 },
  bond('lag', 'bond0', 7, {
    mode: 'active-backup',
    monitor: {
      by: 'arp',
      intervalNs: 100e6,
      targets: ['10.0.10.1', '10.0.10.3'],
      missedMax: 3,
      validate: 'all',
      allTargets: true,
    },
    primaryReselect: 'failure',
    failOverMac: 'active',
  }),
  ...(['balance-rr', 'broadcast', 'balance-tlb', 'balance-alb'] as const).map((mode, k) =>
    bond('lag', `mode${k}`, 30 + k, { mode, monitor: { by: 'mii', miimonNs: 100e6, updelayNs: 0, downdelayNs: 0 } }),
  ),
  bond('lag', 'static0', 9, { mode: 'balance-xor', monitor: { by: 'none' }, hash: 'vlan+srcmac' }),
  ...enslave('lag', 'bond0', 'leg0', 'leg1'),
  ...up('lag', 'leg0', 'leg1', 'bond0'),
  { op: 'master', ns: 'lag', name: 'leg1', master: null },
  { op: 'down', ns: 'lag', name: 'leg1' },
]

export interface Change {
  readonly name: string
  readonly inject: readonly Operation[]
  readonly heal: readonly Operation[]
}

const C0A = { ns: WIRE, name: 'c0a' } as const
const all = { match: 'all' } as const
const lacp = { match: 'ethertype', ethertype: 0x8809 } as const

const impair = (name: string, netem: Netem): Change => ({
  name: `netem: ${name}`,
  inject: [{ op: 'netem', ...C0A, netem }],
  heal: [
    { op: 'netem-clear', ...C0A, limit: netem.limit, ...(netem.slot === undefined ? {} : { slot: true }) },
    { op: 'netem-delete', ...C0A },
  ],
})

const dark = (...ends: readonly ('a' | 'b')[]): Change => ({
  name: `dark: ${ends.join(' ')}`,
  inject: ends.map((end) => ({ op: 'light', cable: 0, end, on: false })),
  heal: ends.map((end) => ({ op: 'light', cable: 0, end, on: true })),
})

export const CHANGES: readonly Change[] = [
  dark('a', 'b'),
  dark('a'),
  dark('b'),
  {
    name: 'drop all, both ways',
    inject: ['c0a', 'c0b'].map((name) => ({ op: 'drop', ns: WIRE, name, pref: 1, match: all })),
    heal: ['c0a', 'c0b'].map((name) => ({ op: 'filter-delete', ns: WIRE, name, pref: 1, match: all })),
  },
  {
    name: 'drop LACP',
    inject: [{ op: 'drop', ...C0A, pref: 2, match: lacp }],
    heal: [{ op: 'filter-delete', ...C0A, pref: 2, match: lacp }],
  },
  // tc counts in microseconds and ticks of 64 ns: multiples of both, or the two back ends differ.
  impair('delay and jitter', { limit: 5000, delayNs: 10e6, jitterNs: 1_600_000 }),
  impair('delay of microseconds', { limit: 1000, delayNs: 64_000 }),
  impair('independent loss', { limit: 1000, loss: { model: 'independent', percent: 12.5 } }),
  impair('Gilbert-Elliott loss', { limit: 1000, loss: { model: 'gilbert-elliott', p: 2.5, r: 20 } }),
  impair('reordering', { limit: 1000, delayNs: 1.6e6, reorderPercent: 25, reorderCorrelationPercent: 50, gap: 5 }),
  impair('a distribution', { limit: 1000, delayNs: 10e6, jitterNs: 1_600_000, distribution: 'paretonormal' }),
  impair('slots', { limit: 1000, slot: { minNs: 8e6, maxNs: 16e6, packets: 10, bytes: 20_000 } }),
  impair('everything at once', {
    limit: 100_000,
    delayNs: 20e6,
    loss: { model: 'independent', percent: 0.3 },
    duplicatePercent: 1,
    reorderPercent: 25,
    corruptPercent: 0.1,
    rateKbit: 10_000,
  }),
  {
    name: 'a trunk forgets a VLAN',
    inject: [{ op: 'vlan-delete', ns: 'sw1', name: 'p0', vlan: 10, native: false }],
    heal: [{ op: 'vlan-add', ns: 'sw1', name: 'p0', vlan: 10, native: false }],
  },
  {
    name: 'a port forgets its native VLAN',
    inject: [{ op: 'vlan-delete', ns: 'sw1', name: 'p0', vlan: 1, native: true }],
    heal: [{ op: 'vlan-add', ns: 'sw1', name: 'p0', vlan: 1, native: true }],
  },
  {
    name: 'a port forgets a VLAN that leaves untagged',
    inject: [{ op: 'vlan-delete', ns: 'sw1', name: 'p0', vlan: 30, native: false, untagged: true }],
    heal: [{ op: 'vlan-add', ns: 'sw1', name: 'p0', vlan: 30, native: false, untagged: true }],
  },
  {
    name: 'another MTU',
    inject: [{ op: 'mtu', ns: 'sw1', name: 'p0', mtu: 1300 }],
    heal: [{ op: 'mtu', ns: 'sw1', name: 'p0', mtu: 1500 }],
  },
]
