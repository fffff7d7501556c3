import { join } from 'node:path'
import { processId } from '../linux/process-id.ts'
import { heal } from '../lease/heal.ts'
import { renewLease, type Lease } from '../lease/lease.ts'
import { hold, type Supervisor } from '../lease/supervisor.ts'
import type { ContainerlabPlan } from '../model/plan.ts'
import { fail } from '../model/problem.ts'
import { containersOf, topologyFileOf, noLab } from '../runtime/containerlab/containers.ts'
import { deploy } from '../runtime/containerlab/deploy.ts'
import { reachDocker, type DockerDaemon } from '../runtime/containerlab/reach.ts'
import { provideImages } from '../runtime/containerlab/provide.ts'
import type { KeptLab } from '../report/run-event.ts'
import type { RunFolder } from './folder.ts'

export interface MachineLabOptions {
  /** The program that deploys it. */
  readonly containerlab: string
  /** It stays when the run is over. */
  readonly keep: boolean
  readonly folder: RunFolder
  /** A node has come up, or everything has. */
  readonly say: (text: string) => void
  /** Whoever waits does not want it any more. */
  readonly signal: AbortSignal
}

/** One lab of real containers on the machine's own kernel, for all trials of a run; somebody else takes it back if we cannot. */
export class MachineLab {
  /** What a trial is told: the lab is there. */
  readonly plan: ContainerlabPlan
  readonly kept: KeptLab | null
  readonly #supervisor: Supervisor
  readonly #run: string

  private constructor(plan: ContainerlabPlan, supervisor: Supervisor, run: string, kept: KeptLab | null) {
    this.plan = plan
    this.kept = kept
    this.#supervisor = supervisor
    this.#run = run
  }

  /**
   * Takes the lab, and deploys it unless it is to be attached to. null: interrupted meanwhile, and nothing of it is left.
   * @throws BackhoeError 69 where it cannot be had, 70 where it does not come up; nothing of it is left then
   */
  static async open(plan: ContainerlabPlan, options: MachineLabOptions): Promise<MachineLab | null> {
    const { containerlab, keep, folder, say, signal } = options
    const docker = await reachDocker('run')
    const deploying = plan.mode === 'deploy'
    if (deploying) await refuseTaken(docker, plan.lab)
    else if ((await topologyFileOf(docker, plan.lab)) === null) noLab(plan.lab)
    const labFolder = folder.makeFolder('lab')
    const owner = processId(process.pid) ?? { pid: process.pid, startTicks: 0 }
    const topologyFile = join(labFolder, plan.topologyFile)
    const lease: Lease = {
      schema: 1,
      lab: plan.lab,
      owner,
      run: folder.path,
      deployed: deploying ? { topologyFile, containerlab, keep, whole: false } : null,
      at: new Date().toISOString(),
    }
    const supervisor = await hold(lease)
    try {
      if (deploying) {
        await provideImages(docker, plan.images, say)
        const ours = new Map(Object.entries(plan.names).map(([node, name]) => [name, node]))
        const told = (name: string, text: string): void => {
          say(`${ours.get(name) ?? name} ${text}`)
        }
        const dying = ['setpriv', '--pdeathsig', 'KILL', containerlab] as const
        await deploy(dying, plan, labFolder, process.env, told, signal)
        if (lease.deployed !== null) renewLease({ ...lease, deployed: { ...lease.deployed, whole: true } })
      }
    } catch (error) {
      await supervisor.release()
      if (signal.aborted) return null
      throw error
    }
    const stays = lease.deployed?.keep === true
    const kept = stays ? { lab: plan.lab, container: await oneContainer(docker, plan.lab), topologyFile } : null
    return new MachineLab({ ...plan, mode: 'attach', files: {} }, supervisor, folder.path, kept)
  }

  /** What a trial that was ended has not taken back itself. */
  async heal(): Promise<void> {
    await heal(this.#run)
  }

  async close(): Promise<void> {
    await this.#supervisor.release()
  }
}

/** By its name. */
async function oneContainer(docker: DockerDaemon, lab: string): Promise<string> {
  const [first] = (await containersOf(docker, lab)).values()
  return first?.Names[0]?.replace(/^\//, '') ?? `clab-${lab}-NODE`
}

async function refuseTaken(docker: DockerDaemon, lab: string): Promise<void> {
  const taken = await containersOf(docker, lab)
  if (taken.size === 0) return
  fail(
    {
      code: 'lab-runs-already',
      what: `a lab called ${lab} runs on this machine already, with ${String(taken.size)} nodes`,
      next: `backhoe run --runtime containerlab --attach, to work on that one; or containerlab destroy --name ${lab}`,
    },
    69,
  )
}
