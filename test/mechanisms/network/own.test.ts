import { describe, expect, it } from 'vitest'
import { compose, type FileText } from '../../../src/compose/index.ts'
import { loadPlan } from '../../../src/lab/load.ts'
import { BackhoeError } from '../../../src/model/problem.ts'
import { silenceText } from '../../../src/model/silence.ts'

/** Windows of each host's own flow, in milliseconds, and what is silent or warned of. */
async function planned(name: string) {
  const { plan, warnings } = await loadPlan(`test/mechanisms/network/labs/own-${name}.lab.ts`, { hz: 100 })
  const windows = plan.experiments.map(({ name: of, variants: [variant] }) => [
    of,
    ...(variant?.windows ?? [])
      .filter(({ on }) => on === of)
      .map(({ direction, lowNs, highNs }) => [direction, lowNs / 1e6, (highNs ?? 0) / 1e6]),
  ])
  const silent = plan.experiments.flatMap(({ variants }) => variants.flatMap((one) => one.silent.map(silenceText)))
  return { windows, silent, warnings: warnings.map(({ code, what, where }) => `${code}: ${what} (${String(where)})`) }
}

const both = (low: number, high: number) => [
  ['forward', low, high],
  ['backward', low, high],
]

/** A host on two cables whose file this is. */
function host(path: string, file: string | FileText, ports: readonly string[] = ['eth0', 'eth1']) {
  const net = compose('own')
  const node = net.node('host', { role: 'host', files: { [path]: file } })
  const sw = net.node('sw', { role: 'switch' })
  ports.forEach((port, number) => net.link(node.port(port), sw.port(`p${String(number)}`)))
  sw.bridge('br0', { ports: ports.map((_, number) => `p${String(number)}`) })
  net.build()
  const bond = node.node.interfaces.find(({ name }) => name === 'bond0')
  return { node: node.node, bond: bond?.kind === 'bond' ? bond.bond : undefined, unread: node.node.unread }
}

function problems(path: string, file: string | FileText, ports?: readonly string[]): readonly string[] {
  try {
    host(path, file, ports)
    return []
  } catch (error) {
    if (!(error instanceof BackhoeError)) throw error
    return error.problems.map(({ code, what, where }) => `${code}: ${what} (${String(where)})`)
  }
}

describe('netplan', () => {
  const bonded = (...parameters: readonly string[]): string =>
    [
      'network:',
      '  version: 2',
      '  ethernets: {eth0: {}, eth1: {}}',
      '  bonds:',
      '    bond0:',
      '      interfaces: [eth0, eth1]',
      '      addresses: [10.0.0.5/24]',
      '      parameters:',
      ...parameters.map((one) => `        ${one}`),
      '',
    ].join('\n')

  // Looks of the monitor at HZ 100 (bond_miimon_inspect): a jiffy more than miimon each; down delays in whole looks. LAGs leave the leg with
  // the carrier itself.
  it('has the windows of declared bonds', async () => {
    expect(await planned('netplan')).toEqual({
      windows: [
        ['backup', ...both(0, 110)],
        ['lacp', ...both(0, 10)],
        ['named', ...both(1040, 2080)],
        ['fixed', ...both(0, 10)],
      ],
      silent: [],
      warnings: [],
    })
  })

  it('has the defaults of netplan and of the kernel', () => {
    expect(host('netplan.yaml', bonded()).bond).toEqual({ mode: 'balance-rr', monitor: { by: 'none' } })
    expect(host('netplan.yaml', bonded('mode: active-backup')).bond).toEqual({
      mode: 'active-backup',
      monitor: { by: 'none' },
      primaryReselect: 'always',
    })
    // bond_option_mode_set gives a LAG by LACP its monitor.
    expect(host('netplan.yaml', bonded('mode: 802.3ad')).bond).toEqual({
      mode: '802.3ad',
      monitor: { by: 'mii', miimonNs: 100e6, updelayNs: 0, downdelayNs: 0 },
      lacpRate: 'slow',
      hash: 'layer2',
      minLinks: 0,
    })
    const arp = ['mode: active-backup', 'arp-interval: 1s', 'arp-ip-targets: [10.0.0.1, 10.0.0.2]', 'arp-validate: all']
    expect(host('netplan.yaml', bonded(...arp)).bond?.monitor).toEqual({
      by: 'arp',
      intervalNs: 1e9,
      targets: ['10.0.0.1', '10.0.0.2'],
      missedMax: 2,
      validate: 'all',
    })
    const delays = ['mode: active-backup', 'mii-monitor-interval: 100', 'up-delay: 250', 'down-delay: 1s']
    expect(host('netplan.yaml', bonded(...delays)).bond?.monitor).toEqual({
      by: 'mii',
      miimonNs: 100e6,
      updelayNs: 200e6,
      downdelayNs: 1e9,
    })
  })

  it('names what it does not understand, and what depends on it', () => {
    const text = `${bonded('mode: active-backup', 'mii-monitor-interval: soon', 'bandwidth: 3')}  tunnels: {}\n`
    expect(host('netplan.yaml', text).unread).toEqual([
      { what: '“tunnels”', where: 'netplan.yaml of host:12:3', device: null },
      { what: '“mii-monitor-interval: soon”', where: 'netplan.yaml of host:10:9', device: 'bond0' },
      { what: '“bandwidth: 3”', where: 'netplan.yaml of host:11:9', device: 'bond0' },
    ])
  })

  it('has problems at lines of the file', () => {
    const members = bonded('mode: 802.3ad').replace('[eth0, eth1]', '[eth0, eth2]')
    expect(problems('netplan.yaml', members)).toEqual([
      "unknown-name: a member of host:bond0 is 'eth2', but host has nothing of that name (netplan.yaml of host:5:5)",
    ])
    expect(problems('netplan.yaml', 'network: [')).toEqual([
      'bad-yaml: Flow sequence in block collection must be sufficiently indented and end with a ] (netplan.yaml of host:1:11)',
    ])
  })
})

