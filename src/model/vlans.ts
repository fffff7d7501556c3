import { isRecord } from './record.ts'
import type { PortVlans } from './topology.ts'

/** A VLAN with a name; see `vlans`. */
export interface NamedVlan {
  /** 1 to 4094. */
  readonly vlan: number
  /** What pictures and faults call it. */
  readonly name: string
}

/** A VLAN by its number, or by its name. */
export type Vlan = number | NamedVlan

export const isNamedVlan = (value: unknown): value is NamedVlan =>
  isRecord(value) && typeof value.vlan === 'number' && typeof value.name === 'string'

export const vlanNumber = (vlan: Vlan): number =>
  typeof vlan === 'number' ? vlan : isNamedVlan(vlan) ? vlan.vlan : Number.NaN

/** `10 (servers)`, or the number alone. */
export const vlanText = (vlan: number, name: string | undefined): string =>
  name === undefined ? String(vlan) : `${String(vlan)} (${name})`

/** The names of those that have one, by number. */
export const namesOf = (vlans: readonly Vlan[]): Readonly<Record<number, string>> =>
  Object.fromEntries(vlans.flatMap((one) => (typeof one === 'number' ? [] : [[one.vlan, one.name] as const])))

/** Of what is given none: no frame passes it. */
export const NO_VLANS: PortVlans = { native: null, tagged: [] }

/** It is a member of the VLAN: a bridge's port, or the bridge itself. */
export const carriesVlan = (vlans: PortVlans, vlan: number): boolean => vlansOf(vlans).includes(vlan)

/** The tag with which frames of a VLAN that it carries leave by it; null: none. */
export const tagOutOf = (vlans: PortVlans, vlan: number): number | null =>
  untaggedOf(vlans).includes(vlan) ? null : vlan

/** The VLANs whose frames leave by it without a tag, its native one first. */
export const untaggedOf = ({ native, untagged = [] }: PortVlans): readonly number[] =>
  native === null ? untagged : [native, ...untagged]

/** All VLANs that it carries, its native one first. */
export const vlansOf = (vlans: PortVlans): readonly number[] => [...untaggedOf(vlans), ...vlans.tagged]
