import { expect, test } from 'vitest'
import { flow } from '../../src/lab/traffic.ts'
import type { NodeHandle } from '../../src/model/handle.ts'
import { seconds, type Ns } from '../../src/model/time.ts'
import type { Cable, Site, Topology } from '../../src/model/topology.ts'
import { Sockets } from '../../src/plan/sockets.ts'
import { dualUplinkBgp, leafSpine, routedCampus, routerPair } from '../../topologies/index.ts'
import { cablesUnder, failureOf } from '../delivery/failure.ts'
import { routedReach } from '../delivery/routed-reach.ts'
import { singlesOf } from '../delivery/singles.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './routed-failures.inside.ts'

/** FRR holds a second advertisement back for 5 s (OSPF_MIN_LS_INTERVAL); routes and a virtual router need less than one more. */
const OSPF_NS: Ns = seconds(6)
/** Sessions connect every second, and updates take some 100 ms. */
const BGP_NS: Ns = seconds(3)

const SITES: Readonly<Record<string, () => { readonly site: Site; readonly settleNs: Ns }>> = {
  routerPair: () => ({ site: routerPair(), settleNs: OSPF_NS }),
  dualUplinkBgp: () => ({ site: dualUplinkBgp({ connect: '1s' }), settleNs: BGP_NS }),
  leafSpine: () => ({ site: leafSpine({ leaves: 3, connect: '1s' }), settleNs: BGP_NS }),
  routedCampus: () => ({ site: routedCampus(), settleNs: OSPF_NS }),
  // BFD costs a packet every 100 ms each way of each cable.
  ...(process.env['PROVE'] === '1'
    ? { 'routerPair with BFD': () => ({ site: routerPair({ bfd: { interval: '100ms' } }), settleNs: OSPF_NS }) }
    : {}),
}

/** Every two ends of the network, by several streams: routes of equal cost share them. */
function flowsOf({ nodes }: Topology) {
  const ends = nodes.filter(({ role }) => role === 'host' || role === 'server')
  const sockets = new Sockets()
  const handle = (node: (typeof ends)[number]): NodeHandle => ({ handle: 'node', node })
  const pairs = ends.flatMap((a, at) => ends.slice(at + 1).map((b) => [a, b] as const))
  return pairs.map(([a, b]) => ({
    ends: [a.name, b.name] as const,
    plan: sockets.flow(`${a.name}-${b.name}`, flow(handle(a), handle(b), { streams: 4, rate: '20pps' })),
  }))
}

test.each(Object.keys(SITES))('%s: every host reaches every other one, whatever is broken alone', async (name) => {
  const { site, settleNs } = SITES[name]?.() ?? expect.unreachable(name)
  const { topology } = site
  const faults = singlesOf(site)
  const flows = flowsOf(topology)
  using guest = await inside<typeof entry>(
    new URL('routed-failures.inside.ts', import.meta.url),
    {
      topology,
      flows: flows.map(({ plan }) => plan),
      failures: Object.entries(faults).map(([at, fault]) => failureOf(topology, at, fault)),
      settleNs,
    },
    { timeoutMs: WALL_MS },
  )
  const expected = ['healthy', ...Object.keys(faults), 'healthy again'].map((at) => {
    const fault = faults[at]
    const broken: readonly Cable[] = fault === undefined ? [] : cablesUnder(topology, fault).map(({ cable }) => cable)
    const lost = flows.flatMap(({ ends: [a, b] }) => {
      const fate = routedReach(topology, broken, a).has(b) ? 'none' : 'all'
      return ['forward', 'backward'].map((direction) => [`${a}-${b} ${direction}`, fate] as const)
    })
    return { name: at, lost: Object.fromEntries(lost) }
  })
  expect(guest.result).toEqual(expected)
  expect(JSON.stringify(expected)).toContain('"all"')
})

/** Of a guest that has every failure to itself. */
const WALL_MS = 600_000
