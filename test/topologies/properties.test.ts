import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bareAddress } from '../../src/model/address.ts'
import type { Operation } from '../../src/model/operation.ts'
import { endpointText, isOpenVSwitch } from '../../src/model/topology.ts'
import { wiring } from '../../src/plan/wiring.ts'
import { renderClab } from '../../src/render/clab.ts'
import { runsDaemons } from '../../src/theory/hanging.ts'
import { generated } from './arbitrary.ts'

const unique = (items: readonly (string | number)[]): boolean => new Set(items).size === items.length

test('addresses, MACs, interface indexes and names of a generated topology are unique, and legal', () => {
  fc.assert(
    fc.property(generated, (build) => {
      const { nodes, cables } = build()
      const interfaces = nodes.flatMap((node) => node.interfaces).filter(({ kind }) => kind !== 'loopback')
      expect(unique(interfaces.flatMap((one) => one.addresses).map(bareAddress))).toBe(true)
      expect(unique(interfaces.flatMap((one) => (one.kind === 'vlan' ? [] : [one.mac])))).toBe(true)
      expect(unique(cables.map((cable) => cable.name))).toBe(true)
      expect(unique(cables.flatMap((cable) => [endpointText(cable.a), endpointText(cable.b)]))).toBe(true)
      for (const node of nodes) {
        expect(unique(node.interfaces.map((one) => one.name))).toBe(true)
        expect(unique(node.interfaces.map((one) => one.index))).toBe(true)
        for (const one of node.interfaces.filter(({ kind }) => kind !== 'loopback')) {
          expect(one.name.length).toBeLessThanOrEqual(15)
          expect(one.index).toBeGreaterThanOrEqual(100)
          expect(one.index).toBeLessThan(10_000)
        }
      }
    }),
    { numRuns: 50 },
  )
})

test('every node and every cable says what it dies with', () => {
  fc.assert(
    fc.property(generated, (build) => {
      const { nodes, cables } = build()
      expect([...nodes, ...cables].filter(({ risks }) => risks.length === 0).map(({ name }) => name)).toEqual([])
    }),
    { numRuns: 50 },
  )
})

test('the same options give the same bytes: topology, wiring and containerlab files', () => {
  fc.assert(
    fc.property(generated, (build) => {
      const [one, other] = [build(), build()].map((topology) =>
        JSON.stringify([topology, wiring(topology), renderClab(topology)]),
      )
      expect(one).toBe(other)
    }),
    { numRuns: 30 },
  )
})

test('wiring makes each interface once, uses only what it has made, and lights the cables last', () => {
  fc.assert(
    fc.property(generated, (build) => {
      const topology = build()
      const { build: operations, daemons, settle } = wiring(topology)
      const made: string[] = []
      const namespaces: string[] = []
      for (const operation of operations) {
        if (operation.op === 'namespace') namespaces.push(operation.ns)
        else if ('ns' in operation) expect(namespaces).toContain(operation.ns)
        for (const name of namesUsed(operation)) expect([...made, 'lo']).toContain(name)
        made.push(...namesMade(operation))
      }
      // The kernel makes its loopback itself, and Open vSwitch its bridges.
      const declared = topology.nodes.flatMap((node) =>
        node.interfaces.flatMap((one) =>
          one.kind === 'loopback' || isOpenVSwitch(one) ? [] : [`${node.name}:${one.name}`],
        ),
      )
      expect(unique(made)).toBe(true)
      expect(made.filter((name) => !name.startsWith('wire:')).sort()).toEqual([...declared].sort())
      expect(made).toHaveLength(declared.length + 2 * topology.cables.length)
      const lit = operations.slice(-2 * topology.cables.length)
      expect(lit.every((operation) => operation.op === 'up' && operation.ns === 'wire')).toBe(true)
      expect(operations.filter((operation) => operation.op === 'up' && operation.ns === 'wire')).toHaveLength(
        lit.length,
      )
      // A router that does not preempt may have to wait for another one first.
      const started = new Set(daemons.flatMap((one) => (one.op === 'daemon' ? [one.node] : [])))
      expect(started.size).toBe(topology.nodes.filter(runsDaemons).length)
      expect(settle.every(({ deadlineNs }) => deadlineNs > 0)).toBe(true)
    }),
    { numRuns: 30 },
  )
})

test('a bond gets its members while it is down, and its primary after them', () => {
  fc.assert(
    fc.property(generated, (build) => {
      const topology = build()
      const operations = wiring(topology).build
      const at = (wanted: Partial<Record<string, unknown>>): number =>
        operations.findIndex((operation) =>
          Object.entries(wanted).every(([key, value]) => (operation as Record<string, unknown>)[key] === value),
        )
      for (const node of topology.nodes) {
        for (const bond of node.interfaces.filter((one) => one.kind === 'bond')) {
          const on = { ns: node.name, name: bond.name }
          const members = node.interfaces.filter((one) => one.master === bond.name)
          const enslaved = members.map((one) => at({ op: 'master', ns: node.name, name: one.name }))
          expect(Math.min(...enslaved)).toBeGreaterThan(at({ op: 'bond', ...on }))
          expect(Math.max(...enslaved)).toBeLessThan(at({ op: 'up', ...on }))
          expect(members.every((one) => at({ op: 'up', ns: node.name, name: one.name }) === -1)).toBe(true)
          if (at({ op: 'primary', ...on }) >= 0)
            expect(at({ op: 'primary', ...on })).toBeGreaterThan(Math.max(...enslaved))
        }
      }
    }),
    { numRuns: 30 },
  )
})

function namesMade(operation: Operation): readonly string[] {
  if (operation.op === 'veth')
    return [`${operation.ns}:${operation.name}`, `${operation.peer.ns}:${operation.peer.name}`]
  if (['bond', 'bridge', 'vlan', 'macvlan'].includes(operation.op) && 'ns' in operation && 'name' in operation)
    return [`${operation.ns}:${operation.name}`]
  return []
}

function namesUsed(operation: Operation): readonly string[] {
  if (!('ns' in operation) || !('name' in operation) || namesMade(operation).length > 0) {
    return 'parent' in operation ? [`${operation.ns}:${operation.parent}`] : []
  }
  const others = ['master', 'member', 'to'].flatMap(
    (key) => ((operation as Record<string, unknown>)[key] as string | undefined) ?? [],
  )
  return [operation.name, ...others].map((name) => (name === 'lo' ? 'lo' : `${operation.ns}:${name}`))
}
