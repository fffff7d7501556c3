import type { PortVlans } from './topology.ts'

/** Of what is given none: no frame passes it. */
export const NO_VLANS: PortVlans = { native: null, tagged: [] }

/** It is a member of the VLAN: a bridge's port, or the bridge itself. */
export const carriesVlan = ({ native, tagged }: PortVlans, vlan: number): boolean =>
  native === vlan || tagged.includes(vlan)

/** The tag with which frames of a VLAN that it carries leave by it; null: none. */
export const tagOutOf = ({ native }: PortVlans, vlan: number): number | null => (native === vlan ? null : vlan)

/** All VLANs that it carries, its native one first. */
export const vlansOf = ({ native, tagged }: PortVlans): readonly number[] =>
  native === null ? tagged : [native, ...tagged]
