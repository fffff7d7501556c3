import { beforeEach, expect, test } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import { seconds } from '../../src/model/time.ts'
import type { Site } from '../../src/model/topology.ts'
import { containerlabPlan } from '../../src/plan/containerlab.ts'
import { campus, mlagPair } from '../../topologies/index.ts'
import { needsContainerlab } from '../containerlab.ts'
import { judge, judgementText, type Expected } from '../delivery/judge.ts'
import { stationAt, stationsOf } from '../delivery/stations.ts'
import { inside } from '../guest/inside.ts'
import { ground } from './machine.ts'
import type * as entry from './matrix.inside.ts'

interface Case {
  readonly site: Site
  readonly cut: CableHandle
  /** `node:device`, where not every host and router is asked. */
  readonly stations?: readonly string[]
  readonly expected: Expected
  readonly settleS: number
}

const number = (name: string): number => Number(name.slice(1))

const CASES: Readonly<Record<string, () => Case>> = {
  mlagPair: () => {
    const site = mlagPair({ hosts: 2, servers: 1 })
    // LACP, 3 s, and the agent's delay-restore before a leg is opened.
    return { site, cut: site.host(1).leg1, expected: () => 'all', settleS: 15 }
  },
  'a campus of 12': () => {
    const site = campus({ hosts: 3, hello: '1s', maxAge: '6s', forwardDelay: '4s' })
    const stations = [1, 2, 3].map((n) => `h${String(n)}:bond0`)
    const sameVlan: Expected = (from, to) => (number(from) % 2 === number(to) % 2 ? 'all' : 'none')
    // max_age and 2 × forward_delay.
    return { site, cut: site.access(1).uplink1, stations, expected: sameVlan, settleS: 16 }
  },
}

/** Of a lab in virtual time: dockerd, a dozen containers, and their frames. */
const PATIENCE_MS = 600_000

beforeEach((context) => {
  needsContainerlab(context)
})

test.each(Object.keys(CASES))('%s, deployed by containerlab: everybody gets what is for him, once', async (name) => {
  const { site, cut, stations, expected, settleS } = CASES[name]?.() ?? expect.unreachable(name)
  const { topology } = site
  const steps = linkCut(cut).steps(topology, cut)
  const input = {
    tools: (await ground()).tools,
    plan: containerlabPlan(topology, topology.name, 'deploy'),
    topology,
    stations: stations?.map((at) => stationAt(topology, at)) ?? stationsOf(topology),
    inject: steps.inject.flatMap(({ operations }) => operations),
    settleNs: seconds(settleS),
  }
  const options = { memoryMb: 4096, timeoutMs: PATIENCE_MS }
  using guest = await inside<typeof entry>(new URL('matrix.inside.ts', import.meta.url), input, options)
  const { healthy, broken } = guest.result
  expect(healthy.length).toBeGreaterThan(0)
  expect({
    healthy: judgementText(judge(healthy, expected)),
    broken: judgementText(judge(broken, expected)),
  }).toEqual({ healthy: 'clean', broken: 'clean' })
})