describe('ifupdown', () => {
  const bonded = (...lines: readonly string[]): string =>
    ['auto bond0', 'iface bond0 inet static', 'address 10.0.0.5/24', 'bond-slaves eth0 eth1', ...lines, ''].join('\n')

  it('has the windows of declared bonds', async () => {
    expect(await planned('ifupdown')).toEqual({
      windows: [
        ['backup', ...both(220, 330)],
        ['lacp', ...both(0, 10)],
        ['legs', ...both(0, 210)],
        ['fixed', ...both(0, 10)],
      ],
      silent: [],
      warnings: [],
    })
  })

  it('has the defaults of ifenslave, which are the kernel’s', () => {
    expect(host('interfaces', bonded()).bond).toEqual({ mode: 'balance-rr', monitor: { by: 'none' } })
    expect(host('interfaces', bonded('bond_mode 4')).bond).toMatchObject({
      mode: '802.3ad',
      monitor: { miimonNs: 100e6 },
    })
    expect(host('interfaces', bonded('bond-mode 2', 'bond-xmit-hash-policy 1')).bond).toMatchObject({
      mode: 'balance-xor',
      hash: 'layer3+4',
    })
  })

  it('names what it does not understand, and what depends on it', () => {
    const lines = [
      'bond-mode active-backup',
      'bond-miimon 100',
      'bond-min-links 1',
      'post-up /usr/local/sbin/tune $IFACE',
    ]
    expect(host('interfaces', `source interfaces.d/*\n${bonded(...lines)}`).unread).toEqual([
      { what: '“source interfaces.d/*”', where: 'interfaces of host:1:1', device: null },
      { what: '“bond-min-links 1”', where: 'interfaces of host:8:1', device: 'bond0' },
      { what: '“post-up /usr/local/sbin/tune $IFACE”', where: 'interfaces of host:9:1', device: 'bond0' },
    ])
  })

  it('has legs that name their bond, aliases and masks', () => {
    const leg = (name: string) =>
      `auto ${name}\niface ${name} inet manual\n  bond-master bond0\n  bond-primary eth1 eth0\n`
    const text = [
      `${leg('eth1')}${leg('eth0')}auto bond0`,
      'iface bond0 inet static',
      'bond-slaves none',
      'bond-mode active-backup',
      'bond-miimon 50',
      'address 10.0.0.5',
      'netmask 255.255.252.0',
      'auto bond0:1',
      'iface bond0:1 inet static',
      'address 10.0.1.5/32',
    ].join('\n')
    const { node, bond, unread } = host('network/interfaces', text)
    expect(unread).toBeUndefined()
    expect(bond).toMatchObject({ mode: 'active-backup', primary: 'eth1' })
    expect(node.interfaces.find(({ name }) => name === 'bond0')?.addresses).toEqual(['10.0.0.5/22', '10.0.1.5/32'])
  })
})

