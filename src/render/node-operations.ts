import { CONFIGURES } from '../mechanisms/all/configure.ts'
import { lentAddresses } from '../mechanisms/all/data.ts'
import { groupedRoutes } from '../model/nexthops.ts'
import type { Operation } from '../model/operation.ts'
import { untrackedRoutes } from '../model/route.ts'
import { isMstpd, isOpenVSwitch, translatedOf, type Interface, type Node } from '../model/topology.ts'

/** Between the kernel's own: 0 asks table local, 32766 main. */
const FIRST_RULE = 1000

/** What a node's namespace is told before it has interfaces. */
export function nodeSysctls(node: Node): readonly Operation[] {
  const v6 = [
    ...node.interfaces.flatMap((one) => one.addresses),
    ...lentAddresses(node).map(({ address }) => address),
  ].some((text) => text.includes(':'))
  const keys: [string, string][] = v6
    ? [
        // Without duplicate address detection an address can be used at once.
        ['net.ipv6.conf.default.accept_dad', '0'],
        ['net.ipv6.conf.default.router_solicitations', '0'],
        ...(node.forwarding ? [['net.ipv6.conf.all.forwarding', '1'] satisfies [string, string]] : []),
      ]
    : [
        // No router solicitations and multicast reports on the cables. Containerlab takes the first back (nodes/linux/linux.go),
        // but devices without an address of their own stay silent, too.
        ['net.ipv6.conf.all.disable_ipv6', '1'],
        ['net.ipv6.conf.default.addr_gen_mode', '1'],
      ]
  keys.push(['net.ipv4.conf.all.rp_filter', '0'], ['net.ipv4.conf.default.rp_filter', '0'])
  if (node.forwarding) keys.push(['net.ipv4.ip_forward', '1'])
  // Several interfaces in one network: each answers and asks for its own address only.
  if (node.interfaces.some((one) => one.kind === 'macvlan'))
    keys.push(['net.ipv4.conf.all.arp_ignore', '1'], ['net.ipv4.conf.all.arp_announce', '2'])
  keys.push(...CONFIGURES.flatMap(({ sysctls }) => Object.entries(sysctls?.(node) ?? {})))
  return [...new Map(keys)].map(([key, value]) => ({ op: 'sysctl', ns: node.name, key, value }))
}

/** Everything in a node whose ports are there already, from bonds to routes; all of it down until the end. */
export function nodeOperations(node: Node): readonly Operation[] {
  const devices = inOrder(node)
  // The kernel has made its loopback already, and Open vSwitch makes its bridges itself.
  const ordered = devices.filter((one) => one.kind !== 'loopback' && !isOpenVSwitch(one))
  const on = { ns: node.name }
  return [
    { op: 'up', ...on, name: 'lo' },
    ...ordered.flatMap((one) => interfaceOperations(node, one)),
    ...ordered.flatMap((one) => tablesOf(node, one)),
    // A bond opens its members itself.
    ...ordered.filter((one) => !isBondMember(node, one)).map((one): Operation => ({ op: 'up', ...on, name: one.name })),
    ...ordered
      .filter((one) => one.raisedWithinNs !== undefined)
      .map((one): Operation => ({ op: 'down', ...on, name: one.name })),
    ...devices.flatMap((one) =>
      one.addresses.map((address): Operation => ({ op: 'address', ...on, name: one.name, address })),
    ),
    ...untrackedRoutes(node)
      .filter(({ group }) => group === undefined)
      .map((route): Operation => ({ op: 'route', ...on, ...route })),
    ...(node.rules ?? []).map((rule, position): Operation => ({
      op: 'rule',
      ...on,
      pref: FIRST_RULE + position,
      ...rule,
    })),
  ]
}

/** Routes by nexthop objects, which the kernel takes only where their interfaces have carrier (rtm_to_nh_config). */
export function nexthopOperations(node: Node): readonly Operation[] {
  const on = { ns: node.name }
  return groupedRoutes(node).flatMap(({ route, id, group, nexthops }): readonly Operation[] => {
    const { to, metric, table } = route
    return [
      ...nexthops.map((one): Operation => ({ op: 'nexthop', ...on, id: one.id, via: one.via, device: one.device })),
      { op: 'nexthop-group', ...on, id, group, members: nexthops.map((one) => ({ id: one.id, weight: one.weight })) },
      {
        op: 'route',
        ...on,
        to,
        nhid: id,
        ...(metric === undefined ? {} : { metric }),
        ...(table === undefined ? {} : { table }),
      },
    ]
  })
}

