import { unknownName, type Report } from '../../compose/report.ts'
import { holds, hostPrefix, isHostPrefix, isLinkLocal, networkOf, parsePrefix } from '../../model/address.ts'
import { gatewaysOf, type Route } from '../../model/route.ts'
import { endpointText, type Interface, type Node, type Topology } from '../../model/topology.ts'
import { runsFrr } from '../frr/data.ts'
import { interfaceTo } from '../../model/nexthops.ts'

export function routingProblems(topology: Topology, report: Report): void {
  topology.nodes.forEach((node, number) => {
    tableProblems(node, number, report)
    groupProblems(node, number, report)
    node.routes.forEach((route, at) => {
      routeProblems(node, route, at, (problem) => {
        report({ node: number, what: `route ${String(at)}` }, problem)
      })
    })
    const names = node.interfaces.map(({ name }) => name)
    for (const [at, { iif }] of (node.rules ?? []).entries())
      if (iif !== undefined && !names.includes(iif))
        report(
          { node: number, what: `rule ${String(at)}` },
          unknownName(`where a rule's packets come in`, iif, node.name, names),
        )
  })
}

/** Rules and tables belong together: a rule's table has routes, and a table's routes are asked for. */
function tableProblems({ name, routes, rules = [] }: Node, node: number, report: Report): void {
  const filled = new Set(routes.map(({ table }) => table))
  const asked = new Set(rules.map(({ table }) => table))
  rules.forEach(({ table }, number) => {
    if (table === undefined || filled.has(table)) return
    report(
      { node, what: `rule ${String(number)}` },
      {
        code: 'empty-table',
        what: `a rule of ${name} asks table ${String(table)}, which has no routes`,
        next: `route('default', …, { table: ${String(table)} })`,
      },
    )
  })
  for (const table of filled) {
    if (table === undefined || asked.has(table)) continue
    report(
      { node, what: `table ${String(table)}` },
      {
        code: 'unasked-table',
        what: `${name} has routes in table ${String(table)}, which no rule asks`,
        next: `rule({ from: …, table: ${String(table)} })`,
      },
    )
  }
}

/** A nexthop object needs an interface whose carrier can be awaited, and zebra takes over those that it finds. */
function groupProblems(node: Node, number: number, report: Report): void {
  node.routes.forEach((route, at) => {
    if (route.group === undefined) return
    const place = { node: number, what: `route ${String(at)}` }
    if (runsFrr(node))
      report(place, {
        code: 'nexthop-group-beside-frr',
        what: `the route of ${node.name} to ${route.to} has a nexthop group, and FRR, which runs there, takes over what nexthops it finds`,
        next: 'leave group out: several gateways of the route itself',
      })
    for (const via of gatewaysOf(route)) {
      const by = interfaceTo(node, via)
      if (by === undefined || isPlain(node, by)) continue
      report(place, {
        code: 'nexthop-interface',
        what: `the route of ${node.name} to ${route.to} has a nexthop group with the gateway ${via}, which is behind ${by.name}, a ${by.kind}`,
        allowed: 'gateways behind ports and VLANs of ports',
        next: 'leave group out: several gateways of the route itself',
      })
    }
  })
}

const isPlain = ({ interfaces }: Node, one: Interface): boolean =>
  (one.kind === 'port' && one.master === undefined) ||
  (one.kind === 'vlan' && interfaces.some(({ name, kind }) => name === one.parent && kind === 'port'))

/** What the kernel would refuse to add (net/ipv4/fib_trie.c: fib_table_insert; net/ipv4/fib_semantics.c: fib_check_nh). */
function routeProblems(node: Node, route: Route, at: number, report: (problem: Parameters<Report>[1]) => void): void {
  const of = `the route of ${node.name} to ${route.to}`
  const names = node.interfaces.map(({ name }) => name)
  const { device } = route
  if (device !== undefined && !names.includes(device)) {
    report(unknownName(`the interface of a route to ${route.to}`, device, node.name, names))
    return
  }
  const network = networkOf(route.to)
  if (network !== null && parsePrefix(network)?.value !== parsePrefix(route.to)?.value)
    report({ code: 'bad-address', what: `${of} has bits behind its prefix length`, allowed: network })
  const other = node.routes.slice(0, at).find((one) => isSame(one, route))
  if (other !== undefined)
    report({
      code: 'duplicate-route',
      what: `${node.name} has two routes to ${route.to} of one metric`,
      next: 'give each a metric of its own: the lowest is used',
    })
  const connected = node.interfaces.find(
    (one) =>
      route.table === undefined &&
      (route.metric ?? 0) === 0 &&
      one.addresses.some((text) => parsePrefix(text)?.family === 4 && networkOf(text) === network),
  )
  if (connected !== undefined && isLan(network))
    report({
      code: 'duplicate-route',
      what: `${of} is the network of ${endpointText({ node: node.name, interface: connected.name })}, which the kernel has a route for`,
      next: 'leave the route out, or give it a metric of more than 0',
    })
  familyProblem(of, route, report)
  for (const gateway of gatewaysOf(route)) hostProblem(of, node, gateway, report)
  for (const gateway of gatewaysOf(route).filter((one) => !isOnLink(node, one, device)))
    report({
      code: 'gateway-out-of-reach',
      what: `${of} has the gateway ${gateway}, which is in no network of ${device ?? 'its interfaces'}`,
      allowed: networksOf(node, device).join(', ') || 'no interface has an address',
    })
}

