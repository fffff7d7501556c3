import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chooseKernel } from '../src/kernel/choose.ts'
import type { GuestRequest } from '../src/kernel/guest.ts'
import { agentFolder } from '../src/kernel/place.ts'
import { loadPlan } from '../src/lab/load.ts'
import { allowedCpus } from '../src/run/cpus.ts'
import { memoryMb } from '../src/run/guest.ts'
import { kernelFacts } from '../src/run/kernel-facts.ts'
import { listTrials } from '../src/run/trial-list.ts'

const SEED = 1

export interface FirstTrial extends Disposable {
  readonly request: GuestRequest
}

/** The guest of a lab's first trial, to be launched; its folder is there until disposed. */
export async function firstTrial(lab: string, flavour: 'virtual' | 'uml'): Promise<FirstTrial> {
  const { kernel } = chooseKernel(flavour)
  const { plan } = await loadPlan(lab, { hz: kernel.hz })
  const [trial] = listTrials(plan, { seed: SEED, trial: 0, pcap: false })
  if (trial === undefined) throw new Error(`${lab} has no trial`)
  const outDir = mkdtempSync(join(tmpdir(), 'backhoe-bench-'))
  const job = { job: 'trial', input: trial.input, kernel: kernelFacts(kernel) }
  writeFileSync(join(outDir, 'job.json'), JSON.stringify(job))
  const [cpu = 0] = allowedCpus()
  return {
    request: {
      ...{ kernel, agentDir: agentFolder(), outDir, rngSeed: SEED, cpu, memoryMb: memoryMb(trial.input.plan) },
      silentWallMs: 60_000,
    },
    [Symbol.dispose]() {
      rmSync(outDir, { recursive: true, force: true })
    },
  }
}
