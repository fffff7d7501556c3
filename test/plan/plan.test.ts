import { describe, expect, it } from 'vitest'
import { linkCut, linkSilent, vlanMissing, type CableTarget } from '../../chaos/index.ts'
import { defineLab, flow, session } from '../../src/index.ts'
import type { NodeHandle, Site } from '../../src/index.ts'
import { isVrrpSettled } from '../../src/mechanisms/vrrp/data-kinds.ts'
import type { GateKind } from '../../src/model/lab.ts'
import type { GatePlan, Plan } from '../../src/model/plan.ts'
import { planCommands } from '../../src/cli/plan-commands.ts'
import { compose, nodeHandle } from '../../src/compose/index.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { wiring } from '../../src/plan/wiring.ts'
import type { DurationText } from '../../src/model/time.ts'
import {
  activeActive,
  campus,
  dualHomedActiveBackup,
  dualHomedLag,
  gatewayPair,
  nPlusOne,
  redundantSwitches,
} from '../../topologies/index.ts'

const pair = gatewayPair()
const lag = dualHomedLag()
const legs = dualHomedActiveBackup({ primary: 'leg2', vlans: [10] })

function planOf(
  site: Site & { host: NodeHandle; server: NodeHandle },
  cable: CableTarget,
  gate: GateKind = 'full',
): Plan {
  const lab = defineLab({
    topology: site,
    traffic: { web: flow(site.host, site.server, { streams: 16 }), ssh: session.tcp(site.host, site.server) },
    experiments: {
      cut: {
        fault: linkCut(cable),
        hold: '10s',
        trials: 3,
        gate,
        rehearse: gate === 'full',
        targets: { web: { outage: '< 40s' } },
      },
    },
  })
  return buildPlan(lab, 'test', { hz: 100 }).plan
}

/** A virtual router on the bridges of two nodes, with so many ports. */
function onBridges(ports: number) {
  const net = compose('on-bridges')
  const [host, server] = [net.node('host', { role: 'host' }), net.node('server', { role: 'server' })]
  const lan = net.node('lan', { role: 'switch' })
  const cables = [150, 100].flatMap((priority, at) => {
    const node = net.node(`d${String(at + 1)}`, { role: 'router' })
    const names = Array.from({ length: ports - 1 }, (_, number) => `p${String(number)}`)
    const links = names.map((name) =>
      net.link(node.port(name), net.node(`${name}-${String(at)}`, { role: 'host' }).port('eth0')),
    )
    const up = net.link(node.port('up'), lan.port(`d${String(at)}`))
    node.bridge('br0', { ports: [...names, 'up'], addresses: [`10.0.0.1${String(at)}/24`] })
    node.virtualRouter('LAN', { interface: 'br0', vrid: 1, priority, addresses: ['10.0.0.1/24'] })
    return [up, ...links]
  })
  net.link(host.port('eth0', { addresses: ['10.0.0.20/24'] }), lan.port('h'))
  net.link(server.port('eth0', { addresses: ['10.0.0.30/24'] }), lan.port('s'))
  lan.bridge('br0', { ports: ['d0', 'd1', 'h', 's'] })
  const [cable] = cables
  if (cable === undefined) throw new Error('two nodes')
  return { topology: net.build(), host, server, cable }
}

const gateOf = (plan: Plan): GatePlan | undefined => plan.experiments[0]?.gate

