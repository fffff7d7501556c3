import type { ContainerTools } from './containers.ts'
import type { TrialInput } from './plan.ts'

/** `job.json`: what a guest is for. */
export type Job =
  | {
      readonly job: 'trial'
      readonly input: TrialInput
      readonly kernel: KernelFacts
      /** Of the containerlab runtime. */
      readonly tools?: ContainerTools
    }
  | { readonly job: 'capabilities' }

/** What the launcher knows of the kernel, and the journal says. */
export interface KernelFacts {
  readonly name: string
  readonly hz: number
  readonly virtualTime: boolean
  readonly versions: Readonly<Record<string, string>>
}
