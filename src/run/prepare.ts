import { capabilitiesOf } from '../kernel/capabilities.ts'
import { chooseKernel } from '../kernel/choose.ts'
import type { ChosenKernel, KernelChoice } from '../kernel/choose.ts'
import { findLab } from '../lab/find.ts'
import { loadPlan } from '../lab/load.ts'
import { fromHere } from '../lab/place.ts'
import type { Plan } from '../model/plan.ts'
import { BackhoeError, fail, nearest } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'
import { kernelName } from './kernel-facts.ts'
import { unableExperiments } from './needs.ts'

export interface RunRequest {
  /** As the user named it. */
  readonly lab: string
  readonly kernel: KernelChoice
  readonly seed: number
  /** null: each experiment's own number. */
  readonly trials: number | null
  /** This trial of each experiment alone: to look at, not to judge. */
  readonly trial: number | null
  /** Experiments whose name holds this text. */
  readonly only: string | null
  /** Folder of all runs. */
  readonly out: string
  readonly pcap: boolean
}

/** A run that can start: read, planned and given a kernel. Nothing has been started or written. */
export interface PreparedRun {
  readonly request: RunRequest
  readonly file: string
  readonly plan: Plan
  readonly warnings: readonly Problem[]
  readonly chosen: ChosenKernel
  /** Experiments that the kernel cannot do, by their number, and what it lacks. */
  readonly unable: ReadonlyMap<number, readonly Problem[]>
}

/** @throws BackhoeError 64 where the lab or a choice is wrong, 69 where no kernel can run any of it */
export async function prepareRun(request: RunRequest): Promise<PreparedRun> {
  const file = fromHere(findLab(request.lab))
  const chosen = chooseKernel(request.kernel)
  const { plan, warnings } = await loadPlan(request.lab, {
    hz: chosen.kernel.hz,
    seed: request.seed,
    ...(request.trials === null ? {} : { trials: request.trials }),
  })
  const capabilities = await capabilitiesOf(chosen.kernel)
  if (!capabilities.known) throw new BackhoeError([capabilities.problem], 69)
  const experiments = plan.experiments.filter(({ name }) => request.only === null || name.includes(request.only))
  if (experiments.length === 0) noExperiment(request.only ?? '', plan, file)
  const wanted = { ...plan, experiments }
  const unable = unableExperiments(wanted, capabilities.findings, kernelName(chosen.kernel), request.pcap)
  return { request, file, plan: wanted, warnings: [...warnings, ...[...unable.values()].flat()], chosen, unable }
}

function noExperiment(only: string, plan: Plan, file: string): never {
  const names = plan.experiments.map(({ name }) => name)
  const close = nearest(only, names)
  return fail({
    code: 'unknown-experiment',
    what: `no experiment’s name holds “${only}”`,
    where: file,
    allowed: names.map((name) => `“${name}”`).join(', ') + (close === undefined ? '' : ` (did you mean “${close}”?)`),
    next: `backhoe plan ${file}`,
  })
}
