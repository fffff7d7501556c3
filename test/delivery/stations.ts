import type { Topology } from '../../src/model/topology.ts'
import type { Station } from './matrix.ts'

/** Where frames begin and end: every device with an address on a node that is no switch, on a trunk in each of its VLANs. */
export const stationsOf = ({ nodes }: Topology): Station[] =>
  nodes
    .filter(({ role }) => role !== 'switch')
    .flatMap(({ name: node, interfaces }) => {
      const own = interfaces.filter(({ kind, addresses }) => kind !== 'loopback' && addresses.length > 0)
      return own.map(({ name: device, mac }) => ({
        name: own.length === 1 ? node : `${node}:${device}`,
        node,
        device,
        mac,
      }))
    })

/** `node:device`, for one of each node. */
export function stationAt({ nodes }: Topology, at: string): Station {
  const [node = '', device = ''] = at.split(':')
  const found = nodes.find((one) => one.name === node)?.interfaces.find((one) => one.name === device)
  // A bond has the MAC of its own.
  return { name: node, node, device, mac: found?.mac ?? '' }
}
