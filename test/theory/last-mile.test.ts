import { expect, it } from 'vitest'
import { linkCut } from '../../chaos/index.ts'
import { risk } from '../../src/words/risk.ts'
import { dualUplink } from '../../topologies/index.ts'
import { forward, theoryInWords } from './ask.ts'

/** An excavator finds this duct. */
function dug(lastMile: 'shared' | 'diverse', duct: string) {
  const site = dualUplink({ lastMile })
  const { cables } = risk(site, duct).cables
  return theoryInWords({
    topology: site.topology,
    effects: cables.flatMap((cable) => linkCut(cable).effect(cable)),
    drift: [],
    flows: [{ name: 'out', from: 'host', to: 'remote', streams: 1, ratePps: 100, oneWay: true }],
    hz: 100,
    holdNs: 12e9,
    trafficNs: 8.5e9,
  })
}

it('two lines in one duct are one line', () => {
  expect(forward(dug('shared', 'duct'))).toBe('never')
})

it('with a duct of its own the other line takes over: RFC 9568 6.1, (256 − 100)/256 s, and a tick', () => {
  expect(forward(dug('diverse', 'duct-a'))).toEqual([609.375, 619.375])
  expect(forward(dug('diverse', 'duct-b'))).toEqual([0, 0])
})
