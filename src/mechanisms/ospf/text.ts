import { formatNs } from '../../model/time.ts'
import type { Text } from '../contract/text.ts'
import { OSPF_NEIGHBOUR, watchedNeighbours, watchedSpf, type NeighbourWait } from './data-neighbours.ts'
import { ospfOf, routerIdOf, type OspfInterface } from './data.ts'

export const ospfText: Text = {
  nodeLines: (node) => {
    const feature = ospfOf(node)
    if (feature === undefined) return []
    const { interfaces } = feature
    const areas = [...new Set(interfaces.map(({ area }) => area))]
    const passive = interfaces.filter((one) => one.passive).map(({ name }) => name)
    return [
      `OSPF: router ID ${routerIdOf(node)}, ${areas.length > 1 ? 'areas' : 'area'} ${areas.join(' and ')}`,
      ...interfaces.filter((one) => !one.passive).map((one) => interfaceLine(one, areas.length > 1)),
      ...(passive.length === 0 ? [] : [`OSPF announces ${passive.join(' and ')}`]),
    ]
  },
  labels: (node) => {
    const areas = [...new Set((ospfOf(node)?.interfaces ?? []).map(({ area }) => area))]
    return areas.length === 0 ? [] : [{ text: areas.length === 1 ? 'OSPF' : `OSPF, ${String(areas.length)} areas` }]
  },
  watched: (watch) => [
    ...watchedNeighbours(watch).map(({ node, name }) => `OSPF neighbour of ${node} at ${name}`),
    ...watchedSpf(watch).map(({ node }) => `calculations of OSPF routes at ${node}`),
  ],
  states: { [OSPF_NEIGHBOUR]: 'ospf', ospfSpf: 'spf' },
  waits: { [OSPF_NEIGHBOUR]: ({ node, name }: NeighbourWait) => `${node} and its OSPF neighbour at ${name} are Full` },
  events: {},
}

const interfaceLine = (
  { name, area, network, priority = 1, cost, helloNs, deadNs }: OspfInterface,
  isOneOfSeveral: boolean,
): string => {
  const where = isOneOfSeveral ? ` in area ${area}` : ''
  const elected = network === 'broadcast' ? `, priority ${String(priority)}` : ''
  return `OSPF on ${name}${where}: cost ${String(cost)}, hello ${formatNs(helloNs)}, dead ${formatNs(deadNs)}${elected}`
}
