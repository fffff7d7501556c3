import type { Lab } from '../model/lab.ts'
import { throwProblems, type Problem } from '../model/problem.ts'
import type { Topology } from '../model/topology.ts'

/** What a gate does not ask where nodes configure themselves. */
export const unaskedOf = ({ containerlab }: Topology): readonly string[] =>
  containerlab === undefined
    ? []
    : [`protocols were not asked: ${containerlab.lab} brings its own configuration; only carrier and clean flows`]

/** Refuses what needs to know a configuration that is in a user's own file: where traffic begins, what stands by. */
export function refuseUnknown({ topology, traffic, experiments }: Lab): void {
  if (topology.containerlab === undefined) return
  const silent = new Set(
    Object.values(traffic)
      .flatMap(({ from, to }) => [from.node, to.node])
      .filter(({ probes }) => probes.length === 0),
  )
  const given = [...silent].map(({ name }) => `${JSON.stringify(name)}: '10.0.0.1'`).join(', ')
  throwProblems([
    ...[...silent].map(({ name }): Problem => ({
      code: 'no-probe-address',
      what: `traffic uses ${name}, whose addresses its own configuration gives it`,
      next: `say which it has: fromContainerlab(…, { probes: { ${given} } })`,
    })),
    ...experiments
      .filter(({ rehearse }) => rehearse)
      .map(({ name, where }): Problem => ({
        code: 'unknown-standby',
        what: `experiment ${JSON.stringify(name)} rehearses a switchover, but what stands by is in the nodes’ own configuration`,
        next: 'leave rehearse out',
        ...(where === undefined ? {} : { where }),
      })),
  ])
}
