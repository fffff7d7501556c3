import { expect, test } from 'vitest'
import { compose } from '../../../src/compose/index.ts'
import { dualUplinkBgp, leafSpine } from '../../../topologies/index.ts'
import { told } from '../../told.ts'

/** What JavaScript, or a lab that nobody has type-checked, may hand over. */
const unchecked = (value: unknown): never => value as never

/** Three routers in a row, and a host beside the first one. */
function site() {
  const net = compose('bgp')
  const nodes = {
    a: net.node('a', { role: 'router' }),
    b: net.node('b', { role: 'router' }),
    c: net.node('c', { role: 'router' }),
    host: net.node('host', { role: 'host' }),
  }
  const { a, b, c, host } = nodes
  net.link(a.port('b', { addresses: ['10.0.1.1/24'] }), b.port('a', { addresses: ['10.0.1.2/24'] }))
  net.link(b.port('c', { addresses: ['10.0.2.1/24'] }), c.port('b', { addresses: ['10.0.2.2/24'] }))
  net.link(a.port('host', { addresses: ['10.0.3.1/24'] }), host.port('eth0', { addresses: ['10.0.3.2/24'] }))
  return { net, ...nodes }
}

const cases: Readonly<Record<string, () => unknown>> = {
  options: () => {
    const { net, a } = site()
    a.bgp({
      as: unchecked('65001'),
      routerId: 'a',
      neighbours: {
        b: unchecked({
          prepend: 11,
          communities: ['65001'],
          announce: 'none',
          prefixes: { in: ['10.0.3.1/24'], out: ['fd00::/64', '10.0.3.0'], both: [] },
        }),
        '10.0.1.2': unchecked({ as: 65002, localPreference: -1, preferences: { '70000:1': 80 }, weight: 5 }),
      },
      keepalive: '2s',
      hold: '4s',
      connect: '1500ms',
      advertisementInterval: '20min',
      ecmp: 0,
      gracefulRestart: '2h',
      dampening: { halfLife: '90s', reuse: 0, suppress: 700, longest: '5h', ...{ half: 2 } },
      ...{ timers: 'fast' },
    })
    net.build()
  },
  'dual-uplink-bgp': () =>
    dualUplinkBgp({
      localPreference: { a: -1, c: 100 },
      prepend: 2,
      edges: 3,
      lastMile: 'same',
      hold: '2s',
      connect: '500ms',
      providers: 3,
    } as never),
  dampening: () => dualUplinkBgp({ dampening: { halfLife: '1min', suppress: 4000, longest: '2min' } }),
  'leaf-spine': () => leafSpine({ leaves: 1, spines: 9, ecmp: 0, keepalive: '4s', hold: '9s', as: 65000 } as never),
  topology: () => {
    const { net, a, b, c, host } = site()
    a.bgp({
      as: 65001,
      neighbours: {
        '10.0.1.2': { as: 65009 },
        '10.0.2.2': { as: 65003 },
        '10.0.1.7': { as: 65007 },
        '10.0.3.1': { as: 65008 },
        '10.0.3.2': { as: 65001, prepend: 1 },
      },
      networks: ['hots'],
    })
    b.bgp({ as: 65002, neighbours: { '10.0.2.2': { as: 65003 } } })
    c.bgp({ as: 65003, neighbours: {}, routerId: '10.0.1.2' })
    host.bgp({ as: 65004, neighbours: {} })
    net.build()
  },
}

test.each(Object.entries(cases))('%s: every problem of bgp at once', async (name, body) => {
  await expect(told(body)).toMatchFileSnapshot(`../../golden/errors/bgp-${name}.txt`)
})
