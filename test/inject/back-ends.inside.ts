import { execFileSync } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { WIRE, type Operation } from '../../src/model/operation.ts'
import { dumpState } from '../../src/inject/dump.ts'
import { Executor } from '../../src/inject/executor.ts'
import { interfacesOf } from '../../src/inject/interfaces.ts'
import { Panel } from '../../src/inject/panel.ts'
import { NetlinkSocket } from '../../src/linux/netlink/socket.ts'
import { Namespaces } from '../../src/linux/netns.ts'
import { renderOperations } from '../../src/render/iproute.ts'
import { BUILD, CABLES, CHANGES } from './every-operation.ts'

/** The namespaces that `ip netns add` made. */
class NamedNamespaces extends Namespaces {
  readonly #opened = new Map<string, number>()
  readonly #sockets = new Map<string, NetlinkSocket>()

  override names(): readonly string[] {
    return BUILD.flatMap((operation) => (operation.op === 'namespace' ? [operation.ns] : []))
  }

  override fd(name: string): number {
    const fd = this.#opened.get(name) ?? openSync(`/run/netns/${name}`, 'r')
    this.#opened.set(name, fd)
    return fd
  }

  override netlink(name: string): NetlinkSocket {
    const socket = this.#sockets.get(name) ?? this.within(name, () => new NetlinkSocket())
    this.#sockets.set(name, socket)
    return socket
  }
}

/** What iproute2 and our own dump say of every namespace. */
export interface Seen {
  readonly state: Readonly<Record<string, readonly string[]>>
  readonly tools: Readonly<Record<string, unknown>>
}

export interface Stage {
  readonly name: string
  readonly netlink: Seen
  readonly text: Seen
}

const LINKWATCH_MS = 2000

/** Applies the same operations by rtnetlink and by iproute2, and looks at both after every step. */
export default async function (): Promise<Stage[]> {
  const byNetlink = new Namespaces()
  const byText = new NamedNamespaces()
  const executor = new Executor(byNetlink, new Panel(byNetlink, CABLES), '/tmp/nodes')
  const stages: Stage[] = []
  const step = async (name: string, operations: readonly Operation[]): Promise<void> => {
    executor.apply(operations)
    for (const operation of operations)
      if (operation.op === 'address') interfacesOf(byText).give(operation.ns, operation.address)
    for (const line of renderOperations(operations)) {
      const [command = '', ...words] = line.split(' ')
      execFileSync(command, words, { stdio: ['ignore', 'pipe', 2] })
    }
    await setTimeout(LINKWATCH_MS)
    const touched = new Set(operations.map((operation) => ('ns' in operation ? operation.ns : WIRE)))
    stages.push({ name, netlink: look(byNetlink, touched), text: look(byText, touched) })
  }
  await step('build', BUILD)
  for (const change of CHANGES) {
    await step(change.name, change.inject)
    await step(`${change.name}, healed`, change.heal)
  }
  return stages
}

function look(namespaces: Namespaces, touched: ReadonlySet<string>): Seen {
  const tools: Record<string, unknown> = {}
  for (const ns of touched) {
    const ask = (command: string, ...words: string[]): void => {
      const text = namespaces.within(ns, () => execFileSync(command, words, { encoding: 'utf8' }))
      tools[[ns, command, ...words].join(' ')] = text === '' ? [] : JSON.parse(text)
    }
    ask('ip', '-d', '-j', 'address', 'show')
    ask('ip', '-j', 'route', 'show')
    ask('ip', '-6', '-j', 'route', 'show', 'proto', 'boot')
    ask('bridge', '-j', 'vlan', 'show')
    ask('tc', '-j', 'qdisc', 'show')
    if (ns === 'host') {
      ask('ip', '-d', '-j', 'rule', 'show')
      ask('ip', '-j', 'route', 'show', 'table', '7')
      for (const leg of ['leg0', 'leg1'])
        tools[`checksums of ${leg}`] = namespaces.within(ns, () =>
          execFileSync('ethtool', ['-k', leg], { encoding: 'utf8' }),
        )
    }
    if (ns === 'sw2')
      for (const at of ['ingress', 'egress']) {
        // In iproute2 6.1 a fw filter as JSON is none.
        const words = ['filter', 'show', 'dev', 'peer', at]
        tools[`${ns} tc ${at}`] = namespaces.within(ns, () => execFileSync('tc', words, { encoding: 'utf8' }))
      }
    if (ns === WIRE) for (const end of ['c0a', 'c0b']) ask('tc', '-j', 'filter', 'show', 'dev', end, 'ingress')
    for (const key of ['ipv4/ip_forward', 'ipv6/conf/default/disable_ipv6'])
      tools[`${ns} ${key}`] = namespaces.within(ns, () => readFileSync(`/proc/sys/net/${key}`, 'utf8'))
  }
  return { state: Object.fromEntries(dumpState(namespaces)), tools }
}
