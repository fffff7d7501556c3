import type { ContainerTools } from './containers.ts'
import type { TrialInput } from './plan.ts'

/** What the host shares with a guest: the agent's folder, read-only, and the trial's, to write to. */
export const SHARED = { in: '/media/in', out: '/media/out' } as const

/** `job.json`: what a guest is for. */
export type Job =
  | {
      readonly job: 'trial'
      readonly input: TrialInput
      readonly kernel: KernelFacts
      /** Of the containerlab runtime. */
      readonly tools?: ContainerTools
    }
  /** A lab that stays up, and does what it is asked (`LiveRequest`). */
  | { readonly job: 'live'; readonly input: TrialInput; readonly kernel: KernelFacts }
  | { readonly job: 'capabilities' }

/** What the launcher knows of the kernel, and the journal says. */
export interface KernelFacts {
  readonly name: string
  readonly hz: number
  readonly virtualTime: boolean
  readonly versions: Readonly<Record<string, string>>
}
