import { REDIRECT_PREF, WIRE, panelEnd, type Operation } from '../../src/model/operation.ts'
import type { Cable } from '../../src/model/topology.ts'
import { Executor } from '../../src/inject/executor.ts'
import type { DaemonEnded } from '../../src/inject/daemon.ts'
import { Panel } from '../../src/inject/panel.ts'
import { linkOf } from '../../src/inject/interfaces.ts'
import { calls, check } from '../../src/linux/libc.ts'
import { Namespaces } from '../../src/linux/netns.ts'

/** Two nodes, `a` and `b`, and one cable between their `port`s: 10.0.0.1 and 10.0.0.2. For files that run in a guest. */
export const CABLE: Cable = {
  name: 'a:port--b:port',
  a: { node: 'a', interface: 'port' },
  b: { node: 'b', interface: 'port' },
  role: 'lan',
  risks: [],
}

const ENDS = ['a', 'b'] as const

const BUILD: readonly Operation[] = [
  { op: 'namespace', ns: WIRE },
  ...ENDS.map((ns): Operation => ({ op: 'namespace', ns })),
  ...[WIRE, ...ENDS].map((ns): Operation => ({
    op: 'sysctl',
    ns,
    key: 'net.ipv6.conf.default.disable_ipv6',
    value: '1',
  })),
  ...ENDS.map((ns, number): Operation => ({
    op: 'veth',
    ns: WIRE,
    ...panelEnd(0, ns),
    peer: { ns, name: 'port', index: 101 + number, mac: `02:00:00:00:00:0${String(number + 1)}` },
  })),
  ...ENDS.flatMap((end): Operation[] => {
    const { name } = panelEnd(0, end)
    const to = panelEnd(0, end === 'a' ? 'b' : 'a').name
    return [
      { op: 'clsact', ns: WIRE, name },
      { op: 'redirect', ns: WIRE, name, to, pref: REDIRECT_PREF },
      { op: 'up', ns: WIRE, name },
    ]
  }),
  ...ENDS.flatMap((ns, number): Operation[] => [
    { op: 'up', ns, name: 'port' },
    { op: 'address', ns, name: 'port', address: `10.0.0.${String(number + 1)}/24` },
  ]),
]

export interface OneCable {
  readonly namespaces: Namespaces
  readonly panel: Panel
  readonly executor: Executor
}

export function oneCable(daemonEnded?: DaemonEnded): OneCable {
  const namespaces = new Namespaces()
  const panel = new Panel(namespaces, [CABLE])
  const executor = new Executor(namespaces, panel, '/media/out/nodes', daemonEnded)
  executor.apply(BUILD)
  return { namespaces, panel, executor }
}

/** Carrier of both ports, as `a` and `b` see it. */
export const carriers = (namespaces: Namespaces): Record<'a' | 'b', boolean> => {
  const carrier = (node: string): boolean => linkOf(namespaces, node, 'port').carrier
  return { a: carrier('a'), b: carrier('b') }
}

const AF_INET = 2
const SOCK_DGRAM = 2

/** Makes a's port send: a datagram to b, or the question who has b's address. */
export function send(namespaces: Namespaces): void {
  namespaces.within('a', () => {
    const socket = check('socket', AF_INET, SOCK_DGRAM, 0)
    const address = Buffer.from([AF_INET, 0, 0, 9, 10, 0, 0, 2, ...Array.from({ length: 8 }, () => 0)])
    check('connect', socket, address, address.length)
    check('send', socket, Buffer.from('x'), 1, 0)
    calls.close(socket)
  })
}
