import { capabilitiesOf, type Findings } from '../kernel/capabilities.ts'
import type { KernelChoice } from '../kernel/kernel.ts'
import { OpenLab } from '../lab/open.ts'
import { BackhoeError, type Problem } from '../model/problem.ts'
import { fitKernel, type Fitting } from '../run/fit.ts'

/** A lab that can come up: read, planned, and given a kernel whose clock is the wall's. */
export interface PreparedBench extends Fitting {
  readonly open: OpenLab
  /** What the kernel can do: faults are named later. */
  readonly findings: Findings
}

export type BenchKernel = 'auto' | 'uml' | 'host'

/** People watch it: no virtual time. */
const REAL_TIME: readonly KernelChoice[] = ['uml', 'host']

/** @throws BackhoeError 64 where the lab is wrong, 69 where no kernel in real time can run it */
export async function prepareBench(lab: string, kernel: BenchKernel): Promise<PreparedBench> {
  const open = await OpenLab.open(lab)
  try {
    const fitting = await fitInRealTime(open, kernel === 'auto' ? REAL_TIME : [kernel])
    const capabilities = await capabilitiesOf(fitting.chosen.kernel)
    if (!capabilities.known) throw new BackhoeError([capabilities.problem], 69)
    return { open, findings: capabilities.findings, ...fitting }
  } catch (error) {
    await open.close()
    throw error
  }
}

async function fitInRealTime(open: OpenLab, choices: readonly KernelChoice[]): Promise<Fitting> {
  const problems: Problem[] = []
  for (const choice of choices) {
    try {
      return await fitKernel(choice, false, async (hz) => ({ ...(await open.plan({ hz })), places: {} }))
    } catch (error) {
      if (!(error instanceof BackhoeError) || error.exitCode !== 69) throw error
      problems.push(...error.problems)
    }
  }
  throw new BackhoeError(problems, 69)
}
