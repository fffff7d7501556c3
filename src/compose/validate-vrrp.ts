import { virtualRouterGroups, type GroupMember } from '../model/groups.ts'
import { formatNs } from '../model/time.ts'
import type { Topology, VirtualRouter } from '../model/topology.ts'
import type { Report } from './report.ts'

/** One VRID on one LAN is one virtual router: its members agree on everything but the priority. */
export function vrrpProblems(topology: Topology, report: Report): void {
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
