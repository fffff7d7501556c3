import type { Report } from '../../compose/report.ts'
import { Segments } from '../../model/segments.ts'
import { trackedRoutes } from '../../model/route.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { ownerOf } from '../bgp/data-sessions.ts'
import { destinationOf } from '../route/data.ts'
import { runsFrr } from '../frr/data.ts'
import { BFD, bfdOf } from './data.ts'
import { bfdEnd, bfdPeers } from './data-tracked.ts'

/** Routes that are tracked, and `neighbours`: each needs a session that both ends have. */
export function trackingProblems(topology: Topology, node: Node, number: number, report: Report): void {
  const feature = bfdOf(node)
  node.routes.forEach((route, at) => {
    if (route.bfd === undefined) return
    const say = (problem: Parameters<Report>[1]): void => {
      report({ node: number, what: `route ${String(at)}` }, problem)
    }
    const what = `the route of ${node.name} to ${route.to} has bfd`
    if (feature === undefined)
      say({ code: 'route-without-bfd', what: `${what}, and the node has none`, next: `${node.name}.bfd({ … })` })
    const other = node.routes
      .slice(0, at)
      .find(({ to, bfd }) => bfd === true && destinationOf({ to }) === destinationOf(route))
    if (other !== undefined)
      say({
        code: 'several-tracked-routes',
        what: `${what}, as another one has: BIRD gives the kernel one of several, and leaves it there when it adds the next`,
        allowed: 'one route with bfd to a destination, and others without',
      })
    if (runsFrr(node))
      say({
        code: 'two-bfd-daemons',
        what: `${what}, which BIRD would run, beside a routing protocol of FRR: only one of them can have the port of BFD`,
        allowed: 'routes with bfd on nodes without ospf and bgp',
        next: 'leave bfd out of the route, or announce its network by the protocol',
      })
  })
  for (const address of feature === undefined ? [] : bfdPeers(node)) {
    const at = node.routes.findIndex(({ via, bfd }) => bfd === true && via === address)
    const problem = peerProblem(topology, node, address)
    if (problem !== null) report({ node: number, what: at < 0 ? BFD : `route ${String(at)}` }, problem)
  }
}

/** null: both ends have the session. A gateway that is on no network of the node's is no problem of BFD's alone. */
function peerProblem(topology: Topology, node: Node, address: string): Parameters<Report>[1] | null {
  const what = `bfd of ${node.name} has a session with ${address}`
  const end = bfdEnd(node, address)
  if (end === null)
    return trackedRoutes(node).some(({ via }) => via === address)
      ? null
      : { code: 'neighbour-out-of-reach', what: `${what}, which is on none of its networks` }
  const owner = ownerOf(topology, address)
  if (owner === null || owner.node === node)
    return {
      code: 'no-neighbour',
      what: `${what}, and ${owner === null ? 'no node has that address' : 'that is its own address'}`,
      ...(owner === null ? { allowed: 'the address of an interface: nothing answers for one that moves' } : {}),
    }
  const segments = new Segments(topology)
  if (segments.of(end.at) !== segments.of({ node: owner.node.name, interface: owner.name }))
    return { code: 'neighbour-out-of-reach', what: `${what} of ${owner.node.name}, which is on another LAN` }
  const isMutual = bfdOf(owner.node) !== undefined && bfdPeers(owner.node).includes(end.address)
  return isMutual
    ? null
    : {
        code: 'bfd-disagreement',
        what: `${what}, but ${owner.node.name} has none with ${end.address}: it never comes up`,
        next: `${owner.node.name}.bfd({ neighbours: ['${end.address}'] })`,
      }
}
