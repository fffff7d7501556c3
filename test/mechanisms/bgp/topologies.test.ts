import { describe, expect, test } from 'vitest'
import { BackhoeError } from '../../../src/model/problem.ts'
import { endpointText } from '../../../src/model/topology.ts'
import type { CableHandle } from '../../../src/model/handle.ts'
import { wiringOf } from '../../../src/theory/wired.ts'
import { dualUplinkBgp, leafSpine } from '../../../topologies/index.ts'

const near = (handle: CableHandle): string => endpointText(handle.near)

describe('dualUplinkBgp', () => {
  const routes = (site: ReturnType<typeof dualUplinkBgp>, node: string, to: string) =>
    wiringOf(site.topology)
      .dynamicRoutes.get(node)
      ?.find((one) => one.to === to)?.vias

  test('provider A leads both ways, and each direction has a preference of its own', () => {
    const site = dualUplinkBgp()
    expect([site.edge.wanA, site.edge.wanB, site.providerA.backbone].map(near)).toEqual([
      'edge:wan-a',
      'edge:wan-b',
      'pa:up',
    ])
    expect(routes(site, 'edge', '198.51.100.0/24')).toEqual(['203.0.113.2'])
    expect(routes(site, 'internet', '192.0.2.0/24')).toEqual(['203.0.113.5'])
    const asymmetric = dualUplinkBgp({ prepend: { a: 2, b: 0 } })
    expect(routes(asymmetric, 'edge', '198.51.100.0/24')).toEqual(['203.0.113.2'])
    expect(routes(asymmetric, 'internet', '192.0.2.0/24')).toEqual(['203.0.113.13'])
  })

  test('two edge routers share one preference by iBGP, each the next hop of the other', () => {
    const site = dualUplinkBgp({ edges: 2 })
    expect([site.edge.wanA, site.edge.wanB, site.edge.interlink].map(near)).toEqual([
      'edge:wan-a',
      'edge-b:wan-b',
      'edge:edge-b',
    ])
    expect(routes(site, 'edge', '198.51.100.0/24')).toEqual(['203.0.113.2'])
    expect(routes(site, 'edge-b', '198.51.100.0/24')).toEqual(['203.0.113.17'])
    expect(routes(site, 'edge-b', '192.0.2.0/24')).toEqual(['203.0.113.17'])
    expect(routes(site, 'internet', '192.0.2.0/24')).toEqual(['203.0.113.5'])
    // What came by the one is announced to no provider by the other.
    expect(routes(site, 'pb', '198.51.100.0/24')).toEqual(['203.0.113.14'])
    const b = dualUplinkBgp({ edges: 2, localPreference: { a: 100, b: 200 } })
    expect(routes(b, 'edge', '198.51.100.0/24')).toEqual(['203.0.113.18'])
    expect(() => dualUplinkBgp().edgeB).toThrow("dualUplinkBgp has no 'edgeB'")
  })

  test('the site is no way from one provider to the other', () => {
    expect(routes(dualUplinkBgp(), 'pa', '192.0.2.0/24')).toEqual(['203.0.113.1'])
    expect(routes(dualUplinkBgp(), 'pb', '198.51.100.0/24')).toEqual(['203.0.113.14'])
  })
})

describe('leafSpine', () => {
  const site = leafSpine({ leaves: 3, spines: 2 })

  test('every leaf has a cable to every spine, and sends by all of them', () => {
    expect([site.leaf(3).uplink(2), site.host(2).link].map(near)).toEqual(['leaf3:spine2', 'h2:eth0'])
    const routes = wiringOf(site.topology).dynamicRoutes.get('leaf1') ?? []
    expect(routes.map(({ to, vias }) => `${to} ${vias.join()}`)).toEqual([
      '10.1.2.0/24 10.0.1.10,10.0.1.6',
      '10.1.3.0/24 10.0.1.10,10.0.1.6',
    ])
    expect(() => site.leaf(4)).toThrow(BackhoeError)
  })
})
