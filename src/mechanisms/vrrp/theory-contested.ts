import { reason, type Reason } from '../../model/reason.ts'
import { after } from '../../theory/course.ts'
import { isFaulty } from '../../theory/given-up.ts'
import { isOutOfReach } from '../../theory/reach.ts'
import type { World } from '../../theory/world.ts'
import type { Asked, Contested } from '../contract/theory.ts'
import { on } from '../../theory/wiring.ts'
import { dependsOn, priorityOf } from './data-groups.ts'
import {
  answersLower,
  isDelivered,
  isHeard,
  isVrrpClaim,
  nameOf,
  outranks,
  priorityIn,
  type VrrpClaim,
  type VrrpClaimant,
} from './theory-claims.ts'
import type { Worlds } from './theory-demotion.ts'

/** Virtual routers of which nothing says which one is active, or from when on; and those that move with them in a sync group. */
export function contested({ before, broken, earlier }: Asked, isFlapping: boolean): readonly Contested[] {
  const claims = broken.wiring.claims.filter(isVrrpClaim)
  const worlds = [broken, after(broken, earlier)].map((world) => ({ before, broken: world }))
  const found = new Map<VrrpClaim, Reason>()
  for (const claim of claims) {
    const [because] = worlds.flatMap((one) => reasonOf(one, claim, isFlapping) ?? [])
    if (because !== undefined) found.set(claim, because)
  }
  for (const [claim, because] of found)
    for (const other of claims) if (movesWith(claim, other) && !found.has(other)) found.set(other, because)
  return [...found].map(([claim, because]) => ({ claim, because }))
}

const movesWith = (claim: VrrpClaim, other: VrrpClaim): boolean =>
  claim.claimants.some(({ node, movesWith: names }) =>
    other.claimants.some((one) => one.node === node && names.includes(one.name)),
  )

function reasonOf(worlds: Worlds, claim: VrrpClaim, isFlapping: boolean): Reason | null {
  const { before, broken } = worlds
  const unknown = claim.claimants.flatMap((one) => unmodelled(one) ?? [])
  if (unknown[0] !== undefined) return unknown[0]
  const active = broken.tenures(claim).at(-1)
  if (active === undefined) return null
  const alive = claim.claimants.filter((one) => !isFaulty(broken, one) && !broken.damage.hangs(one.node))
  const backups = alive.filter((one) => one !== active)
  const lower = claim.claimants.find((one) => priorityIn(before, one) !== priorityOf(one.router))
  if (lower !== undefined)
    return reason(
      'vrrp-demoted-before',
    )`${{ router: nameOf(lower) }} has lost priority before the fault by what it tracks, and which router that has made active is not modelled`
  return (
    ofPeers(worlds, active, backups) ??
    ofAnnouncements(broken, active, backups) ??
    ofRanks(worlds, active, backups, isFlapping) ??
    ofDelays(broken, claim, active, isFlapping)
  )
}

/** A backup's macvlan takes and forwards what switches flood while they learn. */
function unmodelled(one: VrrpClaimant): Reason | null {
  const { vmac, scripts: [script] = [] } = one.router
  if (vmac !== undefined)
    return reason(
      'vrrp-virtual-mac',
    )`${{ router: nameOf(one) }} has a virtual MAC address, and which routers forward what is sent to it until switches have learned where it is is not modelled`
  return script === undefined
    ? null
    : reason(
        'vrrp-script',
      )`${{ router: nameOf(one) }} runs “${{ command: script.command }}”, and nothing is known of when that fails`
}

/** What a router sends to peers needs their neighbour entries, which it confirms and they do not. */
function ofPeers({ broken }: Worlds, active: VrrpClaimant, backups: readonly VrrpClaimant[]): Reason | null {
  const oneWay = backups.find(
    (one) => active.router.peers !== undefined && isDelivered(broken, active, one) !== isDelivered(broken, one, active),
  )
  return oneWay === undefined
    ? null
    : reason(
        'vrrp-one-way',
      )`frames pass one way between ${{ router: nameOf(active) }} and its peer ${{ peer: nameOf(oneWay) }}, and advertisements to it as long as its neighbour entry lasts`
}

