import type { StateMatch } from '../model/handle.ts'
import type { Ns } from '../model/time.ts'

/** Addresses that move: one of several nodes answers for them, and a protocol decides which. */
export interface Claim<One extends Claimant = Claimant> {
  /** The kind of state by which a takeover is seen, which names the protocol. */
  readonly watch: StateMatch['watch']
  /** That state of the claimant that holds the addresses. */
  readonly heldState: string
  /** Without prefix length. */
  readonly addresses: readonly string[]
  /** The preferred one first: it holds the addresses while all is well. */
  readonly claimants: readonly One[]
}

/** What may answer for the addresses of a claim at one node. */
export interface Claimant {
  readonly node: string
  /** Unique among the claimants of its node. */
  readonly name: string
  /** Where it sends and receives; it announces the addresses there. */
  readonly interface: string
  /** Interfaces of its node without whose carrier it gives up. */
  readonly needs: readonly string[]
  /** From when it is told that one of these has lost its carrier until that counts. */
  readonly hesitatesNs: (name: string) => Ns
  /** Names of the claimants of its node that hold and give up when it does. */
  readonly movesWith: readonly string[]
  /** An address that has to answer, or it gives up; null: none. */
  readonly reaches: string | null
  /** While it holds the addresses it takes packets to them; else it only answers questions for them. */
  readonly accepts: boolean
  /** It changes its rank with what it tracks, and gives the addresses up only once another one has taken them. */
  readonly isRanked: boolean
  /** Between two of the broadcast frames that it sends while it holds the addresses: bridges learn from them. null: it sends none. */
  readonly sendsEveryNs: Ns | null
  /** From its start until it takes the addresses where it receives no other claimant's frames. */
  readonly aloneNs: Ns
  /** The holder's frames may come late by less than this, and it takes nothing. */
  readonly toleratesNs: Ns
  /** From the end of a fault until it takes the addresses back from a less preferred one; null: it does not. */
  readonly takesBackNs: Ns | null
  /** Among the claimants of its node, as the topology lists them. */
  readonly position: number
}

export interface Claimed<One extends Claimant = Claimant> {
  readonly claim: Claim<One>
  readonly claimant: One
}
