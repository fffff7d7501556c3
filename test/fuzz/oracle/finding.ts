import type { Plan } from '../../../src/model/plan.ts'
import type { Topology } from '../../../src/model/topology.ts'
import type { RunTrial } from '../run.ts'

/** Something that cannot be right. */
export interface Finding {
  /** The oracle, and what it saw: `window above`. While a lab is shrunk it has to stay the same. */
  readonly kind: string
  /** Number of the trial; null: the control, or none. */
  readonly trial: number | null
  readonly text: string
}

/** A lab whose trials have been run. */
export interface Examined {
  readonly topology: Topology
  readonly plan: Plan
  /** Codes of what `plan` warns of. */
  readonly warnings: readonly string[]
  /** Without the control. */
  readonly trials: readonly RunTrial[]
  /** On a sample of labs. */
  readonly control: RunTrial | null
  /** The first trial once more, on a sample of labs. */
  readonly again: RunTrial | null
  /** Likewise, with captures of its cables. */
  readonly captured: RunTrial | null
}

export type Oracle = (examined: Examined) => readonly Finding[]
