import type { Lab } from '../model/lab.ts'
import { throwProblems, type Problem } from '../model/problem.ts'
import type { Topology } from '../model/topology.ts'

/** Nodes of a containerlab file of which something is not understood. */
const unreadNodes = ({ containerlab, nodes }: Topology): readonly string[] =>
  containerlab === undefined ? [] : nodes.filter(({ unread = [] }) => unread.length > 0).map(({ name }) => name)

/** What a gate does not ask where nodes configure themselves. */
export function unaskedOf(topology: Topology): readonly string[] {
  const unread = unreadNodes(topology)
  return unread.length === 0
    ? []
    : [
        `protocols were not asked where a configuration is not understood (${unread.join(', ')}); only carrier and clean flows`,
      ]
}

/** Refuses what needs to know a configuration that is in a user's own file: where traffic begins, what stands by. */
export function refuseUnknown({ topology, traffic, experiments }: Lab): void {
  if (topology.containerlab === undefined) return
  const silent = new Set(
    Object.values(traffic)
      .flatMap(({ from, to }) => [from.node, to.node])
      .filter(({ probes }) => probes.length === 0),
  )
  const given = [...silent].map(({ name }) => `${JSON.stringify(name)}: '10.0.0.1'`).join(', ')
  const isUnknown = unreadNodes(topology).length > 0
  throwProblems([
    ...[...silent].map(({ name }): Problem => ({
      code: 'no-probe-address',
      what: `traffic uses ${name}, to which its file gives no address`,
      next: `say which it has: fromContainerlab(…, { probes: { ${given} } })`,
    })),
    ...experiments
      .filter(({ rehearse }) => rehearse && isUnknown)
      .map(({ name, where }): Problem => ({
        code: 'unknown-standby',
        what: `experiment ${JSON.stringify(name)} rehearses a switchover, but what stands by is in a configuration that is not understood`,
        next: 'leave rehearse out',
        ...(where === undefined ? {} : { where }),
      })),
  ])
}
