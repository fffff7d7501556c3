import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, nodeDown } from '../../chaos/index.ts'
import { compose, nodeHandle, type NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { nodeOf } from '../../src/model/topology.ts'
import { gatewayPair } from '../../topologies/index.ts'
import { ask, backward, forward } from './ask.ts'

/** Two routers with two cables between them; `routes` gives them the ways to each other. */
function twoWays(routes: (near: NodeBuilder, far: NodeBuilder) => void) {
  const net = compose('two-ways')
  const host = net.node('host', { role: 'host' })
  const server = net.node('server', { role: 'server' })
  const near = net.node('near', { role: 'router' })
  const far = net.node('far', { role: 'router' })
  net.link(host.port('eth0', { addresses: ['10.0.1.2/24'] }), near.port('lan', { addresses: ['10.0.1.1/24'] }))
  net.link(server.port('eth0', { addresses: ['10.0.2.2/24'] }), far.port('lan', { addresses: ['10.0.2.1/24'] }))
  const [a, b] = ['a', 'b'].map((name, k) =>
    net.link(
      near.port(name, { addresses: [`10.0.${String(8 + k)}.1/24`] }),
      far.port(name, { addresses: [`10.0.${String(8 + k)}.2/24`] }),
    ),
  ) as [CableHandle, CableHandle]
  host.route('default', '10.0.1.1')
  server.route('default', '10.0.2.1')
  routes(near, far)
  return { topology: net.build(), a, b, host: nodeHandle(host), server: nodeHandle(server), far: nodeHandle(far) }
}

const IGNORE = { ignoreRoutesWithLinkdown: true }

/** Both prefer cable a. */
const floating = (options?: { readonly ignoreRoutesWithLinkdown: boolean }) =>
  twoWays((near, far) => {
    near.route('10.0.2.0/24', '10.0.9.2', { metric: 20 }).route('10.0.2.0/24', '10.0.8.2', { metric: 10 })
    far.route('10.0.1.0/24', '10.0.9.1', { metric: 20 }).route('10.0.1.0/24', '10.0.8.1')
    if (options !== undefined) for (const node of [near, far]) node.routing(options)
  })

/** The way there, and far's way back by both cables. */
const thereBy = (routes: (near: NodeBuilder) => void) =>
  twoWays((near, far) => {
    routes(near)
    far.route('10.0.1.0/24', ['10.0.8.1', '10.0.9.1'])
  })

describe('a route of another metric', () => {
  it('takes over within a tick where routes by dark interfaces are ignored', () => {
    const site = floating(IGNORE)
    const cut = ask(site, linkCut(site.a))
    expect([forward(cut), backward(cut)]).toEqual([
      [0, 10],
      [0, 10],
    ])
    expect(cut.windows[0]?.because).toContain('near ignores its routes by a as soon as it has no carrier')
    expect(forward(ask(site, linkCut(site.b)))).toEqual([0, 0])
  })

  it('never takes over by the default of the kernel, nor where the port has its light', () => {
    for (const site of [floating(), floating({ ignoreRoutesWithLinkdown: false })]) {
      const cut = ask(site, linkCut(site.a))
      expect([forward(cut), backward(cut)]).toEqual(['never', 'never'])
      expect(cut.windows[0]?.because).toContain(
        'near goes on using 10.0.8.2, though its port to it has no carrier: ignore_routes_with_linkdown is off',
      )
    }
    const site = floating(IGNORE)
    const silent = ask(site, linkSilent(site.a))
    expect(forward(silent)).toBe('never')
    expect(silent.windows[0]?.because).toContain('near goes on using 10.0.8.2, since its port to it has carrier')
  })
})

describe('several gateways of equal cost', () => {
  it('are all used further where the node is told to use dark interfaces', () => {
    const site = twoWays((near, far) => {
      near.route('10.0.2.0/24', ['10.0.8.2', '10.0.9.2']).routing({ ignoreRoutesWithLinkdown: false })
      far.route('10.0.1.0/24', ['10.0.8.1', '10.0.9.1'])
    })
    const cut = ask(site, linkCut(site.a))
    expect([forward(cut), backward(cut)]).toEqual(['never', [0, 10]])
  })

  it('may have no stream of a flow on the one with a small share', () => {
    const fair = thereBy((near) => near.route('10.0.2.0/24', ['10.0.8.2', '10.0.9.2']))
    const unfair = thereBy((near) => near.route('10.0.2.0/24', ['10.0.8.2', '10.0.9.2'], { weights: [1, 20] }))
    // One stream of 16 misses one of two ways once in 65,536 times, and one of 21 shares nearly every second time.
    expect(forward(ask(fair, linkSilent(fair.a)))).toBe('never')
    const [lost] = ask(unfair, linkSilent(unfair.a)).windows
    expect([lost?.lowNs, lost?.highNs]).toEqual([0, 10e9])
  })
})

describe('a nexthop group', () => {
  const grouped = (group: 'mpath' | 'resilient') =>
    twoWays((near, far) => {
      near.route('10.0.2.0/24', ['10.0.8.2', '10.0.9.2'], { group })
      far.route('10.0.1.0/24', ['10.0.8.1', '10.0.9.1'], { group })
    })

  it.each(['mpath', 'resilient'] as const)('loses the nexthop of a dark interface within a tick: %s', (group) => {
    const site = grouped(group)
    const cut = ask(site, linkCut(site.a))
    expect([forward(cut), backward(cut)]).toEqual([
      [0, 10],
      [0, 10],
    ])
    expect(cut.windows[0]?.because).toContain('near removes its nexthops by a from their groups')
  })

  it('is gone with its last nexthop', () => {
    const site = grouped('mpath')
    const dead = ask(site, nodeDown(site.far))
    expect(forward(dead)).toBe('never')
    expect(dead.windows[0]?.because).toContain('near removes the last nexthop of its group')
  })

  it('asks for its gateways, unless it is resilient', () => {
    const [asking, resilient] = [grouped('mpath'), grouped('resilient')]
    expect(ask(asking, linkSilent(asking.a)).silent).toEqual([
      expect.stringContaining('web forward: no window: near leaves 10.0.8.2 out of its nexthop group'),
      expect.stringContaining('web backward: no window: far leaves 10.0.8.1 out of its nexthop group'),
    ])
    expect(forward(ask(resilient, linkSilent(resilient.a)))).toBe('never')
  })

  it('deals buckets by weights, and none to a share that is too small', () => {
    const leaves = (weights: readonly number[], buckets: number) => {
      const site = thereBy((near) =>
        near.route('10.0.2.0/24', ['10.0.8.2', '10.0.9.2'], { group: 'resilient', weights, buckets }),
      )
      return ask(site, linkSilent(site.a)).windows[0]?.lowNs
    }
    // 16 streams miss one bucket of two once in 65,536 times; 4 buckets by 1 to 9 are 0 and 4.
    expect([leaves([1, 2], 2), leaves([1, 9], 4)]).toEqual([10e9, 0])
  })
})

describe('a route that refuses', () => {
  it('ends the search where routes before it cannot be used, and leaves nothing for a larger network', () => {
    const spared = thereBy((near) => near.route('10.0.2.0/24', '10.0.8.2').route('default', '10.0.9.2').routing(IGNORE))
    expect(forward(ask(spared, linkCut(spared.a)))).toEqual([0, 10])
    const refused = thereBy((near) =>
      near
        .route('10.0.2.0/24', '10.0.8.2')
        .route('10.0.2.0/24', 'unreachable', { metric: 1 })
        .route('default', '10.0.9.2')
        .routing(IGNORE),
    )
    expect(forward(ask(refused, linkCut(refused.a)))).toBe('never')
  })

  it('counts by its prefix: a longer one takes all, a shorter one nothing', () => {
    const taken = thereBy((near) => near.route('10.0.2.0/24', '10.0.8.2').route('10.0.2.2/32', 'blackhole'))
    expect(ask(taken, linkCut(taken.b)).silent[0]).toContain('it has no path before the fault')
    const left = thereBy((near) => near.route('10.0.2.0/24', '10.0.8.2').route('10.0.0.0/16', 'prohibit'))
    expect(forward(ask(left, linkCut(left.b)))).toEqual([0, 0])
  })

  it('is asked in a table before main', () => {
    const site = thereBy((near) =>
      near
        .route('10.0.2.0/24', '10.0.8.2')
        .route('default', '10.0.9.2', { table: 7 })
        .route('default', 'unreachable', { table: 7, metric: 1 })
        .rule({ iif: 'lan', table: 7 })
        .routing(IGNORE),
    )
    expect(forward(ask(site, linkCut(site.a)))).toEqual([0, 0])
    expect(forward(ask(site, linkCut(site.b)))).toBe('never')
  })

  it('leaves a session without a window: TCP sends again sooner after an ICMP', () => {
    const pair = gatewayPair()
    const nodes = pair.topology.nodes.map((node) => ({ ...node, ignoresLinkdown: true }))
    const [source = '', target = ''] = ['host', 'server'].map(
      (name) => nodeOf(pair.topology, name).probes[0]?.address ?? '',
    )
    const pairs = { forward: [{ source, target }], backward: [{ source: target, target: source }] }
    const talk = { kind: 'tcp', intervalNs: 100e6, sizeBytes: 64, isAnew: false } as const
    const options = { sessions: [{ name: 'ssh', from: 'host', to: 'server', pairs, ...talk }] }
    const session = (topology: typeof pair.topology) => {
      const { windows, silent } = ask({ topology }, linkCut(pair.r1.wan), options)
      return windows.some(({ on }) => on === 'ssh') ? 'window' : silent.find((text) => text.startsWith('ssh'))
    }
    expect(session(pair.topology)).toBe('window')
    expect(session({ ...pair.topology, nodes })).toContain('r1 may have no route for it and answer by ICMP')
  })
})

describe('a route by an interface', () => {
  it('has its destinations on the LAN, and leads to gateways in no network of the node', () => {
    const net = compose('cloud')
    const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
    const gateway = net.node('gateway', { role: 'router' })
    const cable = net.link(
      host.port('eth0', { addresses: ['10.0.1.2/32'] }),
      gateway.port('lan', { addresses: ['10.0.9.1/32'] }),
    )
    net.link(server.port('eth0', { addresses: ['10.0.2.2/24'] }), gateway.port('wan', { addresses: ['10.0.2.1/24'] }))
    server.route('default', '10.0.2.1')
    host.route('10.0.9.1/32', host.port('eth0')).route('default', '10.0.9.1')
    gateway.route('10.0.1.2/32', gateway.port('lan'))
    const site = { topology: net.build() }
    const cut = ask(site, linkCut(cable))
    expect([forward(cut), backward(cut)]).toEqual(['never', 'never'])
    expect(cut.silent).toEqual([])
  })
})

describe('a rule for a mark', () => {
  const marked = (more: boolean) =>
    thereBy((near) => {
      near.route('10.0.2.0/24', '10.0.8.2').route('default', '10.0.9.2', { table: 7 }).rule({ mark: 3, table: 7 })
      near.filter('lan', { at: 'ingress', pref: 20, match: { match: 'all' }, actions: [{ act: 'mark', mark: 3 }] })
      if (more)
        near.filter('lan', {
          at: 'ingress',
          pref: 10,
          match: { match: 'label', label: 5 },
          actions: [{ act: 'mark', mark: 4 }],
        })
    })

  it('has what came in where all frames are marked', () => {
    const site = marked(false)
    expect(forward(ask(site, linkCut(site.a)))).toEqual([0, 0])
    expect(forward(ask(site, linkCut(site.b)))).toBe('never')
  })

  it('is silent where only some frames are', () => {
    const site = marked(true)
    expect(ask(site, linkCut(site.a)).silent[0]).toContain('near has a rule for a mark, and which of the packets')
  })
})
