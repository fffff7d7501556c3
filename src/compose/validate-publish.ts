import { isIPv4 } from 'node:net'
import { translatedOf, type Topology } from '../model/topology.ts'
import { bareAddress } from '../model/address.ts'
import type { Report } from './report.ts'

/** Whatever is published is somebody's, by an address of the interface; and who is called by such an address is published there. */
export function publishProblems({ nodes }: Topology, report: Report): void {
  const interfaces = nodes.flatMap((node) => node.interfaces)
  const known = interfaces.flatMap(({ addresses }) => addresses.map(bareAddress)).filter((text) => isIPv4(text))
  nodes.forEach(({ name, interfaces: own, probes }, node) => {
    for (const one of own) {
      if (one.publish === undefined) continue
      const self = `${name}:${one.name}`
      const place = { node, what: one.name }
      if (!known.includes(one.publish))
        report(place, {
          code: 'unknown-address',
          what: `${self} publishes ${one.publish}, which no interface has`,
          allowed: 'an IPv4 address of another node, without prefix length',
        })
      if (translatedOf(one) === '')
        report(place, {
          code: 'no-address',
          what: `${self} publishes ${one.publish} and has no IPv4 address that others could ask for`,
        })
    }
    for (const { address, published } of probes) {
      if (published === undefined) continue
      const doors = interfaces
        .filter(({ publish }) => publish === address)
        .map(translatedOf)
        .filter(isIPv4)
      if (!doors.includes(published))
        report(
          { node },
          {
            code: 'not-published',
            what: `the probe ${address} of ${name} is called ${published}, which leads elsewhere`,
            allowed: doors.length > 0 ? doors.join(', ') : `no interface publishes ${address}`,
          },
        )
    }
  })
}
