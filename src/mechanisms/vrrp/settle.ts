import type { StateMatch } from '../../model/handle.ts'
import { isVrrpSettled, type VrrpMember, type VrrpSettled, type VrrpWatch } from './data-kinds.ts'
import { fail } from '../../model/problem.ts'
import { portsInUse } from '../../model/ports-in-use.ts'
import { nodeOf, type Node, type Topology } from '../../model/topology.ts'
import type { Wiring } from '../../theory/wiring.ts'
import {
  DAEMON_START,
  type Broken,
  type Reversion,
  type Settle,
  type Settled,
  type StandbyLeg,
} from '../contract/settle.ts'
import { isUnread, preempts, virtualRouterGroups, type GroupMember } from './data-groups.ts'
import { unreadOf, vrrpOf, type VirtualRouter } from './data.ts'
import { ownWarnings } from './settle-own.ts'
import { start, startupNs, startWarnings, takeover } from './settle-start.ts'
import { preemptionNs, upAgainNs } from './theory-claims.ts'

export const vrrpSettle: Settle = {
  waits,
  watched,
  legs: (topology, states) => states.flatMap((state) => (isVrrpSettled(state) ? legs(topology, state) : [])),
  reversions,
  reverts: (topology, moved) => moved.watch !== 'vrrp' || isTakenBack(topology, moved),
  start,
  warnings: (lab) => [...startWarnings(lab), ...ownWarnings(lab)],
}

/** The highest priority is active in the end: at once, since it has started first, or after it has preempted. */
function waits({ topology }: Wiring): readonly Settled[] {
  return virtualRouterGroups(topology).flatMap((group) => {
    // What is not understood may decide who is active.
    if (group.some(isUnread)) return []
    const [active, ...backups] = group.map(({ node, router }) => ({ node: node.name, name: router.name }))
    if (active === undefined) return []
    const wait: VrrpSettled = { wait: 'vrrpSettled', active, backups }
    return [
      {
        wait,
        deadlineNs:
          DAEMON_START +
          Math.max(...group.map(({ node, router }) => startupNs(node) + upAgainNs(node, router) + takeover(router))),
      },
    ]
  })
}

function watched({ nodes }: Topology): VrrpWatch {
  const routers = nodes.flatMap((node) =>
    vrrpOf(node).routers.map(({ name, interface: device, vrid }) => ({
      node: node.name,
      name,
      ...(unreadOf(node, name).length > 0 ? {} : { advertises: { interface: device, vrid } }),
    })),
  )
  return { virtualRouters: routers }
}

function legs(topology: Topology, { active, backups }: VrrpSettled): StandbyLeg[] {
  const legsOf = (who: string, member: VrrpMember, back: readonly StandbyLeg[]): StandbyLeg[] => {
    const node = nodeOf(topology, member.node)
    const router = routerOf(node, member)
    if (router !== undefined && isOnSwitch(node, router.interface)) return onSwitch(node, router)
    return portsInUse(node, router?.interface ?? '').map((name) => ({
      end: { node: node.name, interface: name },
      text: `${who} ${node.name}`,
      back,
    }))
  }
  const isTakenBackFrom = (backup: VrrpMember): boolean => {
    const [one, other] = [active, backup].flatMap((member) => memberOf(topology, member) ?? [])
    return one !== undefined && other !== undefined && preempts(one, other)
  }
  const [next] = backups.filter((backup) => !isTakenBackFrom(backup))
  return legsOf('active router', active, next === undefined ? [] : legsOf('then active router', next, []))
}

/** On a bridge with several ports, which has carrier by each of them. */
function isOnSwitch(node: Node, name: string): boolean {
  const one = node.interfaces.find((candidate) => candidate.name === name)
  if (one?.kind === 'vlan' || one?.kind === 'macvlan') return isOnSwitch(node, one.parent)
  return one?.kind === 'bridge' && node.interfaces.filter(({ master }) => master === name).length > 1
}

const onSwitch = (node: Node, router: VirtualRouter): never =>
  fail({
    code: 'rehearsal-on-switch',
    what: `a switchover of ${router.name} of ${node.name} cannot be rehearsed: ${router.interface} is on a bridge with several ports, and no single cable makes it move`,
    next: 'leave rehearse out, and let an experiment break the switch: nodeDown(…)',
  })

function memberOf(topology: Topology, member: VrrpMember): GroupMember | undefined {
  const node = nodeOf(topology, member.node)
  const router = routerOf(node, member)
  return router === undefined ? undefined : { node, router }
}

const routerOf = (node: Node, { name }: VrrpMember): VirtualRouter | undefined =>
  vrrpOf(node).routers.find((router) => router.name === name)

/** A virtual router has something to take back only where its group has moved. */
function reversions({ topology }: Wiring, { moved }: Broken): readonly Reversion[] {
  return virtualRouterGroups(topology).flatMap((group) => {
    const [first, ...backups] = group
    const isTakenBack = first !== undefined && backups.some((backup) => preempts(first, backup))
    return isTakenBack && hasMoved(group, moved) ? [preemption(first)] : []
  })
}

const hasMoved = (group: readonly GroupMember[], moved: Broken['moved']): boolean =>
  moved === null ||
  group.some(({ node, router }) =>
    moved.some((one) => one.watch === 'vrrp' && one.node === node.name && one.name === router.name),
  )

const preemption = (member: GroupMember): Reversion => ({
  ns: startupNs(member.node) + preemptionNs(member),
  because: `VRRP preempts after ${member.router.reach === undefined ? '' : 'what it tracks has answered, '}its down timer and the preempt delay`,
})

/** In order of priority: only a router that ranks before the new one can take it back, and only where it preempts. */
function isTakenBack(topology: Topology, moved: StateMatch): boolean {
  const group = virtualRouterGroups(topology).find((members) =>
    members.some(({ node, router }) => node.name === moved.node && router.name === moved.name),
  )
  const rank = group?.findIndex(({ node }) => node.name === moved.node) ?? 0
  const holder = group?.[rank]
  return holder !== undefined && group?.slice(0, rank).some((one) => preempts(one, holder)) === true
}
