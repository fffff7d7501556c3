import type { Effect } from '../model/fault.ts'
import { reason, type Reason } from '../model/reason.ts'
import type { Ns } from '../model/time.ts'
import { latestNs, NETEM_LIMIT } from '../model/traffic-control.ts'
import type { Change, Reactions } from './change.ts'
import type { Claim } from './claim.ts'
import { Damage, deafAt } from './damage.ts'
import type { ExpectedOutage } from './outage.ts'
import { arrives, type Way } from './path.ts'
import { Stream } from './stream.ts'
import type { World } from './world.ts'

type Impaired = Extract<Effect, { effect: 'impaired' }>

export const impairedBy = (effects: readonly Effect[]): readonly Impaired[] =>
  effects.filter((one): one is Impaired => one.effect === 'impaired')

/** As though all was lost there. */
export const lostAll = (effects: readonly Effect[]): readonly Effect[] =>
  impairedBy(effects).map(({ at }) => deafAt(at))

/** A constant delay and nothing else: every frame comes, in order and at its pace. */
const isDelay = (one: Impaired): boolean =>
  losesNothing(one) &&
  Object.entries(one.netem).every(
    ([key, value]) => ['delayNs', 'limit'].includes(key) || value === undefined || value === 0,
  )

/** Nothing is lost: it may come late, twice, or before what was sent earlier. A short queue, or one that waits for slots, may be full. */
export function losesNothing({ netem: { loss, corruptPercent = 0, rateKbit, slot, limit } }: Impaired): boolean {
  const isRoomy = limit >= NETEM_LIMIT && rateKbit === undefined && slot === undefined
  return loss === undefined && corruptPercent === 0 && isRoomy
}

/** An impairment that loses every frame is none: the cable is silent. */
export const silenced = (effects: readonly Effect[]): readonly Effect[] =>
  effects.map((one) =>
    one.effect === 'impaired' && one.netem.loss?.model === 'independent' && one.netem.loss.percent >= 100
      ? deafAt(one.at)
      : one,
  )

/** A delay that begins with the fault is a pause of as long. */
export const isTolerated = (effects: readonly Effect[], claims: readonly Claim[]): boolean => {
  const lateNs = delaysNs(effects)
  return claims.every(({ claimants }) => claimants.every(({ toleratesNs }) => lateNs < toleratesNs))
}

/**
 * By how much frames come late at most; null: some may be lost, come at another pace, or be overdue: a packet may wait for a
 * neighbour's answer that comes so late, and then be as late again itself.
 */
export function delayNs(effects: readonly Effect[], overdueNs: Ns): Ns | null {
  const lateNs = delaysNs(effects)
  return impairedBy(effects).every(isDelay) && 2 * lateNs <= overdueNs ? lateNs : null
}

/** By how much what is sent comes late at most, by impairments of the drift and of the fault; null: nothing bounds that, or it is overdue. */
export type Lateness = (drift: readonly Effect[], effects: readonly Effect[], overdueNs: Ns) => Ns | null

/** Packets of a flow may overtake one another or come twice, which costs it nothing. Twice the delay has to be in time, as for frames. */
export const packetsLateNs: Lateness = (drift, effects, overdueNs) => {
  const all = [...drift, ...effects]
  const lateNs = delaysNs(all)
  return impairedBy(all).every(losesNothing) && 2 * lateNs <= overdueNs ? lateNs : null
}

export const delaysNs = (effects: readonly Effect[]): Ns =>
  impairedBy(effects).reduce((sum, { netem }) => sum + latestNs(netem), 0)

/** By how much an answer may be late where what is sent is in time. */
export const answersLateNs = (effects: readonly Effect[], overdueNs: Ns): Ns =>
  Math.min(delaysNs(effects), Math.floor(overdueNs / 2))

/** TCP takes a delay that begins, or changes, for a loss. */
export const segmentsLateNs: Lateness = (drift, effects, overdueNs) =>
  impairedBy(effects).length > 0 ? null : delayNs(drift, overdueNs)

/** What the protocols do about a network that is damaged like this. */
export type React = (damage: readonly Effect[]) => Reactions

/** Whether frames of a protocol pass an impairment. */
export interface Touched {
  /** What the protocols do, and would do if all frames were lost there. */
  readonly changes: readonly Change[]
  readonly isTouched: boolean
  /** The damage with all frames lost, everywhere or at one of the impaired ends alone: an announcement may pass what a packet does not. */
  readonly lost: readonly (readonly Effect[])[]
  /** Of claims alone. */
  readonly isOfClaims: boolean
}

