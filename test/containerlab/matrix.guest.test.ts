import { beforeEach, expect, test } from 'vitest'
import { ms } from '../../src/model/time.ts'
import { containerlabPlan } from '../../src/plan/containerlab.ts'
import { campus } from '../../topologies/index.ts'
import { needsContainerlab } from '../containerlab.ts'
import { inside } from '../guest/inside.ts'
import { LANS } from '../topologies/lans.ts'
import { CLEAN, cutOf, SMALL, smallOf, verdictOf, type Small } from '../topologies/small.ts'
import { ground } from './machine.ts'
import type * as entry from './matrix.inside.ts'

/** Of a dozen nodes. */
const campusOf12 = (): Small => {
  const site = campus({ hello: '1s', maxAge: '6s', forwardDelay: '4s' })
  const { healthy, convergenceNs } = LANS.campus?.() ?? expect.unreachable()
  const stations = ['h1', 'h2', 's1'].map((name) => `${name}:bond0`)
  return {
    site,
    stations,
    healthy,
    cut: site.access(1).uplink1,
    broken: healthy,
    settleNs: convergenceNs,
    travelNs: ms(20),
  }
}

/** All small ones in `make prove`. */
const NAMES = process.env['PROVE'] === '1' ? Object.keys(SMALL) : ['mlagPair']

/** Of a guest in virtual time: dockerd, ten nodes a lab, and their frames. */
const PATIENCE_MS = 3_600_000

beforeEach((context) => {
  needsContainerlab(context)
})

test('deployed by containerlab: everybody gets what is for him, once, healthy and with a cable cut', async () => {
  const cases = [...NAMES.map((name) => [name, smallOf(name)] as const), ['a campus of 12', campusOf12()] as const]
  // The kernel clears a lab's devices away in its own time: the next one needs other names.
  const labs = cases.map(([, small], at) => ({
    ...cutOf(small),
    plan: containerlabPlan(small.site.topology, `lab${String(at)}`, 'deploy'),
  }))
  const options = { memoryMb: 4096, timeoutMs: PATIENCE_MS }
  const input = { ground: await ground(), labs }
  using guest = await inside<typeof entry>(new URL('matrix.inside.ts', import.meta.url), input, options)
  const verdicts = cases.map(([name, small], at) => {
    const measured = guest.result[at] ?? expect.unreachable(name)
    expect(measured.healthy.length, name).toBeGreaterThan(0)
    // containerlab turns the offload off, so our wiring does not: a switch in userspace forwards no incomplete checksum.
    expect(measured.offloading, name).toEqual([])
    return [name, verdictOf(small, measured)]
  })
  expect(Object.fromEntries(verdicts)).toEqual(Object.fromEntries(cases.map(([name]) => [name, CLEAN])))
})
