/*
 * The room of injection: how a plan's operations are executed, undone, dumped and proved.
 * It owns everything that changes a lab: rtnetlink, /proc/sys, files, daemons, the light of cables, and the way back.
 * It never watches and never measures, and it imports nothing that does: what breaks the network cannot flatter the
 * figures. What a proof needs of the watcher's record, it is given.
 * Begin here: `Executor.apply` takes every operation. Then `encode.ts` (an operation as one message), `panel.ts` (light),
 * `interfaces.ts` (names and indexes), `undo.ts` (taking back), `dump.ts` and `proof.ts` (was it so, and is it as before?).
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { masquerading, publishing } from '../model/nat.ts'
import { WIRE, type Operation } from '../model/operation.ts'
import type { Namespaces } from '../linux/netns.ts'
import { cidrText, parseCidr } from '../linux/netlink/ip.ts'
import type { Request } from '../linux/netlink/socket.ts'
import type { Classifier } from '../linux/netlink/tc.ts'
import { checksumBeforeSending } from '../linux/netlink/veth.ts'
import { availableClassifier } from './classifier.ts'
import { emptyRunFolders, killDaemon, startDaemon, type Daemon, type DaemonEnded, type DaemonPlan } from './daemon.ts'
import { describe, encode } from './encode.ts'
import { filterPlace, interfacesOf, type Interfaces } from './interfaces.ts'
import { setPortVlans } from './open-vswitch.ts'
import { runNft } from './nft.ts'
import { processesOf, standStill } from './stand-still.ts'
import type { Panel } from './panel.ts'

/** Executes a plan's operations: rtnetlink, /proc/sys, files below `dir/NODE/`, daemons. Synchronous, no exec for links. */
export class Executor {
  readonly dir: string
  readonly #namespaces: Namespaces
  readonly #panel: Panel
  readonly #interfaces: Interfaces
  readonly #daemonEnded: DaemonEnded
  readonly #daemons: Daemon[] = []
  readonly #daemonPlans: DaemonPlan[] = []
  #classifier: Classifier | undefined
  #batch: { ns: string; requests: Request[] } = { ns: WIRE, requests: [] }

  constructor(namespaces: Namespaces, panel: Panel, dir: string, daemonEnded: DaemonEnded = () => undefined) {
    this.dir = dir
    this.#namespaces = namespaces
    this.#panel = panel
    this.#interfaces = interfacesOf(namespaces)
    this.#daemonEnded = daemonEnded
  }

  /** Every daemon that was started, in order. */
  get daemons(): readonly Daemon[] {
    return this.#daemons
  }

  /**
   * In order; netlink messages that follow each other in one namespace go to the kernel in one send.
   * @throws NetlinkError with the operation that was refused; those before it are done
   */
  apply(operations: readonly Operation[]): void {
    try {
      for (const operation of operations) this.#apply(operation)
      this.#flush()
    } finally {
      this.#batch.requests = []
    }
  }

  #apply(operation: Operation): void {
    switch (operation.op) {
      case 'namespace':
        this.#namespaces.add(operation.ns)
        return
      case 'sysctl':
        this.#flush()
        this.#namespaces.within(operation.ns, () => {
          writeFileSync(sysctlPath(operation.key), operation.value)
        })
        return
      case 'tx-checksums':
        this.#flush()
        this.#namespaces.within(operation.ns, () => {
          checksumBeforeSending(operation.name)
        })
        return
      case 'masquerade':
        this.#translate(operation.ns, masquerading(operation.name))
        return
      case 'publish':
        this.#translate(operation.ns, publishing(operation.name, operation.address, operation.target))
        return
      case 'ovs-vlans':
        this.#flush()
        setPortVlans(this.dir, operation.ns, operation.name, operation.vlans)
        return
      case 'file': {
        const path = join(this.dir, operation.node, operation.path)
        mkdirSync(dirname(path), { recursive: true })
        writeFileSync(path, operation.text.replaceAll('{dir}', join(this.dir, operation.node)))
        return
      }
      case 'daemon':
        this.#flush()
        this.#daemonPlans.push(operation)
        this.#start(operation)
        return
      case 'power':
        this.#flush()
        this.#power(operation.node, operation.on)
        return
      case 'pause':
        this.#flush()
        standStill(() => processesOf(operation.node, this.#namespaces, this.#daemons), operation.paused)
        return
      case 'wait':
        throw new Error(`the watcher waits, not the executor: ${operation.wait.wait}`)
      case 'light':
        this.#push(WIRE, this.#panel.turn(operation.cable, operation.end, operation.on))
        return
      default: {
        this.#learn(operation)
        const message = encode(operation, {
          index: (ns, name) => this.#interfaces.index(ns, name),
          nsFd: (ns) => this.#namespaces.fd(ns),
          ingress: (ns, name) => this.#placeOf(ns, name),
          classifier: () => (this.#classifier ??= availableClassifier()),
        })
        this.#push(operation.ns, [{ message, text: describe(operation) }])
      }
    }
  }

  #translate(ns: string, rules: string): void {
    this.#flush()
    this.#namespaces.within(ns, () => {
      runNft(rules)
    })
  }

  #start(plan: DaemonPlan): void {
    this.#daemons.push(startDaemon(this.#namespaces, this.dir, plan, this.#daemonEnded))
  }

  /** What we have built ourselves has clsact. */
  #placeOf(ns: string, name: string): 'clsact' | 'ingress' {
    if (this.#namespaces.owners().size === 0) return 'clsact'
    return filterPlace(this.#namespaces, ns, this.#interfaces.index(ns, name)) ?? 'clsact'
  }

  #power(node: string, run: boolean): void {
    const running = this.#daemons.filter((daemon) => daemon.node === node && !daemon.killed)
    const plans = this.#daemonPlans.filter((plan) => plan.node === node)
    if (!run) {
      for (const daemon of running) killDaemon(daemon)
    } else if (running.length === 0) {
      emptyRunFolders(plans)
      for (const plan of plans) this.#start(plan)
    }
  }

  #learn(operation: Operation): void {
    if ('index' in operation) this.#interfaces.learn(operation.ns, operation.name, operation.index)
    if (operation.op === 'veth') this.#interfaces.learn(operation.peer.ns, operation.peer.name, operation.peer.index)
    if (operation.op === 'address') this.#interfaces.give(operation.ns, cidrText(parseCidr(operation.address)))
  }

  #push(ns: string, requests: readonly Request[]): void {
    if (this.#batch.ns !== ns) this.#flush()
    this.#batch.ns = ns
    this.#batch.requests.push(...requests)
  }

  #flush(): void {
    const { ns, requests } = this.#batch
    if (requests.length > 0) this.#namespaces.netlink(ns).execute(requests)
    this.#batch.requests = []
  }
}

/** As sysctl(8) reads a key: the first separator decides which of `.` and `/` separates. */
export function sysctlPath(key: string): string {
  const dots = key.indexOf('/') < 0 || (key.includes('.') && key.indexOf('.') < key.indexOf('/'))
  const swapped = { '.': '/', '/': '.' } as const
  return `/proc/sys/${dots ? key.replace(/[./]/g, (sign) => swapped[sign as '.' | '/']) : key}`
}