/** `drift` is there before the fault and its `effects`: does it make a difference to any protocol if all frames are lost where they are impaired? */
export function touchedBy(react: React, drift: readonly Effect[], effects: readonly Effect[]): Touched {
  const lost = lostAll([...drift, ...effects])
  if (lost.length === 0) return { changes: [], isTouched: false, lost: [], isOfClaims: false }
  const [still, now] = [react(drift), react([...drift, ...effects])]
  const [alone, both] = [react([...drift, ...lost]), react([...drift, ...effects, ...lost])]
  const isSame = (textOf: (one: Reactions) => string): boolean =>
    textOf(alone) === textOf(still) && textOf(both) === textOf(now)
  return {
    lost: [lost, ...lost.map((one) => [one])].map((some) => [...drift, ...effects, ...some]),
    changes: [now, alone, both].flatMap(({ changes }) => changes),
    isTouched: !isSame(({ changes, blocked }) => JSON.stringify([changes, blocked])),
    isOfClaims: isSame(({ changes }) =>
      JSON.stringify(changes.filter(({ reaction }) => reaction.react !== 'addresses-taken')),
    ),
  }
}

/** Why nothing can be said of a way on which such a reaction matters; null where none does. */
export function unsteady({ changes, isTouched, lost }: Touched, broken: World, way: Way): Reason | null {
  if (!isTouched) return null
  const matters = [broken, ...lost.map((some) => broken.damaged(new Damage(some)))].some((world) =>
    way.pairs.some((pair) => new Stream(world, { ...way, pairs: [pair] }).relevant(changes).length > 0),
  )
  return matters ? UNSTEADY : null
}

const UNSTEADY = reason(
  'protocol-impaired',
)`frames of a protocol that decides on its path pass an impairment, which delays or loses some, and that has no timer`

/** Frames of a holder that come late by up to `lateNs` put off a takeover by as much. */
export const putOff = ({ changes, blocked }: Reactions, lateNs: Ns): Reactions => {
  const moved = new Map<Change, Change>()
  for (const change of changes) {
    const after = change.after === null ? null : (moved.get(change.after) ?? change.after)
    const isLate = change.reaction.react === 'addresses-taken' && lateNs > 0
    moved.set(change, {
      ...change,
      after,
      ...(isLate
        ? {
            highNs: change.highNs + lateNs,
            because: reason('frames-late')`${{ reaction: change.because }}; frames come up to ${{ lateNs }} late`,
          }
        : {}),
    })
  }
  return { changes: [...moved.values()], blocked }
}

/** Drift and effects, each where packets of the way pass it in one of these worlds. */
export function passed(
  worlds: readonly (readonly [world: World, damage: readonly Effect[]])[],
  way: Way,
  causes: readonly [drift: readonly Effect[], effects: readonly Effect[]],
): readonly [drift: readonly Effect[], effects: readonly Effect[]] {
  const on = (by: readonly Effect[]): readonly Effect[] =>
    impairedBy(by).length > 0 && worlds.some(([world, damage]) => isImpaired(world, damage, way, by)) ? by : []
  return [on(causes[0]), on(causes[1])]
}

/** Packets of the way arrive in a world with this damage, and pass what impairs them. */
const isImpaired = (world: World, damage: readonly Effect[], way: Way, by: readonly Effect[]): boolean =>
  arrives(world.damaged(new Damage(damage)), way) &&
  !arrives(world.damaged(new Damage([...damage, ...lostAll(by)])), way)

/** The impairments without whose frames packets of the way do not arrive. */
export const crossesEach = (world: World, way: Way, by: readonly Effect[]): readonly Effect[] =>
  impairedBy(by).filter((one) => isImpaired(world, world.damage.effects, way, [one]))

/** Says why a way is untouched by an impairment that it passes. */
export function inTime(own: ExpectedOutage, effects: readonly Effect[], lateNs: Ns): ExpectedOutage {
  if (own.highNs !== 0 || impairedBy(effects).length === 0) return own
  const because =
    lateNs === 0
      ? reason('packets-twice')`its packets come twice, and none is lost`
      : reason('packets-late-in-time')`its packets come up to ${{ lateNs }} late, which is in time, and none is lost`
  return { ...own, because, source: 'net/sched/sch_netem.c: netem_enqueue' }
}

/** Packets that come late leave another way earlier, or later, than they arrive. */
export function shifted(own: ExpectedOutage, lateNs: Ns): ExpectedOutage {
  if (own.highNs === 0 || lateNs === 0) return own
  return {
    ...own,
    lowNs: Math.max(0, own.lowNs - lateNs),
    highNs: own.highNs === null ? null : own.highNs + lateNs,
    because: reason(
      'path-delays-differ',
    )`${{ outage: own.because }}; its packets are ${{ lateNs }} on their way on one path, and not on another`,
  }
}
