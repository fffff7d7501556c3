import { virtualRouterGroups } from '../mechanisms/vrrp/data-groups.ts'
import type { CarrierWait } from '../model/kinds/link.ts'
import type { TreePortRest, TreePortWait } from '../model/kinds/stp.ts'
import type { VrrpSettled } from '../model/kinds/vrrp.ts'
import type { Plan } from '../model/plan.ts'
import { endpointText, interfaceOf, type Topology } from '../model/topology.ts'
import { Damage } from '../theory/damage.ts'
import { isRapid, Trees, type Tree } from '../theory/spanning-tree.ts'
import { wiringOf } from '../theory/wired.ts'
import type { Wiring } from '../theory/wiring.ts'
import { bondWaits, CARRIER, lonelyBonds } from './bond-waits.ts'
import { DAEMON_START, takeover } from './start.ts'

type Waits = Plan['settle']

/** What every protocol of a topology must have reached, and the lab time after which it never will. */
export function settle(topology: Topology): Waits {
  const wiring = wiringOf(topology)
  const lonely = lonelyBonds(wiring)
  const above = [...trees(wiring), ...virtualRouters(topology)]
  const targetsAnswerNs = Math.max(0, ...above.map(({ deadlineNs }) => deadlineNs))
  const settled = topology.nodes.flatMap((node) => bondWaits(node, lonely, targetsAnswerNs))
  return [...carriers(topology), ...settled, ...above]
}

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

/** The root may be heard late: all that was heard of another one has to grow too old first. */
function trees(wiring: Wiring): Waits {
  const { states } = Trees.grown(wiring, new Damage([]))
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
