import type { Fault } from '../src/model/fault.ts'
import { risk, riskLabels } from '../src/words/risk.ts'
import { siteOf } from '../src/words/site.ts'
import type { Site } from '../src/model/topology.ts'
import { linkCut } from './link-cut.ts'
import { nodeDown } from './node-down.ts'

/** Where power comes from, among risk labels. */
const FEED = /^feed-/

/**
 * Everything that may break alone, by its name: every cable is cut, every switch and router loses its power,
 * and so does all that hangs at one feed (risk labels `feed-…`). A design without a single point of failure survives each.
 */
export function singleFailures(site: Site): Readonly<Record<string, Fault>> {
  const { nodes, cables } = siteOf('singleFailures', site).topology
  const switching = nodes.filter(({ role }) => role === 'switch' || role === 'router')
  const feeds = riskLabels(site.topology).filter((label) => FEED.test(label))
  return Object.fromEntries([
    ...cables.map((cable) => [cable.name, linkCut({ handle: 'cable', cable, near: cable.a, far: cable.b })] as const),
    ...switching.map((node) => [node.name, nodeDown({ handle: 'node', node })] as const),
    ...feeds.map((label) => [label, nodeDown(risk(site, label).nodes)] as const),
  ])
}