/** Creation, then the members: a bond's are enslaved while it is down, and only then one of them can be its primary. */
function interfaceOperations(node: Node, one: Interface): readonly Operation[] {
  const self = { ns: node.name, name: one.name }
  const members = node.interfaces.filter((other) => other.master === one.name)
  const operations: Operation[] = []
  if (one.kind === 'port') operations.push({ op: 'gso-max-segs', ...self, segments: 1 })
  else if (one.kind !== 'loopback') operations.push(creation(node, one))
  if (one.mtu !== undefined) operations.push({ op: 'mtu', ...self, mtu: one.mtu })
  if (one.kind === 'bridge' && one.vlans !== undefined)
    operations.push({ op: 'port-vlans', ...self, vlans: one.vlans, self: true })
  for (const member of members) {
    operations.push({ op: 'master', ns: node.name, name: member.name, master: one.name })
    if (member.vlans !== undefined && one.kind === 'bridge')
      operations.push({ op: 'port-vlans', ns: node.name, name: member.name, vlans: member.vlans })
    if (member.bridgePort !== undefined && one.kind === 'bridge')
      operations.push({ op: 'bridge-port', ns: node.name, name: member.name, port: member.bridgePort })
    if (member.stpPort !== undefined && one.kind === 'bridge' && one.stp !== undefined)
      operations.push({ op: 'stp-port', ns: node.name, name: member.name, stp: member.stpPort })
  }
  if (one.kind === 'bond' && one.bond.mode === 'active-backup' && one.bond.primary !== undefined) {
    operations.push({ op: 'primary', ...self, member: one.bond.primary })
  }
  return operations
}

function creation(node: Node, one: Exclude<Interface, { kind: 'port' | 'loopback' }>): Operation {
  const common = { ns: node.name, name: one.name, index: one.index, mac: one.mac }
  switch (one.kind) {
    case 'bond':
      return { op: 'bond', ...common, bond: one.bond }
    case 'bridge':
      return {
        op: 'bridge',
        ...common,
        vlanFiltering: one.vlanFiltering,
        ...(one.ageingNs === undefined ? {} : { ageingNs: one.ageingNs }),
        ...(one.stp === undefined ? {} : { stp: one.stp }),
        ...(isMstpd(one) ? { userStp: true } : {}),
      }
    case 'vlan':
      return {
        op: 'vlan',
        ...common,
        parent: one.parent,
        vlan: one.vlan,
        ...(one.protocol === undefined ? {} : { protocol: one.protocol }),
      }
    case 'macvlan':
      return { op: 'macvlan', ...common, parent: one.parent }
  }
}

/** What names other interfaces of the node: once all of them are there. */
function tablesOf(node: Node, one: Interface): readonly Operation[] {
  const { name, backupPort, masquerade, publish, filters = [] } = one
  const self = { ns: node.name, name }
  return [
    ...(backupPort === undefined ? [] : [{ op: 'backup-port', ...self, backup: backupPort } satisfies Operation]),
    ...(masquerade === true ? [{ op: 'masquerade', ...self } satisfies Operation] : []),
    ...(publish === undefined
      ? []
      : [{ op: 'publish', ...self, address: translatedOf(one), target: publish } satisfies Operation]),
    ...(filters.length === 0 ? [] : [{ op: 'clsact', ...self } satisfies Operation]),
    ...filters.map((filter): Operation => ({ op: 'filter', ...self, filter })),
  ]
}

/** Each interface after its members and its parent, otherwise as declared. */
function inOrder(node: Node): readonly Interface[] {
  const ordered = new Set<Interface>()
  const visiting = new Set<Interface>()
  const visit = (one: Interface): void => {
    if (visiting.has(one)) return
    visiting.add(one)
    for (const other of node.interfaces) {
      if (other.master === one.name || ('parent' in one && other.name === one.parent)) visit(other)
    }
    ordered.add(one)
  }
  node.interfaces.forEach(visit)
  return [...ordered]
}

const isBondMember = (node: Node, one: Interface): boolean =>
  node.interfaces.some((other) => other.kind === 'bond' && other.name === one.master)