describe('a plan', () => {
  it('is data: nothing of it is lost in plan.json', () => {
    for (const plan of [planOf(pair, pair.r1.lan), planOf(lag, lag.leg(1)), planOf(legs, legs.leg1)]) {
      expect(JSON.parse(JSON.stringify(plan))).toEqual(plan)
    }
  })

  it('tells theory how old neighbour entries are where a full gate alone decides it', () => {
    const living = (more: { gate?: GateKind; rehearse?: boolean; settle?: '5s' }): number | null | undefined => {
      const lab = defineLab({
        topology: lag,
        traffic: { web: flow(lag.host, lag.server) },
        experiments: {
          deaf: {
            fault: linkSilent(lag.leg(1), { direction: 'fromNear' }),
            hold: '14s',
            trials: 1,
            targets: { web: { outage: '< 12s' } },
            ...more,
          },
        },
      })
      const [variant] = buildPlan(lab, 'test', { hz: 100 }).plan.experiments[0]?.variants ?? []
      return variant?.windows.find(({ direction }) => direction === 'backward')?.highNs
    }
    // All is whole again within 9.79 s. Nothing fails where entries are confirmed, and have been for 11.2 s at most;
    // measured: untouched. Of any age, they fail 3 s after the fault at the earliest; measured: up to 3.12 s.
    expect(living({})).toBe(0)
    expect([living({ rehearse: true }), living({ gate: 'naive' })]).toEqual([7.88e9, 7.88e9])
    // 6 s + 5 s + 1 s and twice 1.1 s for the phase: asked for 5.8 s after the fault, failed 3 s later.
    expect(living({ settle: '5s' })).toBe(2.08e9)
  })

  it('breaks all cables of a group in one batch, and says which', () => {
    const stack = dualHomedLag()
    const plan = planOf(stack, stack.member('m1'))
    const [variant] = plan.experiments[0]?.variants ?? []
    expect(plan.experiments[0]?.fault).toMatchObject({ on: 'stack member m1', text: 'cut: both ends lose carrier' })
    expect(variant?.inject.map(({ operations }) => operations.length)).toEqual([4])
    expect(variant?.heal).toHaveLength(4)
    expect(variant?.effect.flatMap(({ effect, at }) => `${effect} ${at.node}`).sort()).toEqual([
      'carrier-lost host',
      'carrier-lost server',
      'carrier-lost stack',
      'carrier-lost stack',
    ])
    expect(planOf(stack, stack.member('m1').cables).experiments[0]?.fault.on).toBe(
      'host:eth0--stack:m1-h1 and server:eth0--stack:m1-s1',
    )
  })

  it('says what an experiment needs beyond the network', () => {
    const lab = defineLab({
      topology: legs,
      traffic: { web: flow(legs.host, legs.server) },
      experiments: {
        cut: {
          fault: linkSilent(legs.leg2),
          drift: vlanMissing(legs.leg1, 10),
          hold: '1s',
          trials: 1,
          targets: { web: { outage: '< 1s' } },
        },
      },
    })
    const { plan } = buildPlan(lab, 'test', { hz: 100 })
    // A port that forgets a VLAN is a bridge's, which needs them already.
    expect(plan.needs).toContain('vlan-filtering')
    expect(plan.experiments[0]?.needs).toEqual(['tc-drop'])
    expect(plan.experiments[0]?.drift).toMatchObject([{ op: 'vlan-delete', ns: 'sw1', vlan: 10 }])
  })

  it('needs all that a program of a node needs, whatever it is', () => {
    const net = compose('tracker')
    const router = net.node('r', { role: 'router' })
    const [a, b] = [net.node('a', { role: 'host' }), net.node('b', { role: 'host' })]
    const cable = net.link(
      a.port('eth0', { addresses: ['10.0.0.2/24'] }),
      router.port('a', { addresses: ['10.0.0.1/24'] }),
    )
    net.link(b.port('eth0', { addresses: ['10.0.1.2/24'] }), router.port('b', { addresses: ['10.0.1.1/24'] }))
    a.route('default', '10.0.0.1')
    b.route('default', '10.0.1.1')
    router.daemon({ name: 'conntrackd', argv: ['conntrackd'], needs: ['conntrack', 'perl', 'policy-routing'] })
    const plan = planOf({ topology: net.build(), host: nodeHandle(a), server: nodeHandle(b) }, cable, 'naive')
    expect(plan.needs).toEqual(['veth', 'tc-mirred', 'conntrack', 'perl', 'policy-routing'])
  })

  it('lists the ports of spanning trees among what is watched', () => {
    const watched = (loopFree: 'stp' | 'rstp'): string[] => {
      const tree = redundantSwitches({ loopFree, access: 2 })
      const plan = planOf({ topology: tree.topology, host: tree.host(1), server: tree.server(1) }, tree.peer, 'naive')
      return planCommands(plan, { hz: 100 })
        .split('\n')
        .filter((line) => line.includes('spanning-tree state'))
    }
    expect(watched('stp')).toContain('# spanning-tree state of d1:peer')
    expect(watched('rstp')).toContain('# spanning-tree state and role of every port of Open vSwitch on d1')
  })
})

