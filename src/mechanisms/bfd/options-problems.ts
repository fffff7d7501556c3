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
    if (bfdOf(has) === undefined || bfdOf(lacks) !== undefined) continue
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

function nodeProblem(node: Node): Parameters<Report>[1] | null {
  const [bgp, ospf] = [bgpOf(node), ospfOf(node)]
  if (bgp === undefined && ospf === undefined && bfdPeers(node).length === 0)
    return {
      code: 'bfd-without-protocol',
      what: `bfd runs on ${node.name}, which has no protocol with neighbours and no route that asks it`,
      next: `${node.name}.bgp({ … })`,
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
