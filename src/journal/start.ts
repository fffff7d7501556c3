import type { KernelFacts } from '../model/job.ts'
import type { JournalBody } from '../model/journal.ts'
import type { TrialInput } from '../model/plan.ts'

/** A trial's first event: which one it is, and what it runs on. */
export const startOf = (
  { experiment, trial, seed }: Pick<TrialInput, 'experiment' | 'trial' | 'seed'>,
  { name: kernel, hz, virtualTime, versions }: KernelFacts,
): Extract<JournalBody, { ev: 'start' }> => ({
  ev: 'start',
  experiment,
  trial,
  seed,
  kernel,
  hz,
  virtualTime,
  versions,
})
