import type { Containers } from '../model/containers.ts'
import type { Cable } from '../model/topology.ts'
import { interfacesOf } from './inject/interfaces.ts'
import { dumpLinks } from './netlink/dump.ts'
import { adminState } from './netlink/link.ts'
import { forgetNetlink, netlinkOf } from './netlink/socket.ts'
import { moveLink } from './netlink/veth.ts'
import type { Namespaces } from './netns.ts'
import type { Watcher } from './observe/watcher.ts'

/** Kills and starts the containers of nodes, as somebody does who takes their power and gives it back. */
export class ContainerPower {
  readonly #namespaces: Namespaces
  readonly #cables: readonly Cable[]
  readonly #containers: Containers

  constructor(namespaces: Namespaces, cables: readonly Cable[], containers: Containers) {
    this.#namespaces = namespaces
    this.#cables = cables
    this.#containers = containers
  }

  async off(node: string): Promise<void> {
    await this.#containers.kill(node)
  }

  /** It runs again, has its ports back as they were, and has done what it was told. */
  async on(node: string, exec: readonly string[], watcher: Watcher): Promise<void> {
    const pid = await this.#containers.start(node)
    watcher.leave(node)
    this.#moveIn(node, pid)
    await this.#containers.configure(node, exec)
    await watcher.join(node)
  }

  /** What we have open in it has kept its former namespace, and the ports there: with the panel behind them as it was. */
  #moveIn(node: string, pid: number): void {
    const names = this.#cables.flatMap(({ a, b }) =>
      [a, b].flatMap((end) => (end.node === node ? [end.interface] : [])),
    )
    const former = netlinkOf(this.#namespaces, node)
    const ports = dumpLinks(former).filter(({ name }) => names.includes(name))
    this.#namespaces.adopt(node, pid)
    const fd = this.#namespaces.fd(node)
    former.execute(
      ports.map(({ index, name }) => ({ message: moveLink(index, fd, name), text: `move ${node}:${name}` })),
    )
    forgetNetlink(this.#namespaces, node)
    interfacesOf(this.#namespaces).forget(node)
    netlinkOf(this.#namespaces, node).execute(
      ports.map(({ index, name }) => ({ message: adminState(index, true), text: `up ${node}:${name}` })),
    )
  }
}
