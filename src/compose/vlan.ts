import { shown } from '../words/shown.ts'
import type { PortVlans } from '../model/topology.ts'
import { isNamedVlan, namesOf, vlanNumber, type Vlan } from '../model/vlans.ts'
import type { Parameters } from '../words/parameters.ts'

export const VLAN = { min: 1, max: 4094, code: 'vlan-out-of-range' } as const

/** A VLAN by its number or by its name (`vlans`). */
export function readVlan(parameters: Parameters, name: string, fallback: number): Vlan {
  if (!parameters.has(name)) return fallback
  const value = parameters.raw(name)
  if (isVlan(value, VLAN.min)) return value
  const allowed = `a whole number from ${String(VLAN.min)} to ${String(VLAN.max)}`
  parameters.problem(VLAN.code, parameters.describe(name), { allowed, ...unnamed(value) }, name)
  return fallback
}

/** A list of them, each once; `least`: the lowest number. */
export function readVlanList(parameters: Parameters, name: string, least: number = VLAN.min): readonly Vlan[] {
  const allowed = `whole numbers from ${String(least)} to ${String(VLAN.max)}`
  const vlans = parameters.list(name).filter((value): value is Vlan => {
    if (isVlan(value, least)) return true
    const what = `${parameters.called(name)} holds ${shown(value)}`
    parameters.problem(VLAN.code, what, { allowed, ...unnamed(value) }, name)
    return false
  })
  refuseTwice(parameters, vlans, (vlan) => `${parameters.called(name)} holds VLAN ${vlan} twice`)
  return vlans
}

/** The `VlanOptions` of a port, or of a bridge itself. */
export function readVlans(parameters: Parameters): {
  readonly vlans: PortVlans
  readonly vlanNames?: Readonly<Record<number, string>>
} {
  const native = parameters.has('native') ? readVlan(parameters, 'native', 1) : null
  const untagged = readVlanList(parameters, 'untagged')
  const tagged = readVlanList(parameters, 'tagged')
  const each = [...(native === null ? [] : [native]), ...new Set(untagged), ...new Set(tagged)]
  refuseTwice(parameters, each, (vlan) => `${parameters.called('native, untagged and tagged')} hold VLAN ${vlan} twice`)
  parameters.rejectUnknown({ pvid: 'native', access: 'native', tag: 'native', trunk: 'tagged', trunks: 'tagged' })
  const names = namesOf(each)
  return {
    vlans: {
      native: native === null ? null : vlanNumber(native),
      ...(untagged.length === 0 ? {} : { untagged: untagged.map(vlanNumber) }),
      tagged: tagged.map(vlanNumber),
    },
    ...(Object.keys(names).length === 0 ? {} : { vlanNames: names }),
  }
}

function refuseTwice(parameters: Parameters, vlans: readonly Vlan[], what: (vlan: string) => string): void {
  const numbers = vlans.map(vlanNumber)
  const twice = numbers.find((vlan, at) => numbers.indexOf(vlan) < at)
  if (twice !== undefined) parameters.problem('duplicate-vlan', what(String(twice)), { allowed: 'each VLAN once' })
}

function isVlan(value: unknown, least: number): value is Vlan {
  const number = isNamedVlan(value) ? value.vlan : value
  return typeof number === 'number' && Number.isInteger(number) && number >= least && number <= VLAN.max
}

/** A name alone has no number. */
const unnamed = (value: unknown): { readonly next?: string } =>
  typeof value === 'string' ? { next: `give it a number first: const { … } = vlans({ ${value}: 10 })` } : {}
