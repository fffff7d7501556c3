import { CAPABILITIES, type KnownCapability } from '../mechanisms/all/needs.ts'
import type { Problem } from '../model/problem.ts'
import type { Findings } from './capabilities.ts'
import { capabilitiesOf } from './capabilities.ts'
import type { FoundKernel } from './find.ts'
import { findKernels } from './find.ts'
import type { Check } from './machine.ts'
import { examineMachine, installLine } from './machine.ts'

export interface ExaminedKernel extends FoundKernel {
  /** Null where it did not boot; `problem` says why. */
  readonly findings: Findings | null
  readonly problem: Problem | null
}

export interface Examination {
  readonly machine: readonly Check[]
  readonly kernels: readonly ExaminedKernel[]
  /** Some kernel boots here. */
  readonly canRun: boolean
  /** What to type, in order. */
  readonly next: readonly string[]
}

/** Every kernel of this machine, asked what it can do. */
export async function examineKernels(
  options: { env?: NodeJS.ProcessEnv; signal?: AbortSignal } = {},
): Promise<ExaminedKernel[]> {
  const kernels: ExaminedKernel[] = []
  for (const found of findKernels(options.env ?? process.env)) {
    options.signal?.throwIfAborted()
    const answer = await capabilitiesOf(found.kernel, options.signal === undefined ? {} : { signal: options.signal })
    kernels.push({
      ...found,
      findings: answer.known ? answer.findings : null,
      problem: answer.known ? null : answer.problem,
    })
  }
  return kernels
}

/** `more`: what else was looked at on this machine. */
export async function examine(
  options: { env?: NodeJS.ProcessEnv; signal?: AbortSignal; more?: readonly Check[] } = {},
): Promise<Examination> {
  const machine = [...examineMachine(), ...(options.more ?? [])]
  const kernels = await examineKernels(options)
  const install = installLine(machine)
  const fixes = machine.flatMap((check) => (check.ok || check.debianPackage !== null ? [] : (check.next ?? [])))
  const hasVirtual = kernels.some(({ kernel, findings }) => kernel.flavour === 'virtual' && findings !== null)
  return {
    machine,
    kernels,
    canRun: kernels.some(({ findings }) => findings !== null),
    next: [...(install === null ? [] : [install]), ...fixes, ...(hasVirtual ? [] : ['backhoe kernel build'])],
  }
}

/** Capabilities by answer, in the order of the model. */
export function sortFindings(findings: Findings): {
  readonly can: KnownCapability[]
  readonly cannot: KnownCapability[]
} {
  return {
    can: CAPABILITIES.filter((capability) => findings[capability].ok),
    cannot: CAPABILITIES.filter((capability) => !findings[capability].ok),
  }
}
