import { expect, test } from 'vitest'
import { singleFailures } from '../../chaos/index.ts'
import { gatewayPair } from '../../topologies/index.ts'

const site = gatewayPair()

test('every cable, every switch and router, every feed; no host and no server', () => {
  const failures = singleFailures(site)
  expect(Object.keys(failures)).toEqual([
    ...site.topology.cables.map(({ name }) => name),
    ...['sw1', 'sw2', 'r1', 'r2', 'wan'],
    ...['feed-a', 'feed-b'],
  ])
  const kinds = Object.values(failures).map(({ kind, on }) => `${kind} ${on}`)
  expect(kinds).toContain('linkCut r1:lan--sw1:eth2')
  expect(kinds).toContain('nodeDown wan')
  expect(kinds).toContain('nodeDown nodes at feed-b')
})

test('a cable is cut at both ends, from whichever end it is named', () => {
  for (const { target } of Object.values(singleFailures(site))) {
    if (target.handle === 'cable') expect([target.near, target.far]).toEqual([target.cable.a, target.cable.b])
  }
})
