import { panelEnd, WIRE } from '../model/operation.ts'
import type { Half, Stitch, VethEnd } from '../model/stitch.ts'
import type { Cable } from '../model/topology.ts'
import type { LinkInfo } from '../linux/netlink/link-parse.ts'
import type { Namespaces } from '../linux/netns.ts'
import { filterPlace, interfacesOf, linkOf } from './interfaces.ts'

/** How the cable of this number is made, as the kernel has it now: what it takes to make it the same again. */
export function madeAs(namespaces: Namespaces, cable: Cable, number: number): Stitch {
  const half = (end: 'a' | 'b'): Half => ({
    at: cable[end],
    port: endOf(linkOf(namespaces, cable[end].node, cable[end].interface)),
    middle: endOf(linkOf(namespaces, WIRE, panelEnd(number, end).name)),
  })
  const index = interfacesOf(namespaces).index(WIRE, panelEnd(number, 'a').name)
  return {
    cable: cable.name,
    halves: [half('a'), half('b')],
    qdisc: filterPlace(namespaces, WIRE, index) ?? 'clsact',
  }
}

/** A member of a bond has the bond's address, and its own again when it leaves. */
const endOf = ({ name, mac, mtu, altNames, index, bondSlave }: LinkInfo): VethEnd => ({
  name,
  mac: bondSlave?.permanentMac ?? mac,
  mtu,
  altNames,
  index,
})
