import { expect, test } from 'vitest'
import { linkSilent } from '../../chaos/index.ts'
import { panelEnd, WIRE, type Operation } from '../../src/model/operation.ts'
import { ms, seconds } from '../../src/model/time.ts'
import { redundantSwitches } from '../../topologies/index.ts'
import { stationsOf } from '../delivery/stations.ts'
import { inside } from '../guest/inside.ts'
import type { Circling } from '../delivery/matrix.ts'
import type * as entry from './tree-loops.inside.ts'

const EVERY = ms(50)
const HELLO = seconds(1)
/** A second lies on the timer wheel's second level (80 ms at HZ=100), and the broadcasts lie so far apart. */
const LATE = ms(80) + EVERY

/**
 * A switch that hears nothing on a silent uplink takes itself for the one that speaks there, and opens that port as well as
 * its other uplink. When the cable is whole again there is a loop, until the next hello comes in: up to `hello_time`. Where
 * only the hellos are lost, there is one all along.
 */
test('802.1D loops after a silent uplink has healed, until the next hello', async () => {
  const site = redundantSwitches({ hello: '1s', maxAge: '6s', forwardDelay: '4s' })
  const uplink = site.access(1).uplink1
  const steps = (fault = linkSilent(uplink)) => {
    const { inject, heal } = fault.steps(site.topology, uplink)
    return { inject: inject.flatMap(({ operations }) => operations), heal }
  }
  const peer = site.topology.cables.indexOf(site.peer.cable)
  const slow = (['a', 'b'] as const).map((end): Operation => {
    return { op: 'netem', ns: WIRE, name: panelEnd(peer, end).name, netem: { delayNs: ms(10), limit: 10_000 } }
  })
  const healing = [0, 1, 2, 3].map(() => steps())
  const input = {
    topology: site.topology,
    stations: stationsOf(site.topology),
    slow,
    cases: [...healing, steps(linkSilent(uplink, { direction: 'toNear' }))],
    // max_age and 2 × forward_delay, and what timer wheels add; a quarter of a hello more, so that healings meet it in every phase.
    reactsNs: seconds(16.25),
    watchNs: seconds(2),
    everyNs: EVERY,
  }
  using guest = await inside<typeof entry>(new URL('tree-loops.inside.ts', import.meta.url), input)
  const [bothWays, oneWay] = [guest.result.slice(0, healing.length), guest.result.slice(healing.length)]
  expect(bothWays.flatMap(({ silent }) => silent).filter(circled)).toEqual([])
  const loops = bothWays.map(({ healed }) => lastOf(healed))
  expect(Math.min(...loops)).toBeGreaterThan(0)
  expect(Math.max(...loops)).toBeLessThanOrEqual(HELLO + LATE)
  // The root's hellos are lost and the access switch's frames are not: it opens its port, and nobody closes it.
  expect(oneWay.flatMap(({ silent }) => silent).filter((one) => !circled(one))).toEqual([])
  expect(oneWay.map(({ healed }) => lastOf(healed) <= HELLO + LATE)).toEqual([true])
})

const circled = ({ crossed }: Circling): boolean => crossed > 1

/** How long after the first the last was sent that went round. */
const lastOf = (all: readonly Circling[]): number => all.findLast(circled)?.sentNs ?? -1
