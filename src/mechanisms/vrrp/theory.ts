import { bareAddress } from '../../model/address.ts'
import { echoRequest, vrrpAdvert, type VrrpState } from './data-kinds.ts'
import { notModelled } from '../../model/own-file.ts'
import type { Phase } from '../../model/phase.ts'
import { reason, type Reason } from '../../model/reason.ts'
import { seconds, type Ns } from '../../model/time.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { sinceFault, type Blocked, type Change, type Reactions, type Span } from '../../theory/change.ts'
import { after } from '../../theory/course.ts'
import { givesUp, isFaulty } from '../../theory/given-up.ts'
import { OWN_FILES, type Asked, type Foreign, type Theory } from '../contract/theory.ts'
import { priorityOf } from './data-groups.ts'
import { KEEPALIVED_CONF, unreadOf, vrrpOf, type Reach } from './data.ts'
import { isOutOfReach } from '../../theory/reach.ts'
import { jiffyNs } from '../../theory/ticks.ts'
import {
  answersLower,
  intervalOf,
  isHeard,
  isVrrpClaim,
  nameOf,
  outranks,
  skewOf,
  vrrpClaims,
  type VrrpClaim,
  type VrrpClaimant,
} from './theory-claims.ts'
import { demotionOf, failureOf, type Demotion, type Worlds } from './theory-demotion.ts'
import { contested } from './theory-contested.ts'
import type { World } from '../../theory/world.ts'

export const vrrpTheory: Theory = {
  seen: ({ watch, node, name, state }) => {
    if (watch !== 'vrrp') return []
    return [{ react: state === 'MASTER' ? 'addresses-taken' : 'addresses-given-up', node, claimant: name }]
  },
  changes: vrrpChanges,
  contested,
  claims: vrrpClaims,
  phases: ({ topology }) => scriptPhases(topology),
  runs: (node) => vrrpOf(node).routers.length > 0 || KEEPALIVED_CONF in node.files,
  foreign,
}

/** What of the user's own file is not understood: it concerns all of the node, or the addresses of some virtual routers. */
function foreign(node: Node): readonly Foreign[] {
  const { own, routers } = vrrpOf(node)
  if (own === undefined) return KEEPALIVED_CONF in node.files ? [OWN_FILES] : []
  return own.unread.map((unread) => ({
    because: notModelled(unread),
    addresses:
      unread.routers === null
        ? null
        : routers
            .filter(({ name }) => unreadOf(node, name).includes(unread))
            .flatMap((one) => one.addresses.map(bareAddress)),
  }))
}

/** Why and when a backup would become active by itself. */
interface Wish extends Span {
  readonly member: VrrpClaimant
  /** That holds the address so far. */
  readonly active: VrrpClaimant
  readonly resigned: boolean
  /** The timer that decides where in the span it falls; null: none does. */
  readonly phase: Phase | null
  readonly because: Reason
  readonly source: string
}

/**
 * Which router takes over which virtual router.
 * - Silence: a backup's timer is n·A + skew from the last advertisement that it received (n is 3, or keepalived's
 *   down_timer_adverts), which came up to A before the fault: [(n−1)·A + skew, n·A + skew].
 * - Resignation: the active router resigns when the interface of the instance, a tracked one or that of a sibling of its sync
 *   group loses carrier. While its LAN still works it advertises priority 0, and the backup waits for the skew from then on. The
 *   kernel reports the lost carrier from a work item (net/core/link_watch.c: linkwatch_event), and keepalived reads that when it
 *   gets the CPU, at the next tick at the latest. keepalived rounds nothing: its timer is time_now + skew in whole microseconds
 *   (vrrp_scheduler.c: vrrp_init_instance_sands). The keepalived of a node that hangs neither sends nor resigns.
 * - Priority: a router whose priority falls below that of a backup goes on advertising, and the backup that preempts lets its
 *   timer run out.
 * - A sync group: a member becomes MASTER only when all of its group would. The last of them decides, and one that still
 *   receives advertisements keeps all of them back.
 * Advertisements take the links as they have become by then, unless a backup may act before the last link has reacted.
 */
export function vrrpChanges({ before, broken, earlier, hz }: Asked): Reactions {
  const settledNs = Math.max(0, ...earlier.map((change) => sinceFault(change).highNs))
  const hasty = takeovers({ before, broken }, hz)
  const isOvertaken = hasty.changes.some(({ lowNs }) => lowNs < settledNs)
  return isOvertaken ? hasty : takeovers({ before, broken: after(broken, earlier) }, hz)
}

