import { expect, test } from 'vitest'
import { namesOf } from '../../src/lab/names-of-site.ts'
import { namedCable, namedNode } from '../../src/lab/named.ts'
import { problemsOf } from '../problems.ts'
import { campus, gatewayPair, mlagPair } from '../../topologies/index.ts'

test('nodes, cables, their ends and roles can be named', () => {
  const names = namesOf(gatewayPair())
  for (const name of ['r1', 'host:eth0--sw1:eth1', 'host:eth0', 'r1.lan', 'active.lan', 'standby.wan'])
    expect([...names.keys()]).toContain(name)
  expect(names.get('active.lan')?.handle).toBe('selector')
  expect(names.get('sw1:eth1')).toMatchObject({ handle: 'cable', near: { node: 'sw1' }, far: { node: 'host' } })
})

test('every name is of something that a fault may act on', () => {
  for (const site of [campus(), mlagPair()])
    for (const [name, target] of namesOf(site))
      expect(['cable', 'cables', 'selector', 'node', 'nodes'], name).toContain(target.handle)
})

test('a saved lab finds the parts of another one by name', () => {
  const site = gatewayPair()
  expect(namedCable(site, 'active.lan')).toBe(site.active.lan)
  expect(namedNode(site, 'r1').handle).toBe('node')
  const refused = [
    () => namedCable(site, 'active.lna'),
    () => namedCable(site, 'r1'),
    () => namedNode(site, 'active.lan'),
  ].flatMap((act) => problemsOf(act).map(({ code, what, next }) => ({ code, what, next })))
  expect(refused).toEqual([
    { code: 'unknown-target', what: 'the topology has no active.lna', next: "did you mean 'active.lan'?" },
    { code: 'not-a-cable', what: 'r1 is a node', next: undefined },
    { code: 'not-a-node', what: 'active.lan is a cable', next: undefined },
  ])
})
