import { unknownName, type Report } from '../../compose/report.ts'
import { parsePrefix } from '../../model/address.ts'
import { formatNs } from '../../model/time.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { virtualRouterGroups, type GroupMember } from './data-groups.ts'
import { vrrpOf, type VirtualRouter } from './data.ts'

export function vrrpProblems(topology: Topology, report: Report): void {
  topology.nodes.forEach((node, number) => {
    nodeProblems(node, number, report)
  })
  groupProblems(topology, report)
}

/** What a virtual router or a sync group names is there, and its addresses are of IPv4. */
function nodeProblems(node: Node, number: number, report: Report): void {
  const { routers, syncGroups } = vrrpOf(node)
  const need = (what: string, of: string, name: string, known: readonly { readonly name: string }[]): void => {
    const names = known.map((one) => one.name)
    if (!names.includes(name)) report({ node: number, what }, unknownName(of, name, node.name, names))
  }
  for (const router of routers) {
    const what = `vrrp ${router.name}`
    need(what, `the interface of virtual router ${router.name}`, router.interface, node.interfaces)
    for (const tracked of router.track)
      need(what, `what virtual router ${router.name} tracks`, tracked, node.interfaces)
    for (const address of router.addresses.filter((text) => parsePrefix(text)?.family === 6))
      report(
        { node: number, what },
        { code: 'bad-address', what: `a virtual router has the address ${address}`, allowed: 'IPv4 addresses' },
      )
  }
  for (const group of syncGroups)
    for (const member of group.members) need('', `a member of sync group ${group.name}`, member, routers)
}

/** One VRID on one LAN is one virtual router: its members agree on everything but the priority. */
function groupProblems(topology: Topology, report: Report): void {
  for (const group of virtualRouterGroups(topology)) {
    const first = group[0]
    const priorities = new Map<number, GroupMember>()
    for (const member of group) {
      const { router, node } = member
      const place = { node: topology.nodes.indexOf(node), what: `vrrp ${router.name}` }
      const vrid = `VRID ${String(router.vrid)}`
      const difference = first === undefined ? null : disagreement(first.router, router)
      if (first !== undefined && difference !== null) {
        report(
          place,
          difference.problem === 'addresses'
            ? {
                code: 'duplicate-vrid',
                what: `${router.name} of ${node.name} and ${first.router.name} of ${first.node.name} are two virtual routers with ${vrid} on one LAN`,
                allowed: 'one VRID a virtual router and LAN',
                next: 'give one of them another vrid',
              }
            : {
                code: 'vrrp-disagreement',
                what: `${router.name} of ${node.name} and ${first.router.name} of ${first.node.name} share ${vrid}, but not their ${difference.problem}: ${difference.values}`,
              },
        )
        continue
      }
      const twin = priorities.get(router.priority)
      if (twin !== undefined) {
        report(place, {
          code: 'equal-priority',
          what: `${router.name} of ${node.name} and ${twin.router.name} of ${twin.node.name} share ${vrid} and priority ${String(router.priority)}`,
          allowed: 'one priority each, or chance decides who is active',
        })
      }
      priorities.set(router.priority, member)
    }
  }
}

function disagreement(
  a: VirtualRouter,
  b: VirtualRouter,
): { readonly problem: string; readonly values: string } | null {
  if ([...a.addresses].sort().join(' ') !== [...b.addresses].sort().join(' '))
    return { problem: 'addresses', values: '' }
  if (a.version !== b.version) return { problem: 'version', values: `${String(a.version)} and ${String(b.version)}` }
  if (a.advertIntervalNs !== b.advertIntervalNs)
    return { problem: 'advertInterval', values: `${formatNs(a.advertIntervalNs)} and ${formatNs(b.advertIntervalNs)}` }
  if (a.downTimerAdverts !== b.downTimerAdverts)
    return { problem: 'downTimerAdverts', values: `${String(a.downTimerAdverts)} and ${String(b.downTimerAdverts)}` }
  return null
}
