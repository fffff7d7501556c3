import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { linkCut, linkSilent, nodeDown } from '../../chaos/index.ts'
import { readClab } from '../../src/clab/read.ts'
import { topologyOf } from '../../src/clab/topology.ts'
import { defineLab, flow, fromContainerlab, session } from '../../src/index.ts'
import type { Fault } from '../../src/index.ts'
import type { Plan } from '../../src/model/plan.ts'
import { BackhoeError } from '../../src/model/problem.ts'
import { renderProblems } from '../../src/cli/output.ts'
import { buildPlan, type PlanOptions } from '../../src/plan/plan.ts'
import { backhoe } from '../lab/front-door.ts'
import { problemsOf } from '../problems.ts'
import { silenceText } from '../../src/model/silence.ts'

const dc1 = fromContainerlab('../fixtures/clab/dc1.clab.yml', { probes: { h1: '10.0.0.1', h2: '10.0.0.2' } })

function planned(fault: Fault, options: Partial<PlanOptions> = {}): Plan {
  const lab = defineLab({
    topology: dc1,
    traffic: { web: flow(dc1.node('h1'), dc1.node('h2')) },
    experiments: { it: { fault, hold: '10s', trials: 2, targets: { web: { outage: '< 4s' } } } },
  })
  return buildPlan(lab, 'mine', { hz: 100, runtime: 'containerlab', ...options }).plan
}

const problemOf = (act: () => unknown): unknown => {
  try {
    return act()
  } catch (error) {
    return error instanceof BackhoeError ? { ...error.problems[0], exit: error.exitCode } : error
  }
}