function takeovers(worlds: Worlds, hz: number): Reactions {
  const { broken: world } = worlds
  const wishes = world.wiring.claims.filter(isVrrpClaim).flatMap((claim) => wishesOf(worlds, claim, hz))
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
function wishesOf(worlds: Worlds, claim: VrrpClaim, hz: number): readonly Wish[] {
  const { broken: world } = worlds
  const active = world.tenures(claim).at(-1)
  if (active === undefined) return []
  const resigned = isFaulty(world, active)
  const hangs = ({ node }: VrrpClaimant): boolean => world.damage.hangs(node)
  const lost = resigned || hangs(active) ? null : lostReach(world, active)
  const wishes: Wish[] = []
  for (const member of claim.claimants) {
    if (member === active || hangs(member) || isFaulty(world, member) || isOutOfReach(world, member)) continue
    const heard = !hangs(active) && isHeard(world, active, member)
    const demoted = !resigned && lost === null && heard ? demotionOf(worlds, active, member, hz) : null
    if (!resigned && lost === null && heard && demoted === null) continue
    if (wishes.some((other) => isHeard(world, other.member, member))) continue
    if (demoted !== null) wishes.push(afterDemotion(demoted, member, active))
    else if (lost !== null && heard) wishes.push(afterLosing(lost, member, active, hz))
    else
      wishes.push(
        resigned && heard
          ? afterResignation(member, active, givesUp(world, active, hz))
          : afterSilence(member, active, resigned),
      )
  }
  return wishes
}

/** What it tracks and does not reach any more; null where all is well or nothing is tracked. */
const lostReach = (world: World, member: VrrpClaimant): Reach | null =>
  isOutOfReach(world, member) ? (member.router.reach ?? null) : null

function afterResignation(member: VrrpClaimant, active: VrrpClaimant, resigns: Span): Wish {
  const skewNs = skewOf(member.router, active.router)
  const lateNs = resigns.highNs - resigns.lowNs
  const when =
    lateNs > seconds(1) ? reason('within')`within ${{ withinNs: lateNs }}` : reason('within-a-tick')`within a tick`
  const delayed =
    resigns.lowNs === 0 ? when : reason('interface-delay')`${{ laterNs: resigns.lowNs }} later (its interface's delay)`
  return {
    member,
    active,
    resigned: true,
    phase: null,
    lowNs: skewNs + resigns.lowNs,
    highNs: skewNs + resigns.highNs,
    because: reason(
      'vrrp-resigns',
    )`VRRPv${{ version: member.router.version }}: ${{ active: nameOf(active) }} resigns with priority 0 ${{ delayed }}, ${{ backup: nameOf(member) }} waits its ${{ skew: skewReason(member, skewNs) }}`,
    source: `${rfc(member, '6.4.2')}; net/core/link_watch.c: linkwatch_event`,
  }
}

function afterLosing(reach: Reach, member: VrrpClaimant, active: VrrpClaimant, hz: number): Wish {
  const skewNs = skewOf(member.router, active.router)
  const { fall, intervalNs, timeoutNs, address } = reach
  const failed = failureOf(reach, hz)
  return {
    member,
    active,
    resigned: true,
    phase: scriptPhase(active.node, reach),
    lowNs: failed.lowNs + skewNs,
    highNs: failed.highNs + skewNs + jiffyNs(hz),
    because: reason(
      'vrrp-loses-reach',
    )`VRRPv${{ version: member.router.version }}: ${{ active: nameOf(active) }} asks ${{ address }} every ${{ intervalNs }} and resigns at the ${{ fall }}. time in a row without an answer within ${{ timeoutNs }}, ${{ backup: nameOf(member) }} waits its ${{ skew: skewReason(member, skewNs) }}`,
    source: `keepalived: vrrp_script_child_thread, down_instance; ${rfc(member, '6.4.2')}`,
  }
}

/** A preemption of a router that has lost rank: what is tracked decides when, and then the backup's timer. */
function afterDemotion(demotion: Demotion, member: VrrpClaimant, active: VrrpClaimant): Wish {
  const { lowNs, highNs, reach, because } = demotion
  const skewNs = skewOf(member.router, active.router)
  const phase =
    reach === null ? advertPhase(member, intervalOf(member.router, active.router)) : scriptPhase(active.node, reach)
  return {
    member,
    active,
    resigned: false,
    phase,
    lowNs,
    highNs,
    because: reason(
      'vrrp-outranked',
    )`VRRPv${{ version: member.router.version }}: ${{ because }}, ${{ skew: skewReason(member, skewNs) }}`,
    source: `keepalived: vrrp_set_effective_priority, vrrp_state_backup; ${rfc(member, '6.4.2')}`,
  }
}

function afterSilence(member: VrrpClaimant, active: VrrpClaimant, resigned: boolean): Wish {
  const skewNs = skewOf(member.router, active.router)
  const adverts = member.router.downTimerAdverts
  const intervalNs = intervalOf(member.router, active.router)
  return {
    member,
    active,
    resigned,
    phase: advertPhase(member, intervalNs),
    lowNs: (adverts - 1) * intervalNs + skewNs,
    highNs: adverts * intervalNs + skewNs,
    because: reason(
      'vrrp-silence',
    )`VRRPv${{ version: member.router.version }}: ${{ backup: nameOf(member) }} waits ${{ adverts }}A + skew from the last advertisement, which came up to A before the fault; A = ${{ intervalNs }}, ${{ skew: skewReason(member, skewNs) }}`,
    source: rfc(member, '6.1'),
  }
}

const advertPhase = ({ node, router }: VrrpClaimant, periodNs: Ns): Phase => ({
  periodNs,
  after: vrrpAdvert({ node, interface: router.interface, vrid: router.vrid }),
  because: `advertisements that ${node} receives on ${router.interface}`,
})

const scriptPhase = (node: string, { intervalNs, address }: Reach): Phase => ({
  periodNs: intervalNs,
  after: echoRequest({ node, address }),
  because: `${node}'s questions to ${address}`,
})

/** Of every address that a virtual router tracks. */
const scriptPhases = ({ nodes }: Topology): readonly Phase[] =>
  nodes.flatMap((node) =>
    vrrpOf(node).routers.flatMap(({ reach }) => (reach === undefined ? [] : [scriptPhase(node.name, reach)])),
  )

const skewReason = ({ router }: VrrpClaimant, skewNs: Ns): Reason =>
  reason('vrrp-skew')`skew = ${{ skewNs }} (priority ${{ priority: priorityOf(router) }})`

function takeover(wish: Wish, together: readonly Wish[]): Change {
  const { node, name } = wish.member
  const decides = together.reduce((a, b) => (b.highNs > a.highNs ? b : a), wish)
  return {
    reaction: { react: 'addresses-taken', node, claimant: name },
    after: null,
    lowNs: Math.max(...together.map(({ lowNs }) => lowNs)),
    highNs: Math.max(...together.map(({ highNs }) => highNs)),
    because:
      together.length > 1
        ? reason(
            'sync-group-moves',
          )`${{ decides: decides.because }}; its sync group moves as one, when the last of it wants to`
        : decides.because,
    source: together.length > 1 ? `${decides.source}; keepalived: vrrp_sync_can_goto_master` : decides.source,
    detection: { watch: 'vrrp', node, name, state: 'MASTER' } satisfies VrrpState,
    phase: decides.phase,
  }
}

/**
 * One who is still active and hears a newcomer of lower priority answers each of its advertisements with gratuitous ARP.
 * The newcomer sends its first one just before its own ARP, which is the last then, and the next one A later.
 */
function insists(world: World, { member, active, resigned }: Wish, change: Change): readonly Change[] {
  if (resigned || !outranks(world, active, member)) return []
  if (world.damage.hangs(active.node)) return []
  if (!isHeard(world, member, active) || !answersLower(active)) return []
  const [old, newcomer] = [nameOf(active), nameOf(member)]
  return [
    {
      ...change,
      reaction: { react: 'addresses-taken', node: active.node, claimant: active.name },
      after: change,
      lowNs: 0,
      highNs: member.router.advertIntervalNs,
      because: reason(
        'vrrp-taken-back',
      )`${{ router: old }} is still active, hears ${{ newcomer }} of lower priority, and takes the address back by gratuitous ARP, at its next advertisement at the latest (A = ${{ intervalNs: member.router.advertIntervalNs }})`,
      source: 'keepalived: vrrp_state_master_rx (garp_lower_prio_repeat)',
    },
  ]
}

/** The wishes of all that have to move together, or why they do not. */
function synced(world: World, wish: Wish, wishes: readonly Wish[]): { readonly wishes: readonly Wish[] } | Blocked {
  const { node, name: own, of } = wish.member
  const sync = vrrpOf(of).syncGroups.find(({ members }) => members.includes(own))
  if (sync === undefined) return { wishes: [wish] }
  const found: Wish[] = []
  for (const name of sync.members) {
    const sibling = wishes.find(({ member }) => member.node === node && member.name === name)
    if (sibling !== undefined) found.push(sibling)
    else if (!isActive(world, node, name)) {
      return {
        because: reason(
          'sync-group-holds',
        )`${{ node }} ${{ router: own }} wants to become MASTER, but its sync group ${{ group: sync.name }} holds it back: ${{ other: name }} still hears its active router`,
        source: 'keepalived: vrrp_sync_can_goto_master',
      }
    }
  }
  return { wishes: found }
}

function isActive(world: World, node: string, name: string): boolean {
  const found = world.wiring.claimOf(node, name)
  return found !== undefined && world.tenures(found.claim).at(-1) === found.claimant
}

const rfc = ({ router }: VrrpClaimant, section: string): string =>
  `${router.version === 3 ? 'RFC 9568' : 'RFC 3768'} ${section}`