/** A route is added in one family, by RTA_GATEWAY: an address of the other one is EINVAL (net/ipv4/fib_semantics.c; net/ipv6/route.c). */
function familyProblem(of: string, route: Route, report: (problem: Parameters<Report>[1]) => void): void {
  const { to } = route
  const isDefault = to === 'default'
  const family = isDefault ? familyOf(route) : to.includes(':') ? 6 : 4
  const others = gatewaysOf(route).filter((one) => one.includes(':') !== (family === 6))
  if (others.length === 0) return
  report({
    code: 'mixed-families',
    what: `${of} has ${isDefault ? 'gateways of both families' : `${others.length > 1 ? 'the gateways' : 'the gateway'} ${others.join(' and ')}`}`,
    allowed: isDefault ? 'gateways of one family in one route' : `IPv${String(family)} gateways`,
    ...(isDefault ? { next: 'two routes, one of each family' } : {}),
  })
}

/**
 * The kernel refuses a gateway that is a broadcast address (fib_check_nh_v4_gw), or the node's own one of IPv6 (ip6_validate_gw). Its own
 * one of IPv4 it takes, asks for it by ARP, and nobody answers.
 */
function hostProblem(of: string, node: Node, gateway: string, report: (problem: Parameters<Report>[1]) => void): void {
  const one = parsePrefix(hostPrefix(gateway))
  if (one === null) return
  for (const { name, addresses } of node.interfaces)
    for (const prefix of addresses.flatMap((text) => parsePrefix(text) ?? [])) {
      const at = endpointText({ node: node.name, interface: name })
      if (prefix.family !== one.family) continue
      if (prefix.value === one.value)
        report({
          code: 'own-gateway',
          what: `${of} has the gateway ${gateway}, its own address at ${at}`,
          allowed: 'the address of another node',
        })
      else if (prefix.family === 4 && prefix.bits < 31 && (prefix.value | hostBits(prefix.bits)) === one.value)
        report({
          code: 'broadcast-gateway',
          what: `${of} has the gateway ${gateway}, the broadcast address at ${at}`,
          allowed: 'the address of another node',
        })
    }
}

const hostBits = (bits: number): bigint => (1n << BigInt(32 - bits)) - 1n

const isLan = (network: string | null): boolean => {
  const prefix = network === null ? null : parsePrefix(network)
  return prefix !== null && !isHostPrefix(prefix)
}

const isSame = (a: Route, b: Route): boolean =>
  a.table === b.table &&
  (networkOf(a.to) ?? a.to) === (networkOf(b.to) ?? b.to) &&
  familyOf(a) === familyOf(b) &&
  (a.metric ?? 0) === (b.metric ?? 0)

const familyOf = ({ to, via = '' }: Route): 4 | 6 => (to.includes(':') || via.includes(':') ? 6 : 4)

/** In a network of an interface, or behind a route that names an interface alone. Of IPv6 the kernel is asked. */
function isOnLink(node: Node, gateway: string, device: string | undefined): boolean {
  if (parsePrefix(hostPrefix(gateway)) === null) return true
  if (isLinkLocal(gateway)) return device !== undefined
  return networksOf(node, device).some((text) => text === 'default' || holds(text, gateway))
}

function networksOf({ interfaces, routes }: Node, device: string | undefined): readonly string[] {
  const own = interfaces
    .filter(({ name }) => device === undefined || name === device)
    .flatMap(({ addresses }) => addresses.flatMap((text) => networkOf(text) ?? []))
  const direct = routes.filter(({ via, device: by }) => via === undefined && by !== undefined && by === (device ?? by))
  return [...new Set([...own.filter(isLan), ...direct.map(({ to }) => to)])]
}
