import type { KernelChoice } from '../kernel/choose.ts'
import { findLab } from '../lab/find.ts'
import { loadPlan } from '../lab/load.ts'
import type { Plan } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import { fitKernel } from './fit.ts'
import { runTools, type RunTools } from './containers.ts'
import type { Fitting } from './fit.ts'
import { chosenBy, refuseMissingTrial } from './only.ts'
import { fromWorkingDirectory } from '../words/callsite.ts'

export interface RunRequest {
  /** As the user named it. */
  readonly lab: string
  readonly runtime: 'netns' | 'containerlab'
  readonly kernel: KernelChoice
  readonly seed: number
  /** null: each experiment's own number. */
  readonly trials: number | null
  /** This trial of each experiment alone: to look at, not to judge. */
  readonly trial: number | null
  /** The experiment of this name, else all whose name holds this text. */
  readonly only: string | null
  /** Folder of all runs. */
  readonly out: string
  readonly pcap: boolean
  /** Of containerlab: the lab runs already on this machine, and stays as it is. */
  readonly attach: boolean
  /** Of containerlab on this machine's kernel: the lab stays when the run is over. */
  readonly keep: boolean
}

/** A run that can start: read, planned and given a kernel. Nothing has been started or written. */
export interface PreparedRun extends Fitting {
  readonly request: RunRequest
  readonly file: string
  /** Of the containerlab runtime. */
  readonly tools: RunTools | null
}

/** @throws BackhoeError 64 where the lab or a choice is wrong, 69 where no kernel can run any of it */
export async function prepareRun(request: RunRequest): Promise<PreparedRun> {
  const file = fromWorkingDirectory(findLab(request.lab))
  const fitting = await fitKernel(kernelOf(request), request.pcap, async (hz) => {
    const { plan, warnings } = await loadPlan(request.lab, {
      hz,
      runtime: request.runtime,
      mode: request.attach ? 'attach' : 'deploy',
      ...(request.trials === null ? {} : { trials: request.trials }),
    })
    const experiments = chosenBy(request.only, plan.experiments)
    if (experiments.length === 0) noExperiment(request.only ?? '', plan, file)
    refuseMissingTrial(request.trial, experiments, file)
    return { plan: { ...plan, experiments }, warnings }
  })
  const tools = await runTools(fitting.plan, fitting.chosen.kernel)
  return { request, file, tools, ...fitting, warnings: [...fitting.warnings, ...[...fitting.unable.values()].flat()] }
}

/** What runs on the machine, or is to stay there, is on the machine's own kernel. */
function kernelOf({ runtime, kernel, attach, keep }: RunRequest): KernelChoice {
  if (!attach && !keep) return kernel
  const flag = attach ? '--attach' : '--keep'
  if (runtime !== 'containerlab')
    fail({ code: 'not-containers', what: `${flag} is for labs of containers`, next: `add --runtime containerlab` })
  if (kernel !== 'auto' && kernel !== 'host')
    fail({
      code: 'not-the-machine',
      what: `${flag} is for labs on this machine's own kernel, and a guest takes its lab along when it ends`,
      allowed: '--kernel host',
    })
  return 'host'
}

function noExperiment(only: string, plan: Plan, file: string): never {
  const names = plan.experiments.map(({ name }) => name)
  return fail({
    code: 'unknown-experiment',
    what: `no experiment’s name holds “${only}”`,
    where: file,
    ...remedyFor(only, names, { otherwise: `backhoe plan ${file}` }),
  })
}