describe('NetworkManager', () => {
  const bonded = (...options: readonly string[]): string =>
    ['[connection]', 'type=bond', 'interface-name=bond0', '[bond]', ...options, '[ipv4]', 'method=disabled', ''].join(
      '\n',
    )

  it('has the windows of declared bonds', async () => {
    expect(await planned('networkmanager')).toEqual({
      windows: [
        ['backup', ...both(0, 110)],
        ['lacp', ...both(0, 10)],
        ['slow', ...both(2080, 3120)],
        ['fixed', ...both(0, 10)],
      ],
      silent: [],
      warnings: [],
    })
  })

  it('has the defaults of NetworkManager', () => {
    expect(host('bond0.nmconnection', bonded()).bond).toEqual({
      mode: 'balance-rr',
      monitor: { by: 'mii', miimonNs: 100e6, updelayNs: 0, downdelayNs: 0 },
    })
    expect(host('bond0.nmconnection', bonded('mode=1', 'miimon=0')).bond?.monitor).toEqual({ by: 'none' })
    const arp = ['mode=active-backup', 'arp_interval=500', 'arp_ip_target=10.0.0.1,10.0.0.2']
    expect(host('bond0.nmconnection', bonded(...arp)).bond?.monitor).toMatchObject({ by: 'arp', intervalNs: 500e6 })
  })

  it('names what it does not understand, and what depends on it', () => {
    const text = bonded('mode=802.3ad', 'miimon=often').replace('method=disabled', 'method=auto')
    expect(host('system-connections/bond0.nmconnection', `${text}[tc]\nqdisc.root=tbf\n`).unread).toEqual([
      { what: '“method=auto”', where: 'system-connections/bond0.nmconnection of host:8:1', device: 'bond0' },
      { what: '“qdisc.root=tbf”', where: 'system-connections/bond0.nmconnection of host:10:1', device: 'bond0' },
      { what: '“miimon=often”', where: 'system-connections/bond0.nmconnection of host:6:1', device: 'bond0' },
    ])
    expect(host('usb.nmconnection', '[connection]\ntype=gsm\n').unread).toEqual([
      { what: 'a connection without interface-name', where: 'usb.nmconnection of host:2:1', device: null },
    ])
  })
})

describe('traffic that depends on a file', () => {
  it('has a window unless a daemon takes addresses away, or it may pass what is not understood', async () => {
    const { plan, warnings } = await loadPlan('test/mechanisms/network/labs/own-dark.lab.ts', { hz: 100 })
    const silent = plan.experiments.map(({ name, variants }) => [
      name,
      variants.flatMap((one) => one.silent.map(silenceText)),
    ])
    const because =
      'systemd-networkd takes the addresses of plain:eth0 away while it has no carrier, at once (systemd.network(5): IgnoreCarrierLoss), and when they are back is not modelled'
    expect(silent).toEqual([
      ['one leg', []],
      ['only port', ['forward', 'backward'].map((direction) => `plain ${direction}: no window: ${because}`)],
      ['both legs', []],
    ])
    expect(
      warnings
        .filter(({ code }) => code === 'not-modelled')
        .map(({ code, what, where }) => `${code}: ${what} (${String(where)})`),
    ).toEqual([
      'not-modelled: host has “dhcp4: true”, so traffic that may pass host:ipmi0 has no window (test/mechanisms/network/labs/own/netplan/managed.yaml:8:7)',
    ])
  })

  it('is declared once', () => {
    const file = 'network: {ethernets: {eth0: {addresses: [10.0.0.5/24]}}}'
    const net = compose('twice')
    const node = net.node('host', { role: 'host', files: { 'netplan.yaml': file } })
    const other = net.node('other', { role: 'host' })
    net.link(node.port('eth0', { addresses: ['10.0.0.6/24'] }), other.port('eth0'))
    expect(() => net.build()).toThrow('the lab declares host:eth0, and a file of host configures it')
  })
})
