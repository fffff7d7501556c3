import type { Kernel } from '../kernel/kernel.ts'
import type { RunRequest } from './options.ts'

/** What brings a run's trials back beside its lab and seed, as a user types it. */
export function repeatFlags({ runtime, attach, trials }: RunRequest, { flavour }: Kernel): readonly string[] {
  return [
    ...(trials === null ? [] : [`--trials ${String(trials)}`]),
    ...(runtime === 'netns' ? [] : [`--runtime ${runtime}`]),
    ...(flavour === 'virtual' ? [] : [`--kernel ${flavour}`]),
    ...(attach ? ['--attach'] : []),
  ]
}
