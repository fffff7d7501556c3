import { describe, expect, it } from 'vitest'
import { linkCut, vlanMissing } from '../../chaos/index.ts'
import { defineLab, flow } from '../../src/index.ts'
import type { Plan } from '../../src/model/plan.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { gatewayPair, redundantSwitches } from '../../topologies/index.ts'
import { backhoe } from '../lab/front-door.ts'

const pair = gatewayPair()
const lab = defineLab({
  topology: pair,
  traffic: { web: flow(pair.host, pair.server) },
  experiments: {
    cut: { fault: linkCut(pair.r1.lan), hold: '10s', trials: 3, targets: { web: { outage: '< 4s' } } },
  },
})
const planned = (runtime: 'netns' | 'containerlab', name = 'cut'): Plan =>
  buildPlan(lab, name, { hz: 100, runtime }).plan

describe('a lab of ours on containerlab', () => {
  it('has the faults, the traffic, the windows and the waits that it has in namespaces', () => {
    const [here, there] = [planned('netns'), planned('containerlab')]
    for (const part of ['experiments', 'flows', 'sessions', 'settle', 'watch', 'cables', 'nodes'] as const)
      expect(there[part]).toEqual(here[part])
  })

  it('builds nothing but what its cables need on this side, and starts nothing: the nodes do that', () => {
    const { build, daemons, needs } = planned('containerlab')
    expect(new Set(build.map(({ op }) => op))).toEqual(new Set(['gso-max-segs']))
    expect(build).toHaveLength(2 * pair.topology.cables.length)
    expect(daemons).toEqual([])
    expect(needs).not.toContain('keepalived')
  })

  it('needs no program of this machine, because the image brings them: Open vSwitch, perl, ping', () => {
    const tree = redundantSwitches({ loopFree: 'rstp' })
    const rapid = defineLab({
      topology: tree,
      traffic: { web: flow(tree.host(1), tree.server(1)) },
      experiments: {
        cut: { fault: linkCut(tree.peer), hold: '10s', trials: 3, targets: { web: { outage: '< 4s' } } },
      },
    })
    const needs = (runtime: 'netns' | 'containerlab'): readonly string[] =>
      buildPlan(rapid, 'rapid', { hz: 100, runtime }).plan.needs
    expect(needs('netns')).toEqual(['veth', 'tc-mirred', 'openvswitch', 'tun'])
    expect(needs('containerlab')).toEqual(['veth', 'tc-mirred', 'tun'])
  })

  // The reaper that takes it back after a kill knows no folder of a node.
  it('takes a VLAN from Open vSwitch in guests only, whose end takes everything with it', () => {
    const tree = redundantSwitches({ loopFree: 'rstp', access: 1, vlans: [10] })
    const rapid = defineLab({
      topology: tree,
      traffic: { web: flow(tree.host(1), tree.server(1)) },
      experiments: {
        gone: {
          fault: vlanMissing(tree.access(1).uplink1, 10),
          hold: '5s',
          trials: 1,
          targets: { web: { outage: '< 4s' } },
        },
      },
    })
    const variants = (mode: 'deploy' | 'attach') =>
      buildPlan(rapid, 'rapid', { hz: 100, runtime: 'containerlab', mode }).plan.experiments[0]?.variants
    expect(variants('deploy')?.[0]?.heal).toMatchObject([{ op: 'ovs-vlans' }])
    expect(() => variants('attach')).toThrow('its VLANs are Open vSwitch’s, in a container of this machine')
  })

  it('is named after its file, and says what containerlab calls its nodes', () => {
    const { runtime } = planned('containerlab', 'my-lab')
    expect(runtime).toMatchObject({ kind: 'containerlab', lab: 'my-lab', mode: 'deploy', names: { host: 'host1' } })
    expect(runtime).toMatchObject({ topologyFile: 'my-lab.clab.yml', images: ['backhoe-node:1'] })
    expect(Object.keys(runtime.kind === 'containerlab' ? runtime.files : {})).toContain('my-lab.clab.yml')
  })

  it('needs a name that containerlab takes', () => {
    expect(() => planned('containerlab', '../../x')).toThrow('clab-name')
  })

  it('is shown by plan', async () => {
    const { code, out } = await backhoe(
      'plan',
      'test/fixtures/labs/two-hosts.lab.ts',
      '--runtime',
      'containerlab',
      '--commands',
    )
    expect(code).toBe(0)
    await expect(out).toMatchFileSnapshot('../golden/plan/two-hosts-containerlab.txt')
  })

  it('of a lab that runs already says what can be done to each cable', async () => {
    const { code, out } = await backhoe('plan', 'test/containerlab/labs/pair.lab.ts', '--attach', '--commands')
    expect(code).toBe(0)
    await expect(out).toMatchFileSnapshot('../golden/plan/pair-attached.txt')
  })
})
