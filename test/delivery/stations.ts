import type { Topology } from '../../src/model/topology.ts'
import type { Station } from './matrix.ts'

/** Where frames begin and end: every node that is no switch; on a trunk, in its last VLAN. */
export const stationsOf = ({ nodes }: Topology): Station[] =>
  nodes
    .filter(({ role }) => role !== 'switch')
    .map(({ name, interfaces }) => {
      const device = interfaces.findLast((one) => one.addresses.length > 0)
      if (device === undefined) throw new Error(`${name} has no address`)
      return { node: name, device: device.name, mac: device.mac }
    })

/** `node:device`. */
export function stationAt({ nodes }: Topology, at: string): Station {
  const [node = '', device = ''] = at.split(':')
  const found = nodes.find((one) => one.name === node)?.interfaces.find((one) => one.name === device)
  // A bond has the MAC of its own.
  return { node, device, mac: found?.mac ?? '' }
}
