import type { CableGroup, CableHandle, NodeGroup } from '../model/handle.ts'
import { fail } from '../model/problem.ts'
import { remedyFor } from './nearest.ts'
import { asText } from './shown.ts'
import { siteOf } from './site.ts'
import type { Site, Topology } from '../model/topology.ts'

/** What hangs at one risk: a feed, a rack, a cable tray. */
export interface SharedRisk {
  /** Fail together: `nodeDown(risk(site, 'feed-a').nodes)`. */
  readonly nodes: NodeGroup
  /** Fail together: `linkCut(risk(site, 'tray-a').cables)`. */
  readonly cables: CableGroup
}

/**
 * The nodes and the cables with a risk label, which fail together (RFC 6414 3.1.10, shared risk): `nodeDown(risk(site, 'feed-a').nodes)`,
 * `linkCut(risk(site, 'tray-a').cables)`. Throws BackhoeError where nothing has that label.
 */
export function risk(site: Site, given: string): SharedRisk {
  const { topology } = siteOf('risk', site)
  const label = asText(given)
  const nodes = topology.nodes.filter(({ risks }) => risks.includes(label))
  const cables = topology.cables.filter(({ risks }) => risks.includes(label))
  if (nodes.length + cables.length === 0) {
    fail({
      code: 'unknown-risk',
      what: `nothing in ${topology.name} has the risk label ${label}`,
      ...remedyFor(label, riskLabels(topology), { otherwise: 'give nodes and cables the label with `risks`' }),
    })
  }
  return {
    nodes: { handle: 'nodes', text: `nodes at ${label}`, nodes: nodes.map((node) => ({ handle: 'node', node })) },
    cables: {
      handle: 'cables',
      text: `cables at ${label}`,
      cables: cables.map((cable): CableHandle => ({ handle: 'cable', cable, near: cable.a, far: cable.b })),
    },
  }
}

/** Every label of nodes and cables, sorted. */
export const riskLabels = ({ nodes, cables }: Topology): readonly string[] =>
  [...new Set([...nodes, ...cables].flatMap(({ risks }) => risks))].sort()
