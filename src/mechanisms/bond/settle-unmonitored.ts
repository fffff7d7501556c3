import type { Lab } from '../../model/lab.ts'
import type { Problem } from '../../model/problem.ts'

/** An active-backup bond that looks at nothing: it has two legs, and uses one whatever happens to it. */
export function unmonitoredWarnings({ topology, experiments }: Lab): Problem[] {
  const [where] = experiments.flatMap((one) => (one.where === undefined ? [] : [one.where]))
  return topology.nodes.flatMap(({ name: node, interfaces }) =>
    interfaces.flatMap((one): Problem[] =>
      one.kind === 'bond' && one.bond.mode === 'active-backup' && one.bond.monitor.by === 'none'
        ? [
            {
              code: 'no-link-monitor',
              what: `${node}:${one.name} has no link monitor (miimon 0): it never notices that its active leg is dead, and NEVER FAILS OVER, not even when that leg loses its light`,
              ...(where === undefined ? {} : { where }),
              allowed: "miimon: '100ms', as bonding.rst advises; or an arpMonitor, which notices silent legs too",
              next: `say miimon: '100ms' for ${node}:${one.name}; or leave it, if it is this design that you want to see fail`,
            },
          ]
        : [],
    ),
  )
}
