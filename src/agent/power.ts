import type { Containers } from '../model/containers.ts'
import type { Cable } from '../model/topology.ts'
import { movePorts } from '../inject/move-ports.ts'
import { adminState } from '../linux/netlink/link.ts'
import type { Namespaces } from '../linux/netns.ts'
import type { Watcher } from '../observe/watcher.ts'

/** Takes the power of nodes and gives it back. */
export interface NodePower {
  /** Nothing of it runs when it resolves. */
  off(node: string): Promise<void>
  /** After `off`, once its cables are dark: what its kernel has held for it is gone. */
  lose(node: string, watcher: Watcher): Promise<void>
  /** The node runs again as at the beginning; its cables may still be dark. `exec`: commands that a container runs after its start. */
  on(node: string, exec: readonly string[], watcher: Watcher): Promise<void>
  /** After `on`, once there is light again: its programs may begin to send. */
  lit(node: string, watcher: Watcher): Promise<void>
}

/** Kills and starts the containers of nodes. */
export class ContainerPower implements NodePower {
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

  /** A container that starts again has another namespace. */
  lose(): Promise<void> {
    return Promise.resolve()
  }

  /** No traffic begins or ends in a container that is killed. */
  lit(): Promise<void> {
    return Promise.resolve()
  }

  /** It runs again, has its ports back as they were, and has done what it was told. */
  async on(node: string, exec: readonly string[], watcher: Watcher): Promise<void> {
    const pid = await this.#containers.start(node)
    watcher.leave(node)
    this.#moveIn(node, pid)
    await this.#containers.configure(node, exec)
    await watcher.join(node)
  }

  /** What we have open in it has kept its former namespace, and the ports there. */
  #moveIn(node: string, pid: number): void {
    const ports = movePorts(this.#namespaces, this.#cables, node, () => {
      this.#namespaces.adopt(node, pid)
    })
    const requests = ports.map(({ index, name }) => ({ message: adminState(index, true), text: `up ${node}:${name}` }))
    this.#namespaces.netlink(node).execute(requests)
  }
}
