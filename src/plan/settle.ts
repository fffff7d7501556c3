import { virtualRouterGroups } from '../model/groups.ts'
import type { BondActiveWait } from '../model/kinds/bond.ts'
import type { LacpCollected } from '../model/kinds/lacp.ts'
import type { CarrierWait } from '../model/kinds/link.ts'
import type { TreePortRest, TreePortWait } from '../model/kinds/stp.ts'
import type { VrrpSettled } from '../model/kinds/vrrp.ts'
import type { Plan } from '../model/plan.ts'
import { seconds, type Ns } from '../model/time.ts'
import { endpointText, interfaceOf, type BondMonitor, type Node, type Topology } from '../model/topology.ts'
import { Damage } from '../theory/damage.ts'
import { partnerless } from '../theory/partner.ts'
import { isRapid, Trees, type Tree } from '../theory/spanning-tree.ts'
import { wiringOf } from '../theory/wired.ts'
import { DAEMON_START, takeover } from './start.ts'

type Waits = Plan['settle']

/** What every protocol of a topology must have reached, and the lab time after which it never will. */
export function settle(topology: Topology): Waits {
  const wiring = wiringOf(topology)
  const lonely = new Set(partnerless(wiring).map(({ node, bond }) => `${node}:${bond}`))
  const above = [...trees(topology), ...virtualRouters(topology)]
  const targetsAnswerNs = Math.max(0, ...above.map(({ deadlineNs }) => deadlineNs))
  const settled = topology.nodes.flatMap((node) => bonds(node, lonely, targetsAnswerNs))
  return [...carriers(topology), ...settled, ...above]
}

/** Linkwatch may hold an event for a second. */
const CARRIER: Ns = seconds(5)

function carriers(topology: Topology): Waits {
  const nameless = (topology.containerlab?.nameless ?? []).map(endpointText)
  return topology.cables.flatMap(({ a, b }) => {
    const raisedNs = Math.max(...[a, b].map((end) => interfaceOf(topology, end).raisedWithinNs ?? 0))
    const ends = [a, b].filter((end) => !nameless.includes(endpointText(end)))
    return ends.map(({ node, interface: name }) => {
      const wait: CarrierWait = { wait: 'carrier', node, name }
      return { wait, deadlineNs: CARRIER + raisedNs }
    })
  })
}

/**
 * `lonely`: bonds that never find a partner, and so have nothing to wait for. `targetsAnswerNs`: until the targets of an ARP
 * monitor can be reached, behind a tree that has to grow first, or at an address that has to become active.
 */
function bonds(node: Node, lonely: ReadonlySet<string>, targetsAnswerNs: Ns): Waits {
  return node.interfaces.flatMap((one): Waits => {
    if (one.kind !== 'bond' || lonely.has(`${node.name}:${one.name}`)) return []
    const { bond } = one
    const members = node.interfaces.filter((other) => other.master === one.name)
    const own = { node: node.name, name: one.name }
    if (bond.mode === '802.3ad') {
      const wait: LacpCollected = { wait: 'lacpCollected', ...own, members: members.length }
      return [{ wait, deadlineNs: LACP_DEADLINE[bond.lacpRate] + monitorDelay(bond.monitor) }]
    }
    // Without a primary an ARP monitor that has had to search at the start keeps another leg than the first, which theory counts on.
    const member = bond.primary ?? (bond.monitor.by === 'arp' ? members[0]?.name : undefined)
    const wait: BondActiveWait = { wait: 'bondActive', ...own, ...(member === undefined ? {} : { member }) }
    const answeredNs = bond.monitor.by === 'arp' ? targetsAnswerNs : 0
    return [{ wait, deadlineNs: CARRIER + answeredNs + 2 * monitorDelay(bond.monitor) }]
  })
}

/** Aggregate_Wait 2 s and the exchange; a partner that speaks every 30 s may need three of its periods. */
const LACP_DEADLINE = { fast: seconds(40), slow: seconds(130) } as const

/** How long a monitor may take until it counts a member as up. */
function monitorDelay(monitor: BondMonitor): Ns {
  return monitor.by === 'mii' ? monitor.miimonNs + monitor.updelayNs : monitor.intervalNs * (monitor.missedMax + 1)
}

/** The root may be heard late: all that was heard of another one has to grow too old first. */
function trees(topology: Topology): Waits {
  const { states } = Trees.grown(wiringOf(topology), new Damage([]))
  return states.map(({ at, forwards, tree }) => {
    const state = forwards ? 'forwarding' : closed(tree)
    const wait: TreePortWait = { wait: 'stpPort', node: at.node, name: at.interface, state }
    return { wait, deadlineNs: CARRIER + DAEMON_START + tree.maxAgeNs + 3 * tree.forwardDelayNs }
  })
}

const closed = (tree: Tree): TreePortRest => (isRapid(tree) ? 'discarding' : 'blocking')

/** The highest priority is active in the end: at once, since it has started first, or after it has preempted. */
function virtualRouters(topology: Topology): Waits {
  return virtualRouterGroups(topology).flatMap((group) => {
    // The user's own keepalived.conf decides for itself.
    if (group.some(({ node }) => 'keepalived.conf' in node.files)) return []
    const [active, ...backups] = group.map(({ node, router }) => ({ node: node.name, name: router.name }))
    if (active === undefined) return []
    const wait: VrrpSettled = { wait: 'vrrpSettled', active, backups }
    return [{ wait, deadlineNs: DAEMON_START + Math.max(...group.map(({ router }) => takeover(router))) }]
  })
}
