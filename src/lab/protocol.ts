import type { TargetPlaces } from '../model/lab.ts'
import type { Plan } from '../model/plan.ts'
import type { FailureExit, Problem } from '../model/problem.ts'
import type { Topology } from '../model/topology.ts'
import type { PlanOptions } from '../plan/plan.ts'

/** What the loader hands the worker. */
export interface LabTask {
  readonly file: string
  readonly name: string
  /** URLs of the running Backhoe's own modules, by the name under which a lab imports them. */
  readonly modules: Readonly<Record<string, string>>
  /** Folders whose files are not the user's. */
  readonly ours: readonly string[]
  /** null: only the topology is wanted. */
  readonly plan: PlanOptions | null
}

/** Where the worker is: only the lab's own time is limited, not how long this machine takes to read Backhoe. */
export interface LabProgress {
  readonly progress: 'lab begins' | 'lab ends'
}

/** What comes out of the worker at last: data only. */
export type LabAnswer =
  | {
      readonly answer: 'plan'
      readonly plan: Plan
      readonly warnings: readonly Problem[]
      readonly places: TargetPlaces
    }
  | { readonly answer: 'topology'; readonly topology: Topology }
  | { readonly answer: 'problems'; readonly problems: readonly Problem[]; readonly exitCode: FailureExit }
  /** Our own code threw. */
  | { readonly answer: 'defect'; readonly stack: string }
