import { unknownName, type Report } from '../../compose/report.ts'
import { Segments } from '../../model/segments.ts'
import { formatNs } from '../../model/time.ts'
import { endpointText, type Endpoint, type Topology } from '../../model/topology.ts'
import { OSPF, ospfOf, routerIdOf, type OspfInterface } from './data.ts'

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
  })
  lanProblems(topology, report)
}

/** One LAN has two of them: the election of a designated router is not modelled. */
function lanProblems(topology: Topology, report: Report): void {
  const segments = new Segments(topology)
  const lans = new Map<string, { at: Endpoint; number: number; one: OspfInterface; area: string }[]>()
  topology.nodes.forEach((node, number) => {
    const feature = ospfOf(node)
    for (const one of feature?.interfaces ?? []) {
      if (one.passive) continue
      const at = { node: node.name, interface: one.name }
      const key = segments.of(at)
      lans.set(key, [...(lans.get(key) ?? []), { at, number, one, area: feature?.area ?? '' }])
    }
  })
  for (const [first, second, third] of lans.values()) {
    if (first === undefined || second === undefined) continue
    const place = { node: second.number, what: OSPF }
    const both = `${endpointText(first.at)} and ${endpointText(second.at)}`
    if (third !== undefined)
      report(place, {
        code: 'more-than-two',
        what: `${both} share a LAN with ${endpointText(third.at)}`,
        allowed: 'two interfaces with ospf on one LAN',
      })
    const differ = (what: string, a: string, b: string, shown = `: ${a} and ${b}`): void => {
      if (a !== b) report(place, { code: 'ospf-disagreement', what: `${both} do not agree on their ${what}${shown}` })
    }
    differ('hello', formatNs(first.one.helloNs), formatNs(second.one.helloNs))
    differ('dead', formatNs(first.one.deadNs), formatNs(second.one.deadNs))
    differ('authentication', first.one.key ?? '', second.one.key ?? '', '')
    differ('area', first.area, second.area)
  }
}
