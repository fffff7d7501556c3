import type { TargetPlaces } from '../model/lab.ts'
import type { ExperimentPlan, Plan } from '../model/plan.ts'
import type { FailureExit, Problem } from '../model/problem.ts'
import type { Topology } from '../model/topology.ts'
import type { PlanOptions } from '../plan/plan.ts'
import type { FaultInWords } from './live-fault.ts'

/** What the loader hands the worker. */
export interface LabTask {
  readonly file: string
  readonly name: string
  /** URLs of the running Backhoe's own modules, by the name under which a lab imports them. */
  readonly modules: Readonly<Record<string, string>>
  /** Folders whose files are not the user's. */
  readonly ours: readonly string[]
  /** null: only the topology is wanted; `stays`: the thread goes on, and answers questions (`LabQuestion`). */
  readonly plan: PlanOptions | 'stays' | null
}

/** What a thread that stays is asked, each with a number that its answer has. */
export type LabQuestion = { readonly id: number; readonly options: PlanOptions } & (
  { readonly ask: 'plan' } | { readonly ask: 'fault'; readonly fault: FaultInWords }
)

/** An answer to one of them. */
export type LabReply = LabAnswer & { readonly id: number }

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
  /** The thread stays. What can be named of the topology. */
  | { readonly answer: 'names'; readonly names: readonly string[] }
  | { readonly answer: 'fault'; readonly experiment: ExperimentPlan }
  | { readonly answer: 'problems'; readonly problems: readonly Problem[]; readonly exitCode: FailureExit }
  /** Our own code threw. */
  | { readonly answer: 'defect'; readonly stack: string }
