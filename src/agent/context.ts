import type { Clock } from '../linux/clock.ts'
import type { ContainerTools } from '../model/containers.ts'
import type { Journal } from './journal.ts'

/** What every step of a trial needs. */
export interface TrialContext {
  readonly clock: Clock
  readonly journal: Journal
  /** The clock stands still while programs run. */
  readonly virtualTime: boolean
  /** The trial's folder on the host. */
  readonly out: string
  /** Of the containerlab runtime. */
  readonly tools: ContainerTools | null
}
