import type { OwnDevice } from '../model/own-device.ts'
import type { Draft } from './interface.ts'

/** The declaration that stands for an interface of a file of the user's own. */
export function draftOf(device: OwnDevice): Draft {
  const { name, addresses, mtu } = device
  const common = { name, addresses, risks: [], ...(mtu === undefined ? {} : { mtu }) }
  switch (device.kind) {
    case 'port':
    case 'loopback':
      return { ...common, kind: device.kind }
    case 'bond':
      return { ...common, kind: 'bond', bond: device.bond }
    case 'vlan':
      return { ...common, kind: 'vlan', parent: device.parent, vlan: device.vlan }
    case 'bridge':
      return {
        ...common,
        kind: 'bridge',
        vlanFiltering: false,
        ...(device.stp === undefined ? {} : { stp: device.stp }),
      }
  }
}

/** What it has of the node's other interfaces. */
export const membersOf = (device: OwnDevice): readonly string[] =>
  device.kind === 'bond' || device.kind === 'bridge' ? device.members : []
