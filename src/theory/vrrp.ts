import type { GroupMember } from '../model/groups.ts'
import type { Phase } from '../model/phase.ts'
import { formatNs, type Ns } from '../model/time.ts'
import type { Endpoint, Reach, Topology } from '../model/topology.ts'
import type { Blocked, Change, Reactions, Span } from './change.ts'
import { IP } from './damage.ts'
import { delivers } from './lan.ts'
import { outOfReach } from './reach.ts'
import { isFaulty } from './resigned.ts'
import { jiffyNs } from './ticks.ts'
import { on, type Group } from './wiring.ts'
import type { World } from './world.ts'

/** Why and when a backup would become active by itself. */
interface Wish extends Span {
  readonly member: GroupMember
  readonly resigned: boolean
  /** The timer that decides where in the span it falls; null: none does. */
  readonly phase: Phase | null
  readonly because: string
  readonly source: string
}

/**
 * Who takes over which virtual router. A backup's timer is n·A + skew from the last advertisement it received (n is 3, or
 * keepalived's down_timer_adverts), which came up to A before the fault: [(n−1)·A + skew, n·A + skew]. One who resigns
 * while its LAN still works says so with priority 0: then it is the skew, and what passes until he has said so. His kernel
 * tells of the lost carrier from a work item (net/core/link_watch.c: linkwatch_event), and his keepalived reads that when it
 * gets the CPU, at the next tick at the latest. keepalived itself rounds nothing: its timer is time_now + skew in whole
 * microseconds (vrrp_scheduler.c: vrrp_init_instance_sands).
 * keepalived resigns when the instance's own interface, a tracked one or a sibling of its sync group loses carrier.
 * The keepalived of a node that hangs neither sends nor resigns.
 * A member of a sync group becomes MASTER only when all of its group want to: the last one decides, and one that still
 * hears its active router keeps all of them back.
 */
export function vrrpChanges(world: World, hz: number): Reactions {
  const wishes = world.wiring.groups.flatMap((group) => wishesOf(world, group, hz))
  const changes: Change[] = []
  const blocked: Blocked[] = []
  for (const wish of wishes) {
    const together = synced(world, wish, wishes)
    if ('because' in together) {
      blocked.push(together)
      continue
    }
    const change = takeover(wish, together.wishes)
    changes.push(change, ...insists(world, wish, change))
  }
  return { changes, blocked }
}

/** Backups of one group that want to become active, in order of priority. */
function wishesOf(world: World, group: Group, hz: number): readonly Wish[] {
  const active = activeOf(world, group)
  if (active === undefined) return []
  const resigned = isFaulty(world, active)
  const hangs = ({ node }: GroupMember): boolean => world.damage.hangs(node.name)
  const lost = resigned || hangs(active) ? null : outOfReach(world, active)
  const wishes: Wish[] = []
  for (const member of group) {
    if (member === active || hangs(member) || isFaulty(world, member) || outOfReach(world, member) !== null) continue
    const heard = !hangs(active) && delivers(world, lanOf(active), lanOf(member), IP)
    if (!resigned && lost === null && heard) continue
    if (wishes.some((other) => delivers(world, lanOf(other.member), lanOf(member), IP))) continue
    if (lost !== null && heard) wishes.push(afterLosing(lost, member, active, hz))
    else wishes.push(resigned && heard ? afterResignation(member, active, hz) : afterSilence(member, active, resigned))
  }
  return wishes
}

function afterResignation(member: GroupMember, active: GroupMember, hz: number): Wish {
  const skewNs = skew(member, active)
  return {
    member,
    resigned: true,
    phase: null,
    lowNs: skewNs,
    highNs: skewNs + jiffyNs(hz),
    because: `VRRPv${String(member.router.version)}: ${nameOf(active)} resigns with priority 0 within a tick, ${nameOf(member)} waits its ${skewText(member, skewNs)}`,
    source: `${rfc(member, '6.4.2')}; net/core/link_watch.c: linkwatch_event`,
  }
}

/**
 * keepalived runs the script again an interval after it has begun, and takes the `fall`-th failure in a row for a FAULT: the
 * instance leaves MASTER with priority 0 (vrrp_script_child_thread, down_instance). A run fails when its answer is overdue,
 * or at once where an error comes back; the first began up to an interval after the fault.
 */
function afterLosing(reach: Reach, member: GroupMember, active: GroupMember, hz: number): Wish {
  const skewNs = skew(member, active)
  const { fall, intervalNs, timeoutNs, address } = reach
  const tick = jiffyNs(hz)
  return {
    member,
    resigned: true,
    phase: scriptPhase(active.node.name, reach),
    lowNs: (fall - 1) * intervalNs + skewNs,
    highNs: fall * (intervalNs + tick) + timeoutNs + skewNs + tick,
    because: `VRRPv${String(member.router.version)}: ${nameOf(active)} asks ${address} every ${formatNs(intervalNs)} and resigns at the ${String(fall)}. time in a row without an answer within ${formatNs(timeoutNs)}, ${nameOf(member)} waits its ${skewText(member, skewNs)}`,
    source: `keepalived: vrrp_script_child_thread, down_instance; ${rfc(member, '6.4.2')}`,
  }
}

function afterSilence(member: GroupMember, active: GroupMember, resigned: boolean): Wish {
  const skewNs = skew(member, active)
  const adverts = member.router.downTimerAdverts
  const intervalNs = interval(member, active)
  return {
    member,
    resigned,
    phase: advertPhase(member, intervalNs),
    lowNs: (adverts - 1) * intervalNs + skewNs,
    highNs: adverts * intervalNs + skewNs,
    because: `VRRPv${String(member.router.version)}: ${nameOf(member)} waits ${String(adverts)}A + skew from the last advertisement, which came up to A before the fault; A = ${formatNs(intervalNs)}, ${skewText(member, skewNs)}`,
    source: rfc(member, '6.1'),
  }
}

