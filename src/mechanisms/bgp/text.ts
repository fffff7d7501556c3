import { formatNs } from '../../model/time.ts'
import { endpointText } from '../../model/topology.ts'
import type { Text } from '../contract/text.ts'
import { watchedSessions, type BgpKeepalive, type BgpSessionWait } from './data-kinds.ts'
import { bgpOf, routerIdOf, type BgpNeighbour } from './data.ts'

export const bgpText: Text = {
  nodeLines: (node) => {
    const feature = bgpOf(node)
    if (feature === undefined) return []
    const { as, neighbours, networks, keepaliveNs, holdNs, ecmp, gracefulRestartNs, dampening } = feature
    return [
      `BGP: AS ${String(as)}, router ID ${routerIdOf(node)}, keepalive ${formatNs(keepaliveNs)}, hold ${formatNs(holdNs)}`,
      ...neighbours.map(neighbourLine),
      ...(networks.length === 0 ? [] : [`BGP announces ${networks.join(' and ')}`]),
      ...(gracefulRestartNs === undefined
        ? []
        : [`BGP keeps the routes of a neighbour that restarts for ${formatNs(gracefulRestartNs)}`]),
      ...(dampening === undefined
        ? []
        : [
            `BGP dampens flaps: half-life ${formatNs(dampening.halfLifeNs)}, reuse ${String(dampening.reuse)}, suppress ${String(dampening.suppress)}, at most ${formatNs(dampening.longestNs)}`,
          ]),
      ...(ecmp === 1 ? [] : [`BGP uses up to ${String(ecmp)} paths at once`]),
    ]
  },
  labels: (node) => {
    const feature = bgpOf(node)
    return feature === undefined ? [] : [{ text: `AS ${String(feature.as)}` }]
  },
  watched: (watch) => watchedSessions(watch).map(({ node, name }) => `BGP session of ${node} at ${name}`),
  states: { bgpSession: 'bgp' },
  waits: { bgpSession: ({ node, name }: BgpSessionWait) => `the BGP session of ${node} at ${name} is Established` },
  events: {
    bgpKeepalive: (event: BgpKeepalive) => `a keepalive of ${event.address} at ${endpointText(event)}`,
  },
}

function neighbourLine({ address, as, localPreference, prepend, announce, prefixes }: BgpNeighbour): string {
  const policies = [
    ...(localPreference === 100 ? [] : [`local preference ${String(localPreference)}`]),
    ...(prepend === 0 ? [] : [`prepends ${String(prepend)}`]),
    ...(announce === 'own' ? ['own networks only'] : []),
    ...(prefixes.in === null ? [] : [`takes ${prefixes.in.join(' and ') || 'nothing'} only`]),
    ...(prefixes.out === null ? [] : [`announces ${prefixes.out.join(' and ') || 'nothing'} only`]),
  ]
  return `BGP to AS ${String(as)}, ${[address, ...policies].join(', ')}`
}
