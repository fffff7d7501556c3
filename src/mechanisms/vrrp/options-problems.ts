import { unknownName, type Report } from '../../compose/report.ts'
import { parsePrefix } from '../../model/address.ts'
import type { Problem } from '../../model/problem.ts'
import { formatNs } from '../../model/time.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { addressesOf, sourceOf, virtualRouterGroups } from './data-groups.ts'
import { delayProblems } from './options-delays.ts'
import { OWNER, vrrpOf, type SyncGroup, type VirtualRouter } from './data.ts'

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
    for (const tracked of [...router.track, ...(router.weighed ?? []).map((one) => one.interface)])
      need(what, `what virtual router ${router.name} tracks`, tracked, node.interfaces)
    if (router.source !== undefined && !addressesOf(node, router).includes(router.source))
      report(
        { node: number, what },
        {
          code: 'bad-address',
          what: `virtual router ${router.name} advertises from ${router.source}, which ${router.interface} has not`,
          allowed: addressesOf(node, router).join(', '),
        },
      )
    for (const problem of [...ownerProblems(router), ...strictProblems(router), ...weightProblems(router, syncGroups)])
      report({ node: number, what }, { ...problem, what: `${router.name} of ${node.name} ${problem.what}` })
    for (const address of router.addresses.filter((text) => parsePrefix(text)?.family === 6))
      report(
        { node: number, what },
        { code: 'bad-address', what: `a virtual router has the address ${address}`, allowed: 'IPv4 addresses' },
      )
  }
  for (const { interface: device } of vrrpOf(node).delays ?? [])
    need('', 'the interface of a delay', device, node.interfaces)
  for (const problem of delayProblems(node)) report({ node: number, what: '' }, problem)
  for (const group of syncGroups)
    for (const member of group.members) need('', `a member of sync group ${group.name}`, member, routers)
}

/** An address owner is active whenever it can be (RFC 9568 6.4.1, 5.2.4). */
function ownerProblems({ priority, preempt, preemptDelayNs }: VirtualRouter): readonly Problem[] {
  if (priority !== OWNER || (preempt && preemptDelayNs === 0)) return []
  return [
    {
      code: 'owner-preempts',
      what: 'has priority 255 and does not preempt at once',
      allowed: 'preempt without preemptDelay: the owner of the addresses is active whenever it can be',
      next: 'give it a priority below 255',
    },
  ]
}

/** keepalived takes these back without a word, or drops the instance (vrrp_complete_instance). */
function strictProblems(router: VirtualRouter): readonly Problem[] {
  const { strict, peers, preemptDelayNs, downTimerAdverts, garp, accept, version, priority, vmac } = router
  if (strict === undefined) return []
  const lower = garp !== undefined && garp.lowerPriorityRepeat > 0
  const more = [
    ...(peers === undefined ? [] : ['peers']),
    ...(vmac?.xmitBase === true ? ['vmacXmitBase'] : []),
    ...(preemptDelayNs === 0 ? [] : ['preemptDelay']),
    ...(downTimerAdverts === 3 ? [] : ['downTimerAdverts']),
    ...(lower ? ['garp with a lowerPriorityRepeat above 0'] : []),
    ...(accept === true && version === 2 && priority !== OWNER ? ['accept with version 2'] : []),
  ]
  return more.length === 0
    ? []
    : [{ code: 'strict', what: `is strict, and has ${more.join(', ')}`, allowed: 'no more than the RFC knows' }]
}

/** keepalived drops such weights: what is tracked puts the instance into FAULT, or is not tracked at all (vrrp_complete_instance). */
function weightProblems(router: VirtualRouter, syncGroups: readonly SyncGroup[]): readonly Problem[] {
  const weighed = [
    ...(router.weighed ?? []).map((one) => one.interface),
    ...(router.reach?.weight === undefined ? [] : [router.reach.address]),
    ...(router.scripts ?? []).flatMap(({ command, weight }) => (weight === undefined ? [] : [`“${command}”`])),
  ]
  if (weighed.length === 0) return []
  const what = `tracks ${weighed.join(' and ')} with a weight`
  const twice = [router.interface, ...router.track].find((name) => weighed.includes(name))
  return [
    ...(router.priority === OWNER
      ? [{ code: 'weight-of-owner', what: `${what}, and has priority 255, which no weight changes` }]
      : []),
    ...(syncGroups.some(({ members }) => members.includes(router.name))
      ? [
          {
            code: 'weight-in-sync-group',
            what: `${what}, and is in a sync group, in which keepalived knows no weights`,
          },
        ]
      : []),
    ...(twice === undefined
      ? []
      : [{ code: 'tracked-twice', what: `${what}, but the loss of ${twice} puts it into FAULT` }]),
  ]
}

/** One VRID on one LAN is one virtual router: its members agree on everything but the priority. */
function groupProblems(topology: Topology, report: Report): void {
  for (const group of virtualRouterGroups(topology)) {
    const first = group[0]
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
      if (router.priority === OWNER && first?.router.priority === OWNER && member !== first)
        report(place, {
          code: 'two-owners',
          what: `${router.name} of ${node.name} and ${first.router.name} of ${first.node.name} share ${vrid}, and both have priority 255`,
          allowed: 'one owner of the addresses',
        })
      const others = group.filter((other) => other !== member).map(sourceOf)
      const { peers } = router
      if (peers !== undefined && (others.length === 0 || others.some((other) => !peers.includes(other))))
        report(place, {
          code: 'peers-disagree',
          what: `${router.name} of ${node.name} sends its advertisements to ${peers.join(', ')}`,
          allowed: others.length === 0 ? 'no peers: no other node shares the VRID on its LAN' : others.join(', '),
        })
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
  if ((a.vmac === undefined) !== (b.vmac === undefined))
    return { problem: 'useVmac', values: 'one has the virtual MAC address, and the other that of its interface' }
  if ((a.peers === undefined) !== (b.peers === undefined))
    return { problem: 'peers', values: 'one sends by multicast, and the other to its peers' }
  return null
}
