import { unknownName, type Report } from '../../compose/report.ts'
import { Segments } from '../../model/segments.ts'
import { formatNs } from '../../model/time.ts'
import { endpointText, type Endpoint, type Topology } from '../../model/topology.ts'
import { BACKBONE, OSPF, ospfOf, routerIdOf, type OspfInterface } from './data.ts'

/** Its interfaces are there, each router has an ID of its own, and two neighbours agree on what makes them neighbours (RFC 2328 10.5). */
export function ospfProblems(topology: Topology, report: Report): void {
  const ids = new Map<string, string>()
  topology.nodes.forEach((node, number) => {
    const feature = ospfOf(node)
    if (feature === undefined) return
    const place = { node: number, what: OSPF }
    const names = node.interfaces.map(({ name }) => name)
    for (const { name } of feature.interfaces)
      if (!names.includes(name)) report(place, unknownName('an interface of ospf', name, node.name, names))
    const id = routerIdOf(node)
    const other = ids.get(id)
    if (other !== undefined)
      report(place, {
        code: 'duplicate-router-id',
        what: `ospf of ${node.name} and of ${other} have the router ID ${id}`,
      })
    ids.set(id, node.name)
    if (!node.forwarding)
      report(place, {
        code: 'no-router',
        what: `ospf runs on ${node.name}, which forwards nothing`,
        next: "role: 'router'",
      })
    const areas = [...new Set(feature.interfaces.map(({ area }) => area))]
    if (areas.length > 1 && !areas.includes(BACKBONE))
      report(place, {
        code: 'no-backbone',
        what: `ospf of ${node.name} is in the areas ${areas.join(' and ')}, and passes nothing between them`,
        allowed: `one area, or the backbone ${BACKBONE} and others`,
      })
  })
  lanProblems(topology, report)
}

interface Member {
  readonly at: Endpoint
  readonly number: number
  readonly one: OspfInterface
}

function lanProblems(topology: Topology, report: Report): void {
  const segments = new Segments(topology)
  const lans = new Map<string, Member[]>()
  topology.nodes.forEach((node, number) => {
    for (const one of ospfOf(node)?.interfaces ?? []) {
      if (one.passive) continue
      const at = { node: node.name, interface: one.name }
      const key = segments.of(at)
      lans.set(key, [...(lans.get(key) ?? []), { at, number, one }])
    }
  })
  for (const members of lans.values()) {
    const [first, ...others] = members
    const [second, third] = others
    if (first === undefined || second === undefined) continue
    const both = `${endpointText(first.at)} and ${endpointText(second.at)}`
    if (third !== undefined && members.some(({ one }) => one.network === 'point-to-point'))
      report(
        { node: second.number, what: OSPF },
        {
          code: 'more-than-two',
          what: `${both} share a LAN with ${endpointText(third.at)}`,
          allowed: "two interfaces on a point-to-point link, or network: 'broadcast' at all of them",
        },
      )
    if (members.every(({ one }) => one.network === 'broadcast' && one.priority === 0))
      report(
        { node: first.number, what: OSPF },
        { code: 'nobody-elected', what: `${both} have priority 0, and no router of their LAN can be elected` },
      )
    for (const other of others) disagreements(first, other, report)
  }
}

/** What makes no neighbours of two routers (RFC 2328 10.5), or no adjacency. */
function disagreements(first: Member, second: Member, report: Report): void {
  const both = `${endpointText(first.at)} and ${endpointText(second.at)}`
  const differ = (what: string, of: (one: OspfInterface) => string, isSecret = false): void => {
    const [a, b] = [of(first.one), of(second.one)]
    if (a === b) return
    const values = isSecret ? '' : `: ${a} and ${b}`
    report(
      { node: second.number, what: OSPF },
      { code: 'ospf-disagreement', what: `${both} do not agree on their ${what}${values}` },
    )
  }
  differ('hello', ({ helloNs }) => formatNs(helloNs))
  differ('dead', ({ deadNs }) => formatNs(deadNs))
  differ('authentication', ({ key }) => key ?? '', true)
  differ('area', ({ area }) => area)
  differ('network', ({ network }) => network)
}
