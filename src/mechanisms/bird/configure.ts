import { gatewaysOf, trackedRoutes, type Route } from '../../model/route.ts'
import type { Node } from '../../model/topology.ts'
import { bfdOf } from '../bfd/data.ts'
import type { Configure } from '../contract/configure.ts'
import { frrRouterId } from '../frr/data.ts'
import { BIRD_CONF, runsBird } from './data.ts'

export const birdConfigure: Configure = {
  files: (node) => (runsBird(node) ? { [BIRD_CONF]: renderBird(node) } : {}),
  daemons: (node) =>
    runsBird(node)
      ? [
          {
            name: 'bird',
            argv: ['bird', '-f', '-c', `{dir}/${BIRD_CONF}`, '-s', '{run}/bird.ctl', '-P', '{run}/bird.pid'],
            needs: ['bird'],
            // For its folder in memory: it binds low ports and sets routes.
            user: 'root',
          },
        ]
      : [],
}

function renderBird(node: Node): string {
  const routes = trackedRoutes(node)
  const { intervalNs = 0, multiplier = 0, neighbours = [] } = bfdOf(node) ?? {}
  const interval = `${String(intervalNs / 1e6)} ms`
  return [
    'log stderr all;',
    `router id ${frrRouterId(node, undefined)};`,
    'protocol device {',
    '}',
    'protocol bfd {',
    '  interface "*" {',
    `    min rx interval ${interval};`,
    `    min tx interval ${interval};`,
    `    multiplier ${String(multiplier)};`,
    '  };',
    ...neighbours.map((one) => `  neighbor ${one};`),
    '}',
    ...(routes.length === 0 ? [] : KERNEL),
    ...routes.flatMap(routeLines),
    '',
  ].join('\n')
}

/** Of metric 0 itself, a route has its own. */
const KERNEL = ['protocol kernel {', '  metric 0;', '  ipv4 {', '    export all;', '  };', '}']

/** One to a destination: several would be ranked by BIRD, and are refused. */
function routeLines(route: Route, at: number): readonly string[] {
  const { to, metric = 0 } = route
  const via = gatewaysOf(route).map((one) => `via ${one} bfd`)
  const own = metric === 0 ? '' : ` { krt_metric = ${String(metric)}; }`
  return [
    `protocol static route${String(at + 1)} {`,
    '  ipv4;',
    `  route ${to === 'default' ? '0.0.0.0/0' : to} ${via.join(' ')}${own};`,
    '}',
  ]
}
