import type { VrrpSettled } from './data-kinds.ts'
import type { Lab } from '../../model/lab.ts'
import type { Problem } from '../../model/problem.ts'
import { formatNs, seconds, type Ns } from '../../model/time.ts'
import type { Node, Topology } from '../../model/topology.ts'
import type { Wiring } from '../../theory/wiring.ts'
import { bondWaits, lonelyBonds } from '../bond/settle-waits.ts'
import { DAEMON_START, type Settled, type Start } from '../contract/settle.ts'
import { isUnread, preempts, priorityOf, virtualRouterGroups, type GroupMember } from './data-groups.ts'
import { vrrpOf, type VirtualRouter } from './data.ts'
import { masterDownNs } from './theory-claims.ts'

/**
 * Every daemon, the nodes of the highest priorities first. Without preemption, and of equal priorities, the virtual router that becomes active first
 * stays so: a node starts only once those that it is a backup of are active. Where two nodes are each other's backups, both
 * start at once, and the shorter skew of the preferred one decides; but only once their LACP bonds have carrier, which each
 * bond gets at a time of its own.
 */
export function start(wiring: Wiring): readonly Start[] {
  const { topology } = wiring
  const pairs = keptPairs(topology)
  const awaited = (node: Node): readonly GroupMember[] =>
    pairs.flatMap(({ first, backup, isMutual }) => (backup.node === node && !isMutual ? [first] : []))
  const mutual = new Set(pairs.flatMap(({ first, backup, isMutual }) => (isMutual ? [first.node, backup.node] : [])))
  const lonely = mutual.size === 0 ? new Set<string>() : lonelyBonds(wiring)
  const linked = [...mutual].flatMap((node) =>
    bondWaits(node, lonely, 0).filter(({ wait }) => wait.wait === 'lacpCollected'),
  )
  const isHeld = linked.length > 0 || topology.nodes.some((node) => awaited(node).length > 0)
  const nodes = isHeld ? inOrder(preferredFirst(topology), awaited) : preferredFirst(topology)
  const first = nodes.find((node) => mutual.has(node))
  return nodes.map((node) => ({ node, waits: [...(node === first ? linked : []), ...awaited(node).map(untilActive)] }))
}

/** So far apart may two daemons be that start at once: 50 ms seen in virtual time. */
const TOGETHER_NS: Ns = 100e6

/** Virtual routers of which it is not sure that the preferred one becomes active first, though it would not preempt. */
export function startWarnings({ topology, experiments }: Lab): Problem[] {
  const where = experiments.flatMap((one) => one.where ?? []).slice(0, 1)
  return keptPairs(topology).flatMap(({ first, backup, isMutual }): Problem[] => {
    const aheadNs = masterDownNs(backup) - masterDownNs(first)
    if (!isMutual || aheadNs >= TOGETHER_NS) return []
    const [one, other] = [first, backup].map(({ node, router }) => `${node.name} ${router.name}`)
    return [
      {
        code: 'start-decides',
        what: `${String(one)} is preferred to ${String(other)} and does not preempt, but its down timer ends only ${formatNs(aheadNs)} sooner: the daemon that starts first decides, and a trial may not settle`,
        ...(where[0] === undefined ? {} : { where: where[0] }),
        allowed: `preempt; or a difference above ${formatNs(TOGETHER_NS)}`,
        next: 'leave preempt: false out, or give the routers a longer advertInterval',
      },
    ]
  })
}

/** A preferred router, and a backup of it that it would not preempt. */
interface KeptPair {
  readonly first: GroupMember
  readonly backup: GroupMember
  /** By other groups, the node of the preferred one would have to wait for that of the backup as well. */
  readonly isMutual: boolean
}

function keptPairs(topology: Topology): readonly KeptPair[] {
  const pairs = virtualRouterGroups(topology).flatMap(([first, ...backups]) => {
    if (first === undefined || [first, ...backups].some(isUnread)) return []
    return backups.flatMap((backup) => (preempts(first, backup) ? [] : [{ first, backup }]))
  })
  const isAfter = (node: Node, other: Node, seen: readonly Node[] = []): boolean =>
    pairs.some(
      ({ first, backup }) =>
        backup.node === node &&
        (first.node === other || (!seen.includes(first.node) && isAfter(first.node, other, [...seen, node]))),
    )
  return pairs.map(({ first, backup }) => ({ first, backup, isMutual: isAfter(first.node, backup.node) }))
}

const highestOf = (node: Node): number => Math.max(0, ...vrrpOf(node).routers.map((router) => priorityOf(router)))

const preferredFirst = (topology: Topology): readonly Node[] =>
  [...topology.nodes].sort((a, b) => highestOf(b) - highestOf(a))

/** Each after those that it awaits; and none of them before the nodes without a virtual router, on which they may depend. */
function inOrder(nodes: readonly Node[], awaited: (node: Node) => readonly GroupMember[]): readonly Node[] {
  const [routers, others] = [true, false].map((is) => nodes.filter((node) => vrrpOf(node).routers.length > 0 === is))
  const placed: Node[] = [...(others ?? [])]
  const place = (node: Node): void => {
    if (placed.includes(node)) return
    for (const first of awaited(node)) place(first.node)
    placed.push(node)
  }
  for (const node of routers ?? []) place(node)
  return placed
}

function untilActive({ node, router }: GroupMember): Settled {
  const wait: VrrpSettled = { wait: 'vrrpSettled', active: { node: node.name, name: router.name }, backups: [] }
  return { wait, deadlineNs: DAEMON_START + startupNs(node) + takeover(router) + answersNs(router) }
}

/** Until the timers of its virtual routers begin. */
export const startupNs = (node: Node): Ns => vrrpOf(node).startupDelayNs ?? 0

/** Twice the longest master down interval, the delay of a preemption, and the first result of its scripts: one success is enough (vrrp_init_script). */
export const takeover = (router: VirtualRouter): Ns =>
  2 * (router.downTimerAdverts + 1) * Math.max(router.advertIntervalNs, router.version === 2 ? seconds(1) : 0) +
  router.preemptDelayNs +
  Math.max(0, ...(router.scripts ?? []).map(({ timeoutNs }) => timeoutNs))

/** Until what it tracks beyond its provider has answered; a tree or a LAG on the way there may be slower than that. */
const answersNs = ({ reach }: VirtualRouter): Ns =>
  reach === undefined ? 0 : (reach.rise + 1) * (reach.intervalNs + reach.timeoutNs) + seconds(130)
