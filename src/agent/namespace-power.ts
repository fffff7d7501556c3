import type { Operation } from '../model/operation.ts'
import type { Plan } from '../model/plan.ts'
import type { Ns } from '../model/time.ts'
import type { Clock } from '../linux/clock.ts'
import { until } from '../linux/pause.ts'
import { STAGGER_NS, inTurn } from '../inject/in-turn.ts'
import { applyNexthops } from '../inject/nexthops.ts'
import type { Executor } from '../inject/executor.ts'
import { interfacesOf } from '../inject/interfaces.ts'
import { movePorts } from '../inject/move-ports.ts'
import { deleteLink } from '../linux/netlink/link.ts'
import { flushNeighbours } from '../linux/netlink/neighbour.ts'
import type { Namespaces } from '../linux/netns.ts'
import type { NodePower } from './power.ts'
import type { Watcher } from '../observe/watcher.ts'

export interface NamespacePowerOptions {
  readonly namespaces: Namespaces
  readonly plan: Pick<Plan, 'build' | 'cables' | 'daemons'>
  /** Of the experiment: what is wrong with a node's configuration is still wrong after a boot. */
  readonly drift: readonly Operation[]
  readonly clock: Clock
  readonly executor: Executor
  /** [0, 1), from the trial's seed. */
  readonly random: () => number
}

/** Longer than linkwatch holds an event. */
const DARK_NS: Ns = 2e9
/** A port whose neighbour keeps it dark gets no light by waiting. */
const LIT_NS: Ns = 50e6

/** The power of nodes that are namespaces of our own. */
export class NamespacePower implements NodePower {
  readonly #options: NamespacePowerOptions

  constructor(options: NamespacePowerOptions) {
    this.#options = options
  }

  off(node: string): Promise<void> {
    this.#options.executor.apply([{ op: 'power', node, on: false }])
    return Promise.resolve()
  }

  /**
   * Gives the node a namespace that has just been made, with its ports and its configuration in it: whatever the kernel
   * has held for the node (sockets, neighbour and conntrack entries, addresses and routes that a daemon has added,
   * forwarding tables, the states of bonds and bridges) is gone with the former one.
   */
  async lose(node: string, watcher: Watcher): Promise<void> {
    const { namespaces, plan, drift, clock, executor, random } = this.#options
    // Its ports are seen to be dark before anything is done to them.
    await this.#carriers(node, 'down', DARK_NS, watcher)
    const ofNode = [...plan.build, ...drift].filter((one) => 'ns' in one && one.ns === node && one.op !== 'namespace')
    const build = ofNode.filter(({ op }) => op !== 'ovs-vlans')
    watcher.leave(node)
    watcher.busy(() => {
      movePorts(namespaces, plan.cables, node, () => {
        this.#demolish(node, build)
        namespaces.renew(node)
        executor.apply(build.filter(({ op }) => op === 'sysctl'))
      })
    })
    for (const operations of inTurn(build.filter(({ op }) => op !== 'sysctl'))) {
      watcher.busy(() => {
        executor.apply(operations)
      })
      // Sessions of other nodes go on meanwhile.
      await until(clock, clock.now() + Math.round(random() * STAGGER_NS), watcher)
    }
    await watcher.join(node)
  }

  on(node: string, _: readonly string[], watcher: Watcher): Promise<void> {
    const { executor, drift } = this.#options
    // Of a daemon that runs again.
    const forgotten = drift.filter((one) => one.op === 'ovs-vlans' && one.ns === node)
    watcher.busy(() => {
      executor.apply([{ op: 'power', node, on: true }, ...forgotten])
    })
    return Promise.resolve()
  }

  /**
   * A dead node asks for no neighbours, but the probes have done so in the dark. Their entries and the packets that waited for
   * an answer are dropped, and the probes ask again at once.
   */
  async lit(node: string, watcher: Watcher): Promise<void> {
    const { namespaces, plan, executor } = this.#options
    await this.#carriers(node, 'up', LIT_NS, watcher).catch(() => undefined)
    watcher.busy(() => {
      applyNexthops(
        executor,
        plan.daemons.filter((one) => 'ns' in one && one.ns === node),
      )
    })
    flushNeighbours(namespaces.netlink(node))
  }

  /** @throws BackhoeError (70) where a port of the node does not get there */
  async #carriers(node: string, state: 'up' | 'down', withinNs: Ns, watcher: Watcher): Promise<void> {
    const { plan, clock } = this.#options
    const ports = plan.cables.flatMap(({ a, b }) => [a, b].filter((end) => end.node === node))
    const others = (): readonly string[] =>
      ports.flatMap(({ interface: name }) =>
        watcher.current({ watch: 'carrier', node, name, state }) ? [] : [`${node}:${name}`],
      )
    const describe = () => ({
      wanted: `carrier ${state} on every port of ${node}`,
      seen: `another on ${others().join(', ')}`,
    })
    await watcher.until(() => others().length === 0, clock.now() + withinNs, describe)
  }

  /** What lies on a port would keep it where it is. The last that was made goes first. */
  #demolish(node: string, build: readonly Operation[]): void {
    const { namespaces } = this.#options
    const interfaces = interfacesOf(namespaces)
    const made = build.flatMap((one) => (one.op === 'veth' || !('index' in one) ? [] : [one.name])).toReversed()
    const requests = made.map((name) => ({
      message: deleteLink(interfaces.index(node, name)),
      text: `delete ${node}:${name}`,
    }))
    namespaces.netlink(node).execute(requests)
  }
}
