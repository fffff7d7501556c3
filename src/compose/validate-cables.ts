import { endpointText, type Topology } from '../model/topology.ts'
import type { Report } from './report.ts'

/** A port is the end of exactly one cable, and both ends of a cable are ports. */
export function cableProblems(topology: Topology, report: Report): void {
  const ends = new Map<string, string>()
  const ports = new Set(
    topology.nodes.flatMap((node) =>
      node.interfaces.flatMap((one) =>
        one.kind === 'port' ? [endpointText({ node: node.name, interface: one.name })] : [],
      ),
    ),
  )
  topology.cables.forEach((cable, number) => {
    if (cable.a.node === cable.b.node) {
      report({ cable: number }, { code: 'cable-to-itself', what: `${cable.name} begins and ends at ${cable.a.node}` })
    }
    for (const end of [cable.a, cable.b]) {
      const taken = ends.get(endpointText(end))
      if (taken !== undefined)
        report(
          { cable: number },
          {
            code: 'port-taken',
            what: `${endpointText(end)} holds ${taken} already`,
            next: `${cable.name} needs a port of its own`,
          },
        )
      ends.set(endpointText(end), cable.name)
      if (!ports.has(endpointText(end)))
        report(
          { cable: number },
          {
            code: 'not-a-port',
            what: `${cable.name} ends at ${endpointText(end)}, which is no port`,
            allowed: 'ports: a cable goes into a member of a bond, not into the bond',
          },
        )
    }
  })
  topology.nodes.forEach((node, number) => {
    for (const one of node.interfaces) {
      if (one.kind === 'port' && !ends.has(endpointText({ node: node.name, interface: one.name }))) {
        report(
          { node: number, what: one.name },
          {
            code: 'port-without-cable',
            what: `${node.name}:${one.name} is a port without a cable`,
            next: 'link it, or leave it out',
          },
        )
      }
    }
  })
}
