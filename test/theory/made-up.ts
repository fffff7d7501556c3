import { compose } from '../../src/compose/index.ts'
import { routeState, type RouteState } from '../../src/mechanisms/route/data-kinds.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import type { DynamicRoute } from '../../src/theory/dynamic-route.ts'
import { delivers } from '../../src/theory/lan.ts'
import type { Theory } from '../../src/mechanisms/contract/theory.ts'
import { on } from '../../src/theory/wiring.ts'
import { worded } from '../../src/model/reason.ts'

/** Two ways between two routers: by a cable of their own, and by a third router. Only the third one has static routes. */
export function triangle() {
  const net = compose('triangle')
  const host = net.node('host', { role: 'host' })
  const server = net.node('server', { role: 'server' })
  const [near, mid, far] = (['near', 'mid', 'far'] as const).map((name) => net.node(name, { role: 'router' }))
  if (near === undefined || mid === undefined || far === undefined) throw new Error('three routers')
  net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), near.port('lan', { addresses: ['10.0.1.1/24'] }))
  net.link(server.port('eth0', { addresses: ['10.0.2.2/24'] }), far.port('lan', { addresses: ['10.0.2.1/24'] }))
  const join = (a: typeof near, b: typeof near, net24: string): CableHandle =>
    net.link(
      a.port(`to-${b.name}`, { addresses: [`${net24}.1/24`] }),
      b.port(`to-${a.name}`, { addresses: [`${net24}.2/24`] }),
    )
  const direct = join(near, far, '10.0.8')
  const beside = join(near, mid, '10.0.9')
  join(mid, far, '10.0.10')
  host.route('default', '10.0.1.1')
  server.route('default', '10.0.2.1')
  mid.route('10.0.1.0/24', '10.0.9.1').route('10.0.2.0/24', '10.0.10.2')
  return { topology: net.build(), direct, beside }
}

const by = 'made-up'
const distance = 110
export const route = (to: string, ...vias: readonly string[]): DynamicRoute => ({ by, to, vias, distance })
const WELL = { near: route('10.0.2.0/24', '10.0.8.2'), far: route('10.0.1.0/24', '10.0.8.1') }
const ROUND = { near: route('10.0.2.0/24', '10.0.9.2'), far: route('10.0.1.0/24', '10.0.10.1') }

/** Both routers use the third one 1 s to 1.2 s after their own cable has failed, and no cable of theirs but that one. */
export const madeUp: Theory = {
  // Of the cable to the third router it knows nothing.
  silence: ({ broken }) =>
    broken.damage.effects.some(({ at }) => at.interface === 'to-mid')
      ? worded('what it does then is not modelled')
      : null,
  routes: ({ name }) =>
    name === 'triangle' ? [...Object.entries(WELL)].map(([node, one]) => ({ node, routes: [one] })) : [],
  changes: ({ broken }) => {
    const [a, b] = [on('near', 'to-far'), on('far', 'to-near')]
    const isGone = broken.wiring.topology.name === 'triangle' && !delivers(broken, a, b, 0x0800)
    const changes = (['near', 'far'] as const).map((node) => ({
      reaction: { react: 'routes', node, routes: [ROUND[node]] } as const,
      after: null,
      lowNs: 1e9,
      highNs: 1.2e9,
      because: worded(`${node} sends by mid`),
      source: 'this test',
      detection: {
        watch: 'route',
        node,
        name: ROUND[node].to,
        state: routeState(ROUND[node].vias),
      } satisfies RouteState,
      phase: null,
    }))
    return { changes: isGone ? changes : [], blocked: [] }
  },
}
