import type { Report } from '../../compose/report.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { bgpOf } from '../bgp/data.ts'
import { sessionsOf } from '../bgp/data-sessions.ts'
import { ospfOf } from '../ospf/data.ts'
import { Segments } from '../../model/segments.ts'
import { BFD, bfdOf } from './data.ts'
import { bfdPeers } from './data-tracked.ts'
import { trackingProblems } from './options-tracking.ts'

/** BFD is of use with what asks it, and between two ends that both have it. */
export function bfdProblems(topology: Topology, report: Report): void {
  topology.nodes.forEach((node, number) => {
    const problem = bfdOf(node) === undefined ? null : nodeProblem(node)
    if (problem !== null) report({ node: number, what: BFD }, problem)
    trackingProblems(topology, node, number, report)
  })
  for (const [one, other] of [...bgpPairs(topology), ...ospfPairs(topology)]) {
    const [has, lacks] = bfdOf(one) === undefined ? [other, one] : [one, other]
    const [ours, theirs] = [bfdOf(has), bfdOf(lacks)]
    if (ours === undefined) continue
    if (theirs !== undefined) {
      const problem = echoProblem(one, other)
      if (problem !== null) report({ node: topology.nodes.indexOf(one), what: BFD }, problem)
      continue
    }
    report(
      { node: topology.nodes.indexOf(has), what: BFD },
      {
        code: 'bfd-disagreement',
        what: `bfd runs on ${has.name}, but not on its neighbour ${lacks.name}: their session never comes up`,
        next: `${lacks.name}.bfd()`,
      },
    )
  }
}

/** An end without echo sends back what it gets all the same, and asks for packets 50 ms apart that nobody has declared. */
function echoProblem(one: Node, other: Node): Parameters<Report>[1] | null {
  const [has, lacks] = bfdOf(one)?.echoNs === undefined ? [other, one] : [one, other]
  if (bfdOf(has)?.echoNs === undefined || bfdOf(lacks)?.echoNs !== undefined) return null
  return {
    code: 'bfd-disagreement',
    what: `bfd of ${has.name} has echo, and that of its neighbour ${lacks.name} has not`,
    allowed: 'echo at both ends, or at none',
  }
}

function nodeProblem(node: Node): Parameters<Report>[1] | null {
  const [bgp, ospf] = [bgpOf(node), ospfOf(node)]
  if (bgp === undefined && ospf === undefined && bfdPeers(node).length === 0)
    return {
      code: 'bfd-without-protocol',
      what: `bfd runs on ${node.name}, which has no protocol with neighbours and no route that asks it`,
      next: `${node.name}.bgp({ … })`,
    }
  if (bfdOf(node)?.echoNs !== undefined && bfdPeers(node).length > 0)
    return {
      code: 'echo-beside-tracking',
      what: `bfd of ${node.name} has echo, and a session with ${bfdPeers(node).join(' and ')}, in which BIRD has none`,
      allowed: 'echo where every session is one of ospf or bgp',
    }
  return (bgp?.own ?? ospf?.own) === undefined
    ? null
    : {
        code: 'bfd-beside-own-file',
        what: `bfd runs on ${node.name}, whose frr.conf does not ask it for its neighbours`,
        allowed: 'bfd beside the calls of bgp and ospf',
      }
}

type Pair = readonly [Node, Node]

const bgpPairs = (topology: Topology): readonly Pair[] =>
  sessionsOf(topology).map(({ ends: [a, b] }): Pair => [a.node, b.node])

function ospfPairs(topology: Topology): readonly Pair[] {
  const segments = new Segments(topology)
  const lans = new Map<string, Node>()
  return topology.nodes.flatMap((node) =>
    (ospfOf(node)?.interfaces ?? []).flatMap(({ name, passive }): readonly Pair[] => {
      const lan = segments.of({ node: node.name, interface: name })
      const other = lans.get(lan)
      if (passive) return []
      lans.set(lan, node)
      return other === undefined ? [] : [[other, node]]
    }),
  )
}
