import { unknownName, type Report } from '../../compose/report.ts'
import { bareAddress, holds } from '../../model/address.ts'
import { Segments } from '../../model/segments.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { BGP, bgpOf, hasPolicy, routerIdOf, type BgpFeature, type BgpNeighbour } from './data.ts'
import { interfaceTowards, ownerOf } from './data-sessions.ts'

/** Its networks and neighbours are there, each router has an ID of its own, and two neighbours name each other with their AS. */
export function bgpProblems(topology: Topology, report: Report): void {
  const ids = new Map<string, string>()
  const segments = new Segments(topology)
  topology.nodes.forEach((node, number) => {
    const feature = bgpOf(node)
    if (feature === undefined) return
    const place = { node: number, what: BGP }
    const names = node.interfaces.map(({ name }) => name)
    for (const name of feature.networks)
      if (!names.includes(name)) report(place, unknownName('a network of bgp', name, node.name, names))
    const id = routerIdOf(node)
    const other = ids.get(id)
    if (other !== undefined)
      report(place, {
        code: 'duplicate-router-id',
        what: `bgp of ${node.name} and of ${other} have the router ID ${id}`,
      })
    ids.set(id, node.name)
    if (!node.forwarding)
      report(place, {
        code: 'no-router',
        what: `bgp runs on ${node.name}, which forwards nothing`,
        next: "role: 'router'",
      })
    // What has no AS has its problem already.
    for (const one of feature.as === 0 ? [] : feature.neighbours.filter(({ as }) => as > 0)) {
      const problem = neighbourProblem(topology, segments, { node, feature, one })
      if (problem !== null) report(place, problem)
    }
  })
}

interface Asked {
  readonly node: Node
  readonly feature: BgpFeature
  readonly one: BgpNeighbour
}

/** The first thing that keeps a session from being established, or that is not modelled. */
function neighbourProblem(
  topology: Topology,
  segments: Segments,
  { node, feature, one }: Asked,
): Parameters<Report>[1] | null {
  const what = `bgp of ${node.name} has the neighbour ${one.address}`
  if (one.as === feature.as && hasPolicy(one) && feature.own === undefined)
    return {
      code: 'internal-policy',
      what: `${what} in its own AS ${String(one.as)}, and a policy for it`,
      allowed:
        'policies for neighbours in other autonomous systems: within an AS local preference and path are carried on',
      next: 'set localPreference, preferences, prepend, communities, announce and prefixes where the routes come in or leave',
    }
  const own = interfaceTowards(node, one.address)
  if (own === null) return { code: 'neighbour-out-of-reach', what: `${what}, which is on none of its networks` }
  const owner = ownerOf(topology, one.address)
  const theirs = owner === null ? undefined : bgpOf(owner.node)
  const address = bareAddress(own.addresses.find((text) => holds(text, one.address)) ?? '')
  if (owner === null || owner.node === node || theirs === undefined)
    return {
      code: 'no-neighbour',
      what: `${what}, and ${owner === null ? 'no node has that address' : owner.node === node ? 'that is its own address' : `${owner.node.name} has no bgp`}`,
    }
  if (
    segments.of({ node: node.name, interface: own.name }) !==
    segments.of({ node: owner.node.name, interface: owner.name })
  )
    return { code: 'neighbour-out-of-reach', what: `${what} of ${owner.node.name}, which is on another LAN` }
  if (theirs.as !== one.as)
    return {
      code: 'bgp-disagreement',
      what: `${what} in AS ${String(one.as)}, but ${owner.node.name} is in AS ${String(theirs.as)}`,
    }
  if (!theirs.neighbours.some((back) => back.address === address))
    return {
      code: 'bgp-disagreement',
      what: `${what}, but bgp of ${owner.node.name} has no neighbour ${address}`,
    }
  return null
}
