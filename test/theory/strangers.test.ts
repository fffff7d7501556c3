import { silenceText } from '../../src/model/silence.ts'
import { describe, expect, it } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import { defineLab, flow } from '../../src/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import type { Node, Topology } from '../../src/model/topology.ts'
import { buildPlan } from '../../src/plan/plan.ts'
import { gatewayPair, separatedNetworks } from '../../topologies/index.ts'
import { theoryInWords, type ToldPrediction } from './ask.ts'

const changed = (topology: Topology, name: string, change: Partial<Node>): Topology => ({
  ...topology,
  nodes: topology.nodes.map((node) => (node.name === name ? { ...node, ...change } : node)),
})

const program = (name: string): Partial<Node> => ({ daemons: [{ name, argv: [name], needs: [] }] })

const pair = gatewayPair()
const cut = linkCut(pair.r1.lan) as Fault & { target: CableHandle }

function gateway(change: readonly [string, Partial<Node>] | null): ToldPrediction {
  const topology = change === null ? pair.topology : changed(pair.topology, ...change)
  const flows = [{ name: 'web', from: 'host', to: 'server', streams: 4, ratePps: 100 }]
  return theoryInWords({ topology, effects: cut.effect(cut.target), drift: [], flows, hz: 100, holdNs: 10e9 })
}

describe('a node that brings what theory does not know', () => {
  it('silences nothing by a file that no mechanism of ours reads', () => {
    const known = gateway(null)
    expect(known.windows).toHaveLength(2)
    expect(gateway(['host', { files: { 'app.conf': '', 'etc/dhcpd.conf': '' } }])).toEqual(known)
  })

  it('silences its paths by a keepalived.conf, or by a program that may do anything there', () => {
    expect(gateway(['r2', { files: { 'keepalived.conf': '' } }]).silent).toEqual([
      'web forward: no window: not our configuration (r2 brings its own files)',
      'web backward: no window: not our configuration (r2 brings its own files)',
    ])
    expect(gateway(['wan', program('frr')])).toMatchObject({
      windows: [],
      silent: [
        'web forward: no window: not our configuration (wan runs frr of its own)',
        'web backward: no window: not our configuration (wan runs frr of its own)',
      ],
    })
  })

  it('leaves their windows to all that passes no LAN of its own', () => {
    const site = separatedNetworks()
    const { service, management } = site.host(1)
    const targets = { service: { outage: '< 1s' }, management: { outage: '< 1s' } } as const
    const lab = defineLab({
      topology: site,
      traffic: { service: flow(service, site.server.service), management: flow(site.admin, management) },
      experiments: { cut: { fault: linkCut(management.link), hold: '5s', trials: 1, targets } },
    })
    // sw1 is the service network's own switch: what it runs is nothing to packets between the administrator and a host.
    const { plan } = buildPlan({ ...lab, topology: changed(lab.topology, 'sw1', program('mstpd')) }, 'lab', { hz: 100 })
    const [variant] = plan.experiments[0]?.variants ?? []
    expect(variant?.windows.map(({ on, direction, highNs }) => [on, direction, highNs])).toEqual([
      ['management', 'forward', null],
      ['management', 'backward', null],
    ])
    expect(variant?.silent.map(silenceText)).toEqual([
      'service forward: no window: not our configuration (sw1 runs mstpd of its own)',
      'service backward: no window: not our configuration (sw1 runs mstpd of its own)',
    ])
  })
})