const advertPhase = ({ node, router }: GroupMember, periodNs: Ns): Phase => ({
  periodNs,
  after: { event: 'vrrpAdvert', node: node.name, interface: router.interface, vrid: router.vrid },
  because: `advertisements that ${node.name} receives on ${router.interface}`,
})

const scriptPhase = (node: string, { intervalNs, address }: Reach): Phase => ({
  periodNs: intervalNs,
  after: { event: 'echoRequest', node, address },
  because: `${node}'s questions to ${address}`,
})

/** Of every address that a virtual router tracks. */
export const scriptPhases = ({ nodes }: Topology): readonly Phase[] =>
  nodes.flatMap(({ name, virtualRouters }) =>
    virtualRouters.flatMap(({ reach }) => (reach === undefined ? [] : [scriptPhase(name, reach)])),
  )

const nameOf = ({ node, router }: GroupMember): string => `${node.name} ${router.name}`

const skewText = ({ router }: GroupMember, skewNs: Ns): string =>
  `skew = ${formatNs(skewNs)} (priority ${String(router.priority)})`

/** Version 3 takes the active router's interval from its advertisements; version 2 has its own (RFC 3768 5.3.7: must agree). */
const interval = (member: GroupMember, active: GroupMember): Ns =>
  member.router.version === 3 ? active.router.advertIntervalNs : member.router.advertIntervalNs

/** Version 3: (256 − priority)·A/256 (RFC 9568 6.1). Version 2: (256 − priority)/256 s, whatever A is (RFC 3768 6.1). In whole microseconds. */
function skew(member: GroupMember, active: GroupMember): Ns {
  const scaleNs = member.router.version === 3 ? interval(member, active) : 1e9
  return Math.floor(((256 - member.router.priority) * scaleNs) / 256 / 1e3) * 1e3
}

/** Of a router that hears nobody. */
export const masterDownNs = (member: GroupMember): Ns =>
  member.router.downTimerAdverts * interval(member, member) + skew(member, member)

function takeover(wish: Wish, together: readonly Wish[]): Change {
  const { node, router } = wish.member
  const decides = together.reduce((a, b) => (b.highNs > a.highNs ? b : a), wish)
  const others = together.length > 1 ? `; its sync group moves as one, when the last of it wants to` : ''
  return {
    reaction: { react: 'master', node: node.name, router: router.name },
    after: null,
    lowNs: Math.max(...together.map(({ lowNs }) => lowNs)),
    highNs: Math.max(...together.map(({ highNs }) => highNs)),
    because: `${decides.because}${others}`,
    source: together.length > 1 ? `${decides.source}; keepalived: vrrp_sync_can_goto_master` : decides.source,
    detection: { watch: 'vrrp', node: node.name, name: router.name, state: 'MASTER' },
    phase: decides.phase,
  }
}

/**
 * One who is still active and hears a newcomer of lower priority answers each of its advertisements with gratuitous ARP.
 * The newcomer sends its first one just before its own ARP, which is the last then, and the next one A later.
 */
function insists(world: World, { member, resigned }: Wish, change: Change): readonly Change[] {
  const group = world.wiring.groupOf(member.node.name, member.router.name)?.group ?? []
  const active = activeOf(world, group)
  if (active === undefined || resigned || active.router.priority < member.router.priority) return []
  if (world.damage.hangs(active.node.name)) return []
  if (!delivers(world, lanOf(member), lanOf(active), IP)) return []
  const [old, newcomer] = [active, member].map(({ node, router }) => `${node.name} ${router.name}`)
  return [
    {
      ...change,
      reaction: { react: 'master', node: active.node.name, router: active.router.name },
      after: change,
      lowNs: 0,
      highNs: member.router.advertIntervalNs,
      because: `${String(old)} is still active, hears ${String(newcomer)} of lower priority, and takes the address back by gratuitous ARP, at its next advertisement at the latest (A = ${formatNs(member.router.advertIntervalNs)})`,
      source: 'keepalived: vrrp_state_master_rx (garp_lower_prio_repeat)',
    },
  ]
}

/** The wishes of all that have to move together, or why they do not. */
function synced(world: World, wish: Wish, wishes: readonly Wish[]): { readonly wishes: readonly Wish[] } | Blocked {
  const { node, router } = wish.member
  const sync = node.syncGroups.find(({ members }) => members.includes(router.name))
  if (sync === undefined) return { wishes: [wish] }
  const found: Wish[] = []
  for (const name of sync.members) {
    const sibling = wishes.find(({ member }) => member.node.name === node.name && member.router.name === name)
    if (sibling !== undefined) found.push(sibling)
    else if (!isActive(world, node.name, name)) {
      return {
        because: `${node.name} ${router.name} wants to become MASTER, but its sync group ${sync.name} holds it back: ${name} still hears its active router`,
        source: 'keepalived: vrrp_sync_can_goto_master',
      }
    }
  }
  return { wishes: found }
}

function isActive(world: World, node: string, router: string): boolean {
  const found = world.wiring.groupOf(node, router)
  return found !== undefined && activeOf(world, found.group) === found.member
}

const activeOf = (world: World, group: Group): GroupMember | undefined => world.tenures(group).at(-1)

const lanOf = ({ node, router }: GroupMember): Endpoint => on(node.name, router.interface)

const rfc = ({ router }: GroupMember, section: string): string =>
  `${router.version === 3 ? 'RFC 9568' : 'RFC 3768'} ${section}`