/** An active router that lives on beside one that has taken over, and either repeats its announcement, or never does. */
function ofAnnouncements(broken: World, active: VrrpClaimant, backups: readonly VrrpClaimant[]): Reason | null {
  if (isFaulty(broken, active) || broken.damage.hangs(active.node)) return null
  const isPlain = active.router.garp === undefined && active.router.strict === undefined
  if (isPlain) return null
  const deaf = backups.filter((one) => !isHeard(broken, active, one))
  const { refreshNs = 0 } = active.router.garp ?? {}
  const [first] = deaf
  if (first !== undefined && refreshNs > 0)
    return reason(
      'vrrp-both-announce',
    )`${{ router: nameOf(active) }} stays active beside ${{ peer: nameOf(first) }} and announces the addresses again and again: which of the two is believed changes`
  const answered = deaf.find((one) => isHeard(broken, one, active) && outranks(broken, active, one))
  return answered !== undefined && !answersLower(active)
    ? reason(
        'vrrp-not-taken-back',
      )`${{ router: nameOf(active) }} does not answer the advertisements of ${{ peer: nameOf(answered) }} with gratuitous ARP, and when neighbours find it again is not modelled`
    : null
}

/** Light that comes and goes within a delay has changed nothing, and a backup that is faulty may take over until it knows. */
function ofDelays(broken: World, { claimants }: VrrpClaim, active: VrrpClaimant, isFlapping: boolean): Reason | null {
  const isLate = ({ node, of, router, hesitatesNs }: VrrpClaimant): boolean =>
    dependsOn(of, router).some((name) => hesitatesNs(name) > 0 && !broken.hasCarrier(on(node, name)))
  const resigns = isFaulty(broken, active) || isOutOfReach(broken, active)
  const late = claimants.find((one) => isLate(one) && (isFlapping || (one !== active && resigns)))
  if (late === undefined) return null
  return isFlapping
    ? reason(
        'vrrp-flap-delay',
      )`${{ router: nameOf(late) }} takes a dark interface for that only after a delay, and what its light does to that in a flap is not modelled`
    : reason(
        'vrrp-learns-late',
      )`${{ router: nameOf(late) }} learns by a delay that it has lost an interface, and may take over until then`
}

/** Who takes over where ranks change, or are equal. */
function ofRanks(
  { before, broken }: Worlds,
  active: VrrpClaimant,
  backups: readonly VrrpClaimant[],
  isFlapping: boolean,
): Reason | null {
  const all = [active, ...backups]
  const isPlain = all.every(({ isRanked }) => !isRanked) && !all.some((one) => all.some((other) => isTwin(one, other)))
  if (isPlain) return null
  const hasFallen = (one: VrrpClaimant): boolean => priorityIn(broken, one) < priorityIn(before, one)
  const isHit = isFaulty(broken, active) || isOutOfReach(broken, active) || broken.damage.hangs(active.node)
  const isDemoted = hasFallen(active) && backups.some((one) => isHeard(broken, active, one))
  const isLost = isHit || backups.some((one) => !isHeard(broken, active, one))
  const fallen = isLost || isDemoted ? backups.find(hasFallen) : undefined
  if (fallen !== undefined)
    return reason(
      'vrrp-demoted-too',
    )`${{ router: nameOf(fallen) }} loses priority by the same fault, and which of the routers is ahead while they notice it is not modelled`
  if (isDemoted && (isHit || isFlapping))
    return isFlapping
      ? reason(
          'vrrp-demoted-in-flap',
        )`${{ router: nameOf(active) }} loses priority, and its light comes back before the backup's timer has to run out`
      : reason(
          'vrrp-demoted-and-hit',
        )`${{ router: nameOf(active) }} loses priority, and gives up by another rule before the backup's timer has to run out`
  if (isDemoted && backups.length > 1 && backups.some(({ router }) => router.preemptDelayNs > 0))
    return reason(
      'vrrp-several-preempt-delays',
    )`${{ router: nameOf(active) }} loses priority, and several backups with preempt delays of their own wait for that`
  const twins = backups.filter((one) => backups.some((other) => isTwin(one, other)))
  const [twin] = twins
  if (twin !== undefined && (isLost || isDemoted))
    return reason(
      'vrrp-same-priority',
    )`${{ routers: twins.map(nameOf).join(' and ') }} have the same priority, and take over at the same time`
  return isFlapping && backups.length > 1 && backups.some((one) => isTwin(one, active))
    ? reason(
        'vrrp-some-take-back',
      )`of the virtual routers with VRID ${{ vrid: active.router.vrid }} some take the addresses back when their light returns, and some do not`
    : null
}

const isTwin = (one: VrrpClaimant, other: VrrpClaimant): boolean =>
  one !== other && priorityOf(one.router) === priorityOf(other.router)
