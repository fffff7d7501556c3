import type { StateMatch } from '../model/handle.ts'
import type { NexthopGroup } from '../model/route.ts'
import type { Ns } from '../model/time.ts'
import type { Phase } from '../model/phase.ts'
import type { Reason } from '../model/reason.ts'
import type { DynamicRoute } from './dynamic-route.ts'

/** How a protocol's reaction moves the forwarding. */
export type Reaction =
  | { readonly react: 'bond-active'; readonly node: string; readonly bond: string; readonly member: string }
  /** An LACP port neither collects nor distributes any more. */
  | { readonly react: 'port-stopped'; readonly node: string; readonly port: string }
  /** An 802.3ad bond has fewer than min_links ports left, and no carrier. */
  | { readonly react: 'bond-down'; readonly node: string; readonly bond: string }
  /** An MLAG switch lets what came over the peer link leave by its leg of this LAG: the twin's leg is down. */
  | { readonly react: 'horizon-lifted'; readonly node: string; readonly bond: string }
  /** A bridge's port begins to forward frames, or ceases to; `flushes`: and every bridge forgets what it has learned. */
  | {
      readonly react: 'stp-port'
      readonly node: string
      readonly port: string
      readonly forwards: boolean
      readonly flushes: boolean
    }
  /** A router with several gateways uses none behind this interface any more. */
  | { readonly react: 'link-left-out'; readonly node: string; readonly interface: string }
  /** Groups of nexthops no longer use those by this interface; `of`: only groups of this type. */
  | {
      readonly react: 'nexthops-removed'
      readonly node: string
      readonly interface: string
      readonly of?: NexthopGroup['type']
    }
  /** A node has these routes from now on, each in place of the one of the same protocol to the same destination. */
  | { readonly react: 'routes'; readonly node: string; readonly routes: readonly DynamicRoute[] }
  /** A claimant no longer answers for the addresses of its claim. */
  | { readonly react: 'addresses-given-up'; readonly node: string; readonly claimant: string }
  /** A claimant answers for the addresses of its claim from now on, and announces them. */
  | { readonly react: 'addresses-taken'; readonly node: string; readonly claimant: string }

export interface Span {
  readonly lowNs: Ns
  readonly highNs: Ns
}

export interface Usual extends Span {
  readonly rare: number
  readonly of: number
}

/** One protocol's reaction to a fault, and when its timers let it come. */
export interface Change extends Span {
  readonly reaction: Reaction
  /** What the span counts from; null: the fault. */
  readonly after: Change | null
  readonly because: Reason
  readonly source: string
  readonly detection: StateMatch
  /** Within what span it comes, but for so many phases of a timer in so many; absent: its span has no rare end. */
  readonly usual?: Usual
  /** The timer that decides where in the span it falls; null where nothing periodic does. */
  readonly phase: Phase | null
}

/** From the fault to the change. */
export function sinceFault(change: Change): Span {
  if (change.after === null) return change
  const before = sinceFault(change.after)
  return { lowNs: before.lowNs + change.lowNs, highNs: before.highNs + change.highNs }
}

/** A change and all that had to come before it. */
export const causes = (change: Change): readonly Change[] => [
  ...(change.after === null ? [] : causes(change.after)),
  change,
]

export interface Reactions {
  readonly changes: readonly Change[]
  /** Why a protocol that was asked stays where it is. */
  readonly blocked: readonly Blocked[]
}

export const both = (one: Reactions, other: Reactions): Reactions => ({
  changes: [...one.changes, ...other.changes],
  blocked: [...one.blocked, ...other.blocked],
})

export interface Blocked {
  readonly because: Reason
  readonly source: string
}

/** The same changes, altered; what follows one of them follows it still. */
export function altered(
  changes: readonly Change[],
  alter: (change: Change) => Pick<Change, 'lowNs' | 'highNs' | 'because'>,
): readonly Change[] {
  const known = new Map<Change, Change>()
  const one = (change: Change): Change => {
    const done = known.get(change) ?? {
      ...change,
      ...alter(change),
      after: change.after === null ? null : one(change.after),
    }
    known.set(change, done)
    return done
  }
  return changes.map(one)
}

/** The same reactions without the rare ends of their spans; null: none has one. */
export function usually({ changes, blocked }: Reactions): Reactions | null {
  if (changes.every(({ usual }) => usual === undefined)) return null
  const narrow = ({ lowNs, highNs, because, usual }: Change) => ({ because, ...(usual ?? { lowNs, highNs }) })
  return { changes: altered(changes, narrow), blocked }
}
