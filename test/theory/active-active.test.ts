import { expect, test } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import { activeActive, type ActiveActiveOptions } from '../../topologies/index.ts'
import { backward, forward, theoryInWords } from './ask.ts'

/** What the host of one router notices when r1 loses its LAN cable. */
function loses(host: string, options: ActiveActiveOptions, streams = 16) {
  const site = activeActive(options)
  const theory = theoryInWords({
    topology: site.topology,
    effects: linkCut(site.r1.lan).effect(site.r1.lan),
    drift: [],
    flows: [{ name: 'web', from: host, to: 'server', streams, ratePps: 100 }],
    hz: 100,
    holdNs: 10e9,
    trafficNs: 8.5e9,
  })
  return { there: forward(theory), back: backward(theory) }
}

/** RFC 9568 6.1: 2A + skew to 3A + skew, skew = (256 − 100)/256 s. */
const TAKEOVER = [2609.375, 3609.375]

test('with ECMP a host depends on both routers: on its own there, on either back', () => {
  expect(loses('h1', {})).toEqual({ there: TAKEOVER, back: TAKEOVER })
  expect(loses('h2', {})).toEqual({ there: [0, 0], back: TAKEOVER })
})

test('on symmetric ways the host of the other router notices nothing', () => {
  expect(loses('h1', { returnPath: 'symmetric' })).toEqual({ there: TAKEOVER, back: TAKEOVER })
  expect(loses('h2', { returnPath: 'symmetric' })).toEqual({ there: [0, 0], back: [0, 0] })
})

test('with few streams the hash may spare it: half of the answers each, and none of two streams in four', () => {
  expect(loses('h2', {}, 2)).toEqual({ there: [0, 0], back: [0, TAKEOVER[1]] })
  // On one way only there is nothing to hash.
  expect(loses('h1', { returnPath: 'symmetric' }, 2)).toEqual({ there: TAKEOVER, back: TAKEOVER })
})