describe('a gate', () => {
  it('that is full asks for all that has to have settled', () => {
    const plan = planOf(pair, pair.r1.lan)
    expect(gateOf(plan)?.states).toEqual(plan.settle.map(({ wait }) => wait))
    expect(gateOf(plan)?.carried).toHaveLength(8)
  })

  it('that is naive asks for lights only', () => {
    const gate = gateOf(planOf(legs, legs.leg1, 'naive'))
    expect(new Set(gate?.states.map(({ wait }) => wait))).toEqual(new Set(['carrier']))
    expect(gate?.states).toContainEqual({ wait: 'carrier', node: 'host', name: 'bond0' })
    expect(gate?.carried).toEqual([])
  })

  it.each([
    ["each of the active router's cables", planOf(pair, pair.r1.lan), ['r1:lan--sw1:eth2', 'r1:wan--wan:eth1']],
    ['the active leg of an active-backup bond', planOf(legs, legs.leg1), ['host:eth1--sw2:eth1']],
    ['each leg of every LAG', planOf(lag, lag.leg(1)), lag.topology.cables.map(({ name }) => name)],
  ])('that rehearses cuts %s once, and lights it again', (_, plan, cables) => {
    const steps = gateOf(plan)?.rehearsal ?? []
    expect(
      steps.map(({ operations }) =>
        operations.map((one) => (one.op === 'light' ? plan.cables[one.cable]?.name : one.op)),
      ),
    ).toEqual(cables.map((name) => [name, name]))
    for (const { operations, undo, reverts } of steps) {
      expect(undo).toEqual(operations.map((one) => ({ ...one, on: true })))
      expect(reverts).toBe(true)
    }
  })

  const keeping = gatewayPair({ preempt: false })
  const rest = dualHomedActiveBackup()
  const lazy = dualHomedActiveBackup({ primary: 'leg2', primaryReselect: 'failure' })
  it.each([
    ['routers that do not preempt', keeping, keeping.r1.lan, ['r1:lan', 'r2:lan', 'r1:wan', 'r2:wan']],
    ['a bond without a primary', rest, rest.leg1, ['host:eth0', 'host:eth1']],
    ['a bond whose primary does not come back', lazy, lazy.leg1, ['host:eth1', 'host:eth0']],
  ])('that rehearses brings back %s by cutting who took over', (_, site, cable, ends) => {
    const steps = gateOf(planOf(site, cable))?.rehearsal ?? []
    expect(steps.map(({ text }) => /^cut ([^-]*)--/.exec(text)?.[1])).toEqual(ends)
    expect(steps.map(({ reverts }) => reverts)).toEqual(ends.map((_, index) => index % 2 === 1))
  })

  it('that rehearses is refused where two groups cannot both be brought back', () => {
    const groups = [
      { vrid: 1, priority: { r1: 150, r2: 100 } },
      { vrid: 2, priority: { r1: 100, r2: 150 } },
    ]
    const shared = gatewayPair({ preempt: false, groups })
    expect(() => planOf(shared, shared.r1.lan)).toThrow(/nothing brings back/)
  })

  // Each of its ports would be cut in turn, those of hosts as well, and none of that moves a gateway.
  it('that rehearses is refused where a gateway is on a switch, and cuts the one port of a bridge that has no other', () => {
    const [one, several] = [onBridges(1), onBridges(2)]
    expect(gateOf(planOf(one, one.cable))?.rehearsal).toHaveLength(1)
    expect(() => planOf(several, several.cable)).toThrow(/no single cable makes it move/)
  })
})

describe('daemons without preemption', () => {
  /** Nodes whose daemons start, and what is waited for before. */
  const startOf = ({ topology }: Site) =>
    wiring(topology).daemons.map((one) =>
      one.op === 'wait' && isVrrpSettled(one.wait)
        ? `until ${one.wait.active.node} ${one.wait.active.name} is active`
        : one.op === 'daemon' && one.node,
    )

  // With A = 10 ms and n = 5 the spare became active where its daemon was 50 ms ahead, and kept the address: no trial settled.
  it('start once those that they are a backup of are active', () => {
    expect(startOf(gatewayPair({ preempt: false }))).toEqual([
      'r1',
      'until r1 LAN is active',
      'until r1 WAN is active',
      'r2',
    ])
    expect(startOf(nPlusOne({ preempt: false, servers: 2 }))).toEqual([
      's1',
      's2',
      'until s1 HOP1 is active',
      'until s2 HOP2 is active',
      'spare',
    ])
    // Where the preferred router preempts, it becomes active in whatever order the two start.
    expect(startOf(gatewayPair())).toEqual(['r1', 'r2'])
  })

  it('start at once where each is a backup of the other, and plan warns where their timers are too much alike', () => {
    const warned = (advertInterval: DurationText) => {
      const site = activeActive({ preempt: false, advertInterval })
      expect(startOf(site)).toEqual(['r1', 'r2'])
      const fault = linkCut(site.r1.lan)
      const lab = defineLab({
        topology: site,
        traffic: { web: flow(site.host(1), site.server) },
        experiments: { cut: { fault, hold: '2s', trials: 1, targets: { web: { outage: '< 9s' } } } },
      })
      return buildPlan(lab, 'test', { hz: 100 }).warnings.flatMap(({ code, what }) =>
        code === 'start-decides' ? [what] : [],
      )
    }
    expect(warned('1s')).toEqual([])
    expect(warned('100ms')[0]).toContain('the daemon that starts first decides, and a trial may not settle')
  })

  // Each bond has carrier at a time of its own: the other router had the address before the preferred one had a cable.
  it('start once the LACP bonds of both have carrier, where each is a backup of the other', () => {
    const { daemons } = wiring(campus({ loopFree: 'mlag', preempt: false }).topology)
    const [legs, started] = [true, false].map((isWait) => daemons.filter(({ op }) => (op === 'wait') === isWait))
    expect(legs).toMatchObject(
      ['r1', 'r2'].map((node) => ({ wait: { wait: 'lacpCollected', node, name: 'lan', members: 2 } })),
    )
    // The switches' agents open the routers' legs.
    expect(started).toMatchObject(['d1', 'd2', 'a1', 'a2', 'r1', 'r2'].map((node) => ({ op: 'daemon', node })))
    expect(daemons.slice(4, 6)).toEqual(legs)
  })
})
