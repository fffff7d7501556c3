import { reasonText, type Reason } from './reason.ts'
import type { Direction } from './traffic.ts'

/** A direction of a flow, or a session (null), of which theory says nothing, and why. */
export interface Silence {
  readonly on: string
  readonly direction: Direction | null
  readonly because: Reason
}

/** `web forward: no window: its path is impaired …`. */
export const silenceText = ({ on, direction, because }: Silence): string =>
  `${direction === null ? on : `${on} ${direction}`}: ${noWindow(because)}`

export const noWindow = (because: Reason): string => `no window: ${reasonText(because)}`

/** Undefined: theory says something of it. */
export const silenceOf = (silent: readonly Silence[], name: string, direction: Direction | null): Silence | undefined =>
  silent.find((one) => one.on === name && one.direction === direction)

/** Of a session, or of a flow in either direction. */
export const isSilentOn = (silent: readonly Silence[], name: string): boolean => silent.some(({ on }) => on === name)
