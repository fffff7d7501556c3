import { compose, handles, nodeHandle, nth } from '../src/model/compose/index.ts'
import type { CableHandle, CableSelector, NodeHandle } from '../src/model/handle.ts'
import type { Site } from '../src/model/topology.ts'
import { Ends, type End } from './redundant-switches/ends.ts'
import type { Access } from './redundant-switches/layers.ts'
import { read, type RedundantSwitchesOptions } from './redundant-switches/options.ts'
import { Tree } from './redundant-switches/tree.ts'

export type { RedundantSwitchesOptions } from './redundant-switches/options.ts'

/** A node and its one cable. */
export interface AtSwitch extends NodeHandle {
  readonly link: CableHandle
}

export interface AccessSwitch extends NodeHandle {
  /** To the root. */
  readonly uplink1: CableHandle
  /** To the backup root. */
  readonly uplink2: CableHandle
  /** The uplink that forwards when the fault strikes. */
  readonly activeUplink: CableSelector
  /** The uplink that is blocked then. */
  readonly standbyUplink: CableSelector
}

export interface RedundantSwitches extends Site {
  /** Host 1, 2, ...: one after the other at access switch 1, 2, ... and round again. */
  host(position: number): AtSwitch
  /** Server 1 is at the root, server 2 at the backup root. */
  server(position: number): AtSwitch
  access(position: number): AccessSwitch
  /** 1 is the root while all is well, 2 takes its place. */
  distribution(position: number): NodeHandle
  /** Between the distribution switches. */
  readonly peer: CableHandle
}

/**
 *     server1 ─ d1 ═════ d2 ─ server2      d1 is the root, d2 the backup root.
 *               │ ╲     ╱ │
 *               │   ╲ ╱   │                Each access switch has two uplinks and uses the one to the root; the other
 *               │   ╱ ╲   │                is blocked at its own end until it is needed.
 *               a1 ╱     ╲ a2
 *               │         │
 *               h1        h2
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function redundantSwitches(options: RedundantSwitchesOptions = {}): RedundantSwitches {
  const { counts, vlans, tree } = read(options)
  const net = compose('redundant-switches')
  const layers = new Tree(net, counts.access, vlans, tree)
  const ends = new Ends(net, vlans)
  const hosts = numbers(counts.hosts * counts.access).map((n) =>
    ends.plug('host', `h${String(n)}`, (name) => layers.accessPort(((n - 1) % counts.access) + 1, name)),
  )
  const servers = [1, 2].map((n) =>
    ends.plug('server', `server${String(n)}`, (name) => layers.distributionPort(n, name)),
  )
  layers.finish()

  const topology = net.build()
  const attached = ({ node, link }: End): AtSwitch => nodeHandle(node, { link })
  const [hostHandles, serverHandles] = [hosts.map(attached), servers.map(attached)]
  const access = layers.access.map(({ node, ...uplinks }): AccessSwitch =>
    nodeHandle(node, {
      ...uplinks,
      activeUplink: uplinkIn(node.name, 'forwarding', uplinks),
      standbyUplink: uplinkIn(node.name, 'blocking', uplinks),
    }),
  )
  const distribution = layers.distribution.map((node) => nodeHandle(node))
  return handles('redundantSwitches', {
    topology,
    host: (position) => nth('host', hostHandles, position),
    server: (position) => nth('server', serverHandles, position),
    access: (position) => nth('access', access, position),
    distribution: (position) => nth('distribution', distribution, position),
    peer: layers.peer,
  })
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, k) => k + 1)

function uplinkIn(node: string, state: 'forwarding' | 'blocking', uplinks: Omit<Access, 'node'>): CableSelector {
  return {
    handle: 'selector',
    text: `${state} uplink of ${node}`,
    candidates: [uplinks.uplink1, uplinks.uplink2].map((cable) => ({
      when: { watch: 'stpPort', node, name: cable.near.interface, state },
      cable,
    })),
  }
}
