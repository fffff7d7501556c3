import type { KernelChoice } from '../kernel/kernel.ts'
import { findLab } from '../lab/find.ts'
import { isLab } from '../lab/is-lab.ts'
import { loadPlan } from '../lab/load.ts'
import { placesOfTargets, type Lab } from '../model/lab.ts'
import type { Plan } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import type { PlanOptions } from '../plan/plan.ts'
import { fromWorkingDirectory, type CallSite } from '../words/callsite.ts'
import { remedyFor } from '../words/nearest.ts'
import { shown } from '../words/shown.ts'
import { runTools, type RunTools } from './containers.ts'
import { fitKernel, type Fitting, type Planned } from './fit.ts'
import { chosenBy, refuseMissingTrial } from './only.ts'
import { readOptions, type RunOptions, type RunRequest } from './options.ts'

/** A run that can start: read, planned and given a kernel. Nothing has been started or written. */
export interface PreparedRun extends Fitting {
  readonly request: RunRequest
  /** Of the lab, as a user names it; '': it was given as an object. */
  readonly file: string
  /** Of the containerlab runtime. */
  readonly tools: RunTools | null
}

/**
 * `site`: the user's call.
 * @throws BackhoeError 64 where the lab or an option is wrong, 69 where no kernel can run any of it
 */
export async function prepareRun(lab: string | Lab, options: RunOptions, site: CallSite): Promise<PreparedRun> {
  const request = readOptions(options, site)
  const source = sourceOf(lab, request.name, site)
  const { where } = source
  const fitting = await fitKernel(kernelOf(request), request.pcap, async (hz) => {
    const { plan, warnings, places } = await source.plan({
      hz,
      runtime: request.runtime,
      mode: request.attach ? 'attach' : 'deploy',
      ...(request.trials === null ? {} : { trials: request.trials }),
    })
    const experiments = chosenBy(request.only, plan.experiments)
    if (experiments.length === 0) noExperiment(request.only ?? '', plan, source)
    refuseMissingTrial(request.trial, experiments, where)
    return { plan: { ...plan, experiments }, warnings, places }
  })
  refuseSharedNexthops(fitting)
  const tools = await runTools(fitting.plan, fitting.chosen.kernel)
  const warnings = [...fitting.warnings, ...[...fitting.unable.values()].flat()]
  return { request, file: source.file, tools, ...fitting, warnings }
}

/** What a lab is planned from. */
interface LabSource {
  /** '': none. */
  readonly file: string
  /** The file, or the call that was given an object; undefined: nobody knows. */
  readonly where: string | undefined
  readonly plan: (options: PlanOptions) => Promise<Planned>
}

/**
 * A file is the user's program, and is evaluated in a thread of its own; an object is there already.
 * @throws BackhoeError (64) `no-such-lab`, `not-a-lab`
 */
export function sourceOf(lab: unknown, name: string, site: CallSite): LabSource {
  if (typeof lab === 'string') {
    const file = fromWorkingDirectory(findLab(lab))
    return { file, where: file, plan: (options) => loadPlan(lab, options) }
  }
  const where = site.text
  if (isLab(lab)) {
    // A file is planned in its thread: this one needs all that plans only here.
    const planned = async (options: PlanOptions): Promise<Planned> => {
      const { buildPlan } = await import('../plan/plan.ts')
      return { ...buildPlan(lab, name, options), places: placesOfTargets(lab) }
    }
    return { file: '', where, plan: planned }
  }
  return fail({
    code: 'not-a-lab',
    what: `the lab is ${shown(lab)}`,
    ...(where === undefined ? {} : { where }),
    allowed: 'what defineLab returned, the path of a file, or the name of one in labs/',
  })
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

/** What the kernel has removed from a lab that outlives the trial would be missing from the next one. */
function refuseSharedNexthops({ plan, chosen }: Fitting): void {
  if (plan.runtime.kind === 'netns' || chosen.kernel.flavour !== 'host' || !plan.needs.includes('nexthop-groups'))
    return
  fail({
    code: 'nexthops-shared',
    what: "the lab has nexthop groups, from which the kernel removes a nexthop for good when its interface loses its carrier, and containers on this machine's own kernel stay for the next trial",
    allowed: 'each trial in a guest of its own: --kernel virtual or uml, without --attach and --keep',
  })
}

function noExperiment(only: string, plan: Plan, { file, where }: LabSource): never {
  const names = plan.experiments.map(({ name }) => name)
  return fail({
    code: 'unknown-experiment',
    what: `no experiment’s name holds “${only}”`,
    ...(where === undefined ? {} : { where }),
    ...remedyFor(only, names, file === '' ? {} : { otherwise: `backhoe plan ${file}` }),
  })
}
