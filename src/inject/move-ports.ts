import type { Cable } from '../model/topology.ts'
import { dumpLinks } from '../linux/netlink/dump.ts'
import type { LinkInfo } from '../linux/netlink/link-parse.ts'
import { moveLink } from '../linux/netlink/veth.ts'
import type { Namespaces } from '../linux/netns.ts'
import { interfacesOf } from './interfaces.ts'

/**
 * Moves a node's ends of cables into its new namespace; the panel behind them stays as it was. They come out shut, and
 * belong to no bond and no bridge any more. `renew` gives the node its new namespace.
 */
export function movePorts(
  namespaces: Namespaces,
  cables: readonly Cable[],
  node: string,
  renew: () => void,
): readonly LinkInfo[] {
  const names = cables.flatMap(({ a, b }) => [a, b].flatMap((end) => (end.node === node ? [end.interface] : [])))
  const former = namespaces.netlink(node)
  const ports = dumpLinks(former).filter(({ name }) => names.includes(name))
  renew()
  const fd = namespaces.fd(node)
  former.execute(ports.map(({ index, name }) => ({ message: moveLink(index, fd, name), text: `move ${node}:${name}` })))
  former.close()
  interfacesOf(namespaces).forget(node)
  return ports
}
