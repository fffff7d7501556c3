import type { Socket } from 'node:net'
import type { SessionPlan } from '../../model/plan.ts'
import type { Clock } from '../../linux/clock.ts'
import type { SessionAccount } from './record.ts'
import type { Timers } from './timers.ts'

export interface PumpContext {
  readonly plan: SessionPlan
  readonly clock: Clock
  readonly account: SessionAccount
  readonly timers: Timers
}

/** What a client sends and expects, from one connection to the next. */
export interface Pump {
  opened(socket: Socket, counter: number): void
  received(bytes: Buffer): void
  closed(): void
}
