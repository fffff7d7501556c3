import { isReason, reason, type Reason } from '../model/reason.ts'
import { ms, type Ns } from '../model/time.ts'
import { sinceFault, type Change } from './change.ts'
import type { Claim } from './claim.ts'
import { after, type Course } from './course.ts'
import { isFaulty } from './given-up.ts'
import type { ExpectedOutage } from './outage.ts'
import { hopsOf, type Way } from './path.ts'
import { jiffyNs } from './ticks.ts'
import { contestedOn } from './contested.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

/** The claims whose addresses packets of the way are sent to, or from: a service, and not a gateway. */
export const claimsAtEnds = ({ wiring }: World, { pairs }: Way): readonly Claim[] =>
  wiring.claims.filter(({ addresses }) =>
    pairs.some(({ source, target }) => addresses.includes(source) || addresses.includes(target)),
  )

/** Why nothing can be said of a way because of who holds the addresses that it is sent to, or begins at; null: something can. */
export function unheld(course: Course, way: Way, isFlapping: boolean): Reason | null {
  const claims = claimsAtEnds(course.broken, way)
  if (claims.length > 0 && isFlapping)
    return reason(
      'flap-virtual-address',
    )`a flapping cable: when a node that has resigned has the virtual address again is not modelled`
  const claimants = claims.flatMap((claim) => claim.claimants)
  if (claimants.some(({ reaches }) => reaches !== null))
    return reason(
      'virtual-address-unanswered',
    )`it goes to a virtual address that a node gives up when a tracked address does not answer, and until then that node serves it`
  if (
    claimants.some(({ needs, hesitatesNs, interface: own }) => needs.some((one) => one !== own && hesitatesNs(one) > 0))
  )
    return reason(
      'virtual-address-delayed',
    )`it goes to a virtual address that a node gives up some time after it has lost an interface, and until then that node serves it`
  if (claimants.some(({ isRanked }) => isRanked))
    return reason(
      'virtual-address-outranked',
    )`it goes to a virtual address that a node gives up when another one of higher priority has taken it, and what is lost in between is not modelled`
  return contestedOn(course, way, isFlapping)
}

/**
 * A node that resigns for another interface than the one with the address has it for up to a tick longer, until its keepalived has
 * removed it: so much less may be lost.
 */
export function heldOn(own: ExpectedOutage, way: Way, { broken, hz }: Pick<Course, 'broken' | 'hz'>): ExpectedOutage {
  const isLate = claimsAtEnds(broken, way).some(({ claimants }) =>
    claimants.some((one) => isFaulty(broken, one) && broken.hasCarrier(on(one.node, one.interface))),
  )
  return isLate ? { ...own, lowNs: Math.max(0, own.lowNs - jiffyNs(hz)) } : own
}

/** A server's program looks for requests so often. */
const ATTENTION_NS: Ns = ms(1)

/**
 * Answers from a virtual address: they leave where requests arrive, so that after the address has moved none comes before a request has
 * arrived there. `asks`: the way to the address, and its outage; `stepNs`: between two packets.
 */
export function answered(
  own: ExpectedOutage | Reason,
  asks: { readonly way: Way; readonly lasts: ExpectedOutage | Reason },
  course: Course,
  stepNs: Ns,
): ExpectedOutage | Reason {
  if (isReason(own) || claimsAtEnds(course.before, asks.way).length === 0) return own
  if (movedOf(course, asks.way).moved === 'never') return own
  const { lasts } = asks
  if (isReason(lasts)) return lasts
  if (own.highNs === null) return own
  if (lasts.highNs === null || lasts.unhealedNs !== undefined || own.unhealedNs !== undefined)
    return reason(
      'requests-astray',
    )`requests may not arrive where its virtual address has moved to, and answers come only from there`
  const highNs = Math.max(own.highNs, lasts.highNs) + stepNs + ATTENTION_NS
  const toNs = Math.max(own.dark?.toNs ?? own.highNs, lasts.dark?.toNs ?? lasts.highNs) + stepNs + ATTENTION_NS
  return { ...own, highNs, ...(own.dark === undefined ? {} : { dark: { ...own.dark, toNs } }) }
}

/** What becomes of a connection to a virtual address. */
export type Moved =
  /** Its segments go to another node, from up to so long after the fault on. */
  | { readonly moved: 'once'; readonly to: string; readonly byNs: Ns }
  /** Its segments go where they went, whatever reacts. */
  | { readonly moved: 'never' }
  | { readonly moved: 'unsure'; readonly because: Reason }

/** `way`: from the client to the address. */
export function movedOf({ before, broken, changes }: Pick<Course, 'before' | 'broken' | 'changes'>, way: Way): Moved {
  const served = (world: World): string =>
    hopsOf(world, way)
      .slice(-1)
      .map(({ neighbour }) => neighbour.node)
      .join()
  const moves = changes.filter((change) => isMove(broken, way, change))
  const from = served(before)
  const to = served(after(broken, changes))
  const passing = moves.map((change) => served(after(broken, [change])))
  if ([...passing, to].every((node) => node === from)) return { moved: 'never' }
  const [move] = moves
  if (move === undefined || moves.length > 1 || to === '' || to === from || passing.some((node) => node !== to))
    return {
      moved: 'unsure',
      because: reason(
        'virtual-address-unsure',
      )`its virtual address may move more than once, or to a node that it does not reach`,
    }
  return { moved: 'once', to, byNs: sinceFault(move).highNs }
}

const isMove = (world: World, way: Way, { reaction }: Change): boolean =>
  reaction.react === 'addresses-taken' &&
  claimsAtEnds(world, way).some(({ claimants }) =>
    claimants.some(({ node, name }) => node === reaction.node && name === reaction.claimant),
  )
