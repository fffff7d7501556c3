import fc from 'fast-check'
import { expect, it } from 'vitest'
import { impair, linkCut, linkFlap, linkSilent, vlanMissing, type CableDirection, type End } from '../../chaos/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { Operation } from '../../src/model/operation.ts'
import { dualHomedActiveBackup } from '../../topologies/index.ts'

const site = dualHomedActiveBackup({ vlans: [10, 20] })

/** What the operations of faults leave behind, each under the name of what it changes. */
function apply(state: Map<string, string>, operation: Operation): void {
  switch (operation.op) {
    case 'light':
      if (operation.on) state.delete(`light ${String(operation.cable)}${operation.end}`)
      else state.set(`light ${String(operation.cable)}${operation.end}`, 'off')
      return
    case 'drop':
      state.set(`filter ${operation.ns} ${operation.name} ${String(operation.pref)}`, JSON.stringify(operation.match))
      return
    case 'filter-delete': {
      const key = `filter ${operation.ns} ${operation.name} ${String(operation.pref)}`
      expect(state.get(key)).toBe(JSON.stringify(operation.match))
      state.delete(key)
      return
    }
    case 'netem':
      state.set(`netem ${operation.ns} ${operation.name}`, JSON.stringify(operation.netem))
      return
    case 'netem-clear':
      expect(state.has(`netem ${operation.ns} ${operation.name}`)).toBe(true)
      return
    case 'netem-delete':
      expect(state.delete(`netem ${operation.ns} ${operation.name}`)).toBe(true)
      return
    case 'vlan-delete':
      state.set(`vlan ${operation.ns} ${operation.name} ${String(operation.vlan)}`, String(operation.native))
      return
    case 'vlan-add': {
      const key = `vlan ${operation.ns} ${operation.name} ${String(operation.vlan)}`
      expect(state.get(key)).toBe(String(operation.native))
      state.delete(key)
      return
    }
    default:
      throw new Error(`no fault does ${operation.op}`)
  }
}

const cables = fc.constantFrom(site.leg1, site.leg2, site.peer, site.serverLink)
const direction = fc.constantFrom<CableDirection>('both', 'fromNear', 'toNear')
const end = fc.constantFrom<End>('near', 'far')
const faults: fc.Arbitrary<Fault> = fc.oneof(
  fc.tuple(cables, fc.option(end)).map(([cable, one]) => linkCut(cable, one === null ? {} : { end: one })),
  fc
    .tuple(cables, direction, fc.boolean())
    .map(([cable, way, lacp]) => linkSilent(cable, { direction: way, ...(lacp ? { only: 'lacp' } : {}) })),
  fc
    .tuple(cables, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 9 }))
    .map(([cable, count, tenths]) => linkFlap(cable, { period: '1s', duty: tenths / 10, count, jitter: '50ms' })),
  fc.tuple(cables, direction).map(([cable, way]) => impair(cable, { loss: '1%', direction: way })),
  fc.tuple(cables, fc.constantFrom(10, 20)).map(([cable, vlan]) => vlanMissing(cable, vlan)),
)

it('heals to exactly what was there before, at any point of its schedule', () => {
  fc.assert(
    fc.property(faults, fc.nat({ max: 40 }), (fault, done) => {
      if (fault.target.handle !== 'cable') throw new Error('a plain cable')
      const steps = fault.steps(site.topology, fault.target)
      const state = new Map<string, string>()
      for (const batch of steps.inject.slice(0, Math.max(1, done)))
        for (const operation of batch.operations) apply(state, operation)
      for (const operation of steps.heal) apply(state, operation)
      expect(state).toEqual(new Map())
    }),
  )
})

it('touches nodes only to make a bridge port forget a VLAN', () => {
  fc.assert(
    fc.property(faults, (fault) => {
      if (fault.target.handle !== 'cable' || fault.kind === 'vlanMissing') return
      const steps = fault.steps(site.topology, fault.target)
      for (const operation of steps.inject.flatMap(({ operations }) => operations)) {
        expect('ns' in operation ? operation.ns : 'wire').toBe('wire')
      }
    }),
  )
})
