import type { Ns } from '../model/time.ts'
import type { Change } from './change.ts'
import type { Way } from './path.ts'
import type { World } from './world.ts'

/** The network, what happens to it, and what is sent all along. */
export interface Course {
  readonly before: World
  readonly broken: World
  readonly changes: readonly Change[]
  readonly traffic: readonly WatchedStream[]
  readonly hz: number
  /** By how much an answer that comes in time may be late, there and back. */
  readonly lateNs: Ns
}

export interface WatchedStream {
  readonly way: Way
  /** Between two packets of a stream. */
  readonly spacingNs: Ns
}

/** The network as it is once these reactions have come. */
export const after = (world: World, changes: readonly Change[]): World =>
  world.after(...changes.map(({ reaction }) => reaction))

/** The longest pause between two packets. */
export const spacingOf = ({ traffic }: Pick<Course, 'traffic'>): Ns =>
  Math.max(0, ...traffic.map(({ spacingNs }) => spacingNs))