describe("a user's topology file", () => {
  it('has its containers as nodes and the links between them as cables, by the names in the file', () => {
    expect(dc1.topology.nodes.map(({ name }) => name)).toEqual(['leaf1', 'leaf2', 'h1', 'h2'])
    expect(dc1.cable('h1:eth1').near).toEqual({ node: 'h1', interface: 'eth1' })
    expect(dc1.cable('leaf1:ethernet-1/1').far).toEqual({ node: 'leaf2', interface: 'e1-1' })
    expect(dc1.cable('leaf1:e1-1').cable).toBe(dc1.cable('leaf2:ethernet-1/1').cable)
  })

  it('says of a name that it has not which is nearest, and of a link that is no cable where it leads', () => {
    expect(problemOf(() => dc1.node('leaf3'))).toMatchObject({ code: 'unknown-handle', next: "did you mean 'leaf1'?" })
    expect(problemOf(() => dc1.node('br0'))).toMatchObject({ what: expect.stringContaining('bridge') as string })
    expect(problemOf(() => dc1.cable('h1:eth3'))).toMatchObject({
      what: expect.stringContaining('host clab-h1') as string,
    })
  })

  it('is deployed as a derived file: plain cables get a middle, all else stays', () => {
    const { runtime } = planned(linkCut(dc1.cable('h1:eth1')))
    if (runtime.kind !== 'containerlab') throw new Error('no containerlab')
    expect(runtime).toMatchObject({ lab: 'dc1', topologyFile: 'dc1.clab.yml', cables: ['panel', 'panel', 'panel'] })
    const text = runtime.files['dc1.clab.yml'] ?? ''
    const file = parse(text.replaceAll('$$', '$')) as { topology: { links: object[] } }
    expect(file.topology.links).toMatchObject([
      { type: 'veth-stitch' },
      { type: 'veth-stitch', mtu: 1500, endpoints: [{ node: 'leaf1' }, { node: 'h1', ipv4: '10.0.0.1/24' }] },
      { type: 'veth-stitch', endpoints: [{}, { mac: '02:00:00:00:00:01' }], labels: { price: '5$' } },
      { endpoints: ['h1:eth2', 'br0:h1-p'] },
      { endpoints: ['h1:eth3', 'host:clab-h1'] },
      { type: 'vxlan' },
    ])
  })

  it('is derived with paths that hold from anywhere, but for what containerlab writes itself', () => {
    const source = `name: p
topology:
  nodes:
    a:
      kind: linux
      startup-config: cfg/__clabNodeName__.cfg
      env-files: [./a.env]
      binds: ["x:/x", "/abs:/y", "__clabNodeDir__/z:/z:ro", "__clabDir__/topology-data.json:/t", "clab-p/ansible-inventory.yml:/i"]
    b: {kind: linux, license: "https://example.net/l", startup-config: "a\\nb"}
`
    const { containerlab } = topologyOf(readClab(source, '/labs/p.clab.yml', {}), '/labs')
    expect(parse(containerlab?.derived ?? '')).toMatchObject({
      topology: {
        nodes: {
          a: {
            'startup-config': '/labs/cfg/__clabNodeName__.cfg',
            'env-files': ['/labs/a.env'],
            binds: [
              '/labs/x:/x',
              '/abs:/y',
              '/labs/clab-p/__clabNodeName__/z:/z:ro',
              '__clabDir__/topology-data.json:/t',
              'clab-p/ansible-inventory.yml:/i',
            ],
          },
          b: { license: 'https://example.net/l', 'startup-config': 'a\nb' },
        },
      },
    })
    // What a guest has to be shown: of names that containerlab fills in, the folder that holds them.
    expect(containerlab?.paths).toEqual(['/labs/cfg', '/labs/a.env', '/labs/x', '/abs', '/labs/clab-p'])
  })

  // The paths of a merge stayed relative to a file that lies elsewhere; `image: 1.10` came out as 1.1.
  it('is derived from what containerlab reads: merges, aliases and texts that look like numbers', () => {
    const source = `name: p
topology:
  groups:
    g: &g {kind: linux, image: 1.10, binds: ["./x:/x"], env: {DEBUG: no}, config: {vars: {n: 5, s: "5", no: off}}}
  nodes:
    a: {<<: *g, license: &path lic/a}
    b: {kind: linux, license: *path, cmd: "$$HOME"}
`
    const { containerlab } = topologyOf(readClab(source, '/labs/p.clab.yml', {}), '/labs')
    const again = readClab(containerlab?.derived ?? '', '/run/p.clab.yml', {})
    expect(again.document.value).toMatchObject({
      topology: {
        nodes: {
          a: { image: '1.10', binds: ['/labs/x:/x'], env: { DEBUG: 'no' }, license: '/labs/lic/a' },
          b: { license: '/labs/lic/a', cmd: '$HOME' },
        },
      },
    })
    expect(again.clab.nodes[0]?.vars).toEqual({ n: 5, s: '5', no: false })
  })

  it('is told after a start what containerlab would have told it, and is not killed where only that knows', () => {
    const source = `name: p
topology:
  defaults: {kind: linux, exec: [echo __clabNodeName__ __clabLabName__]}
  nodes: {a: {}, b: {exec: [cat __clabNodeDir__/x]}}
`
    const { containerlab } = topologyOf(readClab(source, '/labs/p.clab.yml', {}), '/labs')
    expect(containerlab?.restarts.deploy).toEqual({
      a: { exec: ['echo a clab-p'] },
      b: { because: 'its exec names the folder of the lab, which only containerlab knows' },
    })
  })

  it('has no window, no protocols in its gate, and says why', () => {
    const { experiments, settle } = planned(linkCut(dc1.cable('h1:eth1')))
    expect(experiments[0]?.variants[0]?.windows).toEqual([])
    expect(experiments[0]?.variants[0]?.silent.map(silenceText)[0]).toContain('no window: not our configuration')
    expect(new Set(settle.map(({ wait }) => wait.wait))).toEqual(new Set(['carrier']))
  })

  it('says in the gate what is not asked', () => {
    const [experiment] = planned(linkCut(dc1.cable('h1:eth1'))).experiments
    expect(experiment?.gate.unasked?.[0]).toContain('protocols were not asked')
  })

  it('needs to be told where traffic begins, and what cannot begin there', () => {
    const bare = fromContainerlab('../fixtures/clab/dc1.clab.yml')
    const lab = defineLab({
      topology: bare,
      traffic: { ssh: session.tcp(bare.node('h1'), bare.node('h2')) },
      experiments: {
        it: {
          fault: linkCut(bare.cable('h1:eth1')),
          hold: '1s',
          trials: 1,
          rehearse: true,
          targets: { ssh: { stall: '< 1s' } },
        },
      },
    })
    const refused = problemsOf(() => buildPlan(lab, 'mine', { hz: 100, runtime: 'containerlab' }))
    expect(refused.map(({ code }) => code)).toEqual(['no-probe-address', 'no-probe-address', 'unknown-standby'])
    const probes = { leaf1: '10.0.0.1', h3: '10.0.0.2', h1: '10.0.0.1/24' }
    const told = problemsOf(() => fromContainerlab('../fixtures/clab/dc1.clab.yml', { probes }))
    expect(told.map(({ code }) => code)).toEqual(['black-box', 'unknown-node', 'bad-address'])
    expect(told[0]?.where).toMatch(/site\.test\.ts:\d+:\d+$/)
  })

  it('runs on containerlab only', async () => {
    const fault = linkCut(dc1.cable('h1:eth1'))
    expect(problemOf(() => planned(fault, { runtime: 'netns' }))).toMatchObject({
      code: 'needs-containerlab',
      exit: 69,
      next: '--runtime containerlab',
    })
    expect((await backhoe('plan', 'test/fixtures/clab/dc1.lab.ts')).code).toBe(69)
  })

  it('attached to: a silent cable is silent at the nodes, and a cut is refused', () => {
    const cable = dc1.cable('h1:eth1')
    const { experiments } = planned(linkSilent(cable), { mode: 'attach' })
    const [batch] = experiments[0]?.variants[0]?.inject ?? []
    expect(batch?.operations).toMatchObject([
      { op: 'drop', ns: 'leaf1', name: 'e1-2' },
      { op: 'drop', ns: 'h1', name: 'eth1' },
    ])
    expect(problemOf(() => planned(linkCut(cable), { mode: 'attach' }))).toMatchObject({ code: 'no-middle' })
  })

  it('kills only a container that is the same when it starts again', async () => {
    const file = '../fixtures/clab/stitched.clab.yml'
    const site = fromContainerlab(file, { probes: { a: '10.0.0.1', b: '10.0.0.2' } })
    const plan =
      (node: string, as: 'fault' | 'drift' = 'fault') =>
      () =>
        buildPlan(
          defineLab({
            topology: site,
            traffic: { web: flow(site.node('a'), site.node('b')) },
            experiments: {
              it: {
                ...(as === 'drift'
                  ? { drift: nodeDown(site.node(node)), fault: linkCut(site.cable('a:eth1')) }
                  : { fault: nodeDown(site.node(node)) }),
                hold: '10s',
                trials: 2,
                targets: { web: { outage: '< 4s' } },
              },
            },
          }),
          'mine',
          { hz: 100, runtime: 'containerlab', mode: 'attach' },
        ).plan
    const { inject = [], heal = [] } = plan('sw')().experiments[0]?.variants[0] ?? {}
    // Docker takes its time: the node stands still, then dark, then dead.
    expect(inject.map(({ operations }) => operations.map(({ op }) => op))).toEqual([
      ['pause', 'light', 'light'],
      ['light', 'light'],
      ['power'],
    ])
    expect(heal[0]).toEqual({ op: 'power', node: 'sw', on: true, exec: ['ip link add br0 type bridge', 'sh /up.sh'] })
    const refused = ['a', 'plain', 'tap', 'srl'].map((node) => problemsOf(plan(node)))
    expect(problemsOf(plan('sw', 'drift'))).toMatchObject([{ code: 'drift-dead' }])
    const problems = refused.flat().map(({ code, what, allowed = '' }) => ({ code, what, allowed }))
    await expect(renderProblems(problems, { color: false, cwd: '/' })).toMatchFileSnapshot(
      '../golden/errors/containerlab-no-power.txt',
    )
  })
})
