import type { Effect } from '../model/fault.ts'
import { formatNs, type Ns } from '../model/time.ts'
import type { Change, Reactions } from './change.ts'
import { Damage } from './damage.ts'
import type { Outage } from './outage.ts'
import { arrives, type Way } from './path.ts'
import { Stream } from './stream.ts'
import type { World } from './world.ts'

type Impaired = Extract<Effect, { effect: 'impaired' }>

const impairedBy = (effects: readonly Effect[]): readonly Impaired[] =>
  effects.filter((one): one is Impaired => one.effect === 'impaired')

/** As though all was lost there. */
const lostAll = (effects: readonly Effect[]): readonly Effect[] =>
  impairedBy(effects).map(({ at }) => ({ effect: 'receive-dead', at, match: { match: 'all' } }))

/** A constant delay and nothing else: every frame comes, in order and at its pace. */
const isDelay = ({ netem }: Impaired): boolean =>
  Object.entries(netem).every(
    ([key, value]) => ['delayNs', 'limit'].includes(key) || value === undefined || value === 0,
  )

/**
 * By how much frames come late at most; null: some may be lost, come at another pace, or be overdue: a packet may wait for a
 * neighbour's answer that comes so late, and then be as late again itself.
 */
export function delayNs(effects: readonly Effect[], overdueNs: Ns): Ns | null {
  const impaired = impairedBy(effects)
  const lateNs = impaired.reduce((sum, { netem }) => sum + (netem.delayNs ?? 0), 0)
  return impaired.every(isDelay) && 2 * lateNs <= overdueNs ? lateNs : null
}

/** What the protocols do about a network that is damaged like this. */
export type React = (damage: readonly Effect[]) => Reactions

/** Whether frames of a protocol pass an impairment. */
export interface Touched {
  /** What the protocols do, and would do if all frames were lost there. */
  readonly changes: readonly Change[]
  readonly isTouched: boolean
  /** The damage, with all frames lost. */
  readonly lost: readonly Effect[]
  /** Of no other protocol than VRRP. */
  readonly isOfRouters: boolean
}

/** `drift` is there before the fault and its `effects`: does it make a difference to any protocol if all frames are lost where they are impaired? */
export function touchedBy(react: React, drift: readonly Effect[], effects: readonly Effect[]): Touched {
  const lost = lostAll([...drift, ...effects])
  if (lost.length === 0) return { changes: [], isTouched: false, lost, isOfRouters: false }
  const [still, now] = [react(drift), react([...drift, ...effects])]
  const [alone, both] = [react([...drift, ...lost]), react([...drift, ...effects, ...lost])]
  const isSame = (textOf: (one: Reactions) => string): boolean =>
    textOf(alone) === textOf(still) && textOf(both) === textOf(now)
  return {
    lost: [...drift, ...effects, ...lost],
    changes: [now, alone, both].flatMap(({ changes }) => changes),
    isTouched: !isSame(({ changes, blocked }) => JSON.stringify([changes, blocked])),
    isOfRouters: isSame(({ changes }) => JSON.stringify(changes.filter(({ reaction }) => reaction.react !== 'master'))),
  }
}

/** Why nothing can be said of a way on which such a reaction matters; null where none does. */
export function unsteady({ changes, isTouched, lost }: Touched, broken: World, way: Way): string | null {
  if (!isTouched) return null
  const matters = [broken, broken.damaged(new Damage(lost))].some((world) =>
    way.pairs.some((pair) => new Stream(world, { ...way, pairs: [pair] }).relevant(changes).length > 0),
  )
  return matters ? UNSTEADY : null
}

const UNSTEADY =
  'frames of a protocol that decides on its path pass an impairment, which delays or loses some, and that has no timer'

/** Advertisements that come late by up to `lateNs` put off what a virtual router does by as much. */
export const putOff = ({ changes, blocked }: Reactions, lateNs: Ns): Reactions => {
  const moved = new Map<Change, Change>()
  for (const change of changes) {
    const after = change.after === null ? null : (moved.get(change.after) ?? change.after)
    const isLate = change.reaction.react === 'master' && lateNs > 0
    moved.set(change, {
      ...change,
      after,
      ...(isLate
        ? { highNs: change.highNs + lateNs, because: `${change.because}; frames come up to ${formatNs(lateNs)} late` }
        : {}),
    })
  }
  return { changes: [...moved.values()], blocked }
}

/** Packets of the way arrive in a world with this damage, and pass what impairs them. */
export const isImpaired = (world: World, damage: readonly Effect[], way: Way, by = damage): boolean =>
  arrives(world.damaged(new Damage(damage)), way) &&
  !arrives(world.damaged(new Damage([...damage, ...lostAll(by)])), way)

/** Packets that come late leave another way earlier, or later, than they arrive. */
export function shifted(own: Outage, lateNs: Ns): Outage {
  if (own.highNs === 0 || lateNs === 0) return own
  return {
    ...own,
    lowNs: Math.max(0, own.lowNs - lateNs),
    highNs: own.highNs === null ? null : own.highNs + lateNs,
    because: `${own.because}; its packets are ${formatNs(lateNs)} on their way on one path, and not on another`,
  }
}
