import { BackhoeError } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'
import { findKernels } from './find.ts'
import type { FoundKernel } from './find.ts'
import type { ChosenKernel, KernelChoice } from './kernel.ts'

/**
 * The kernels that may run a lab, the one to be preferred first: virtual, uml, host. At least one, and one alone
 * where it was asked for.
 * @throws BackhoeError (69) where there is none of the wanted kind
 */
export function* kernelsFor(choice: KernelChoice, env: NodeJS.ProcessEnv = process.env): Generator<ChosenKernel, void> {
  let any = false
  for (const found of findKernels(env)) {
    if (choice !== 'auto' && found.kernel.flavour !== choice) continue
    any = true
    yield { kernel: found.kernel, because: because(found, choice), advice: advice(found, choice) }
    if (choice !== 'auto' || found.from === 'BACKHOE_KERNEL') return
  }
  if (!any) throw new BackhoeError([NONE[choice]], 69)
}

/**
 * The first of them.
 * @throws BackhoeError (69) where there is none of the wanted kind
 */
export function chooseKernel(choice: KernelChoice, env: NodeJS.ProcessEnv = process.env): ChosenKernel {
  const [first] = kernelsFor(choice, env)
  if (first === undefined) throw new BackhoeError([NONE[choice]], 69)
  return first
}

const WHAT = {
  virtual: 'virtual time, Linux',
  uml: 'real time, user-mode Linux',
  host: 'real time, Linux',
} as const

const WHERE = {
  BACKHOE_KERNEL: 'named by BACKHOE_KERNEL',
  cache: 'built here',
  'user-mode-linux': 'the package user-mode-linux',
  machine: 'this machine’s own',
} as const

function because({ kernel, from }: FoundKernel, choice: KernelChoice): string {
  const seccomp = kernel.seccomp === 'off' ? ', seccomp off' : ''
  const asked = choice === 'auto' ? '' : `, asked for ${choice}`
  return `${WHAT[kernel.flavour]} ${kernel.release}${seccomp} (${WHERE[from]}${asked})`
}

function advice({ kernel }: FoundKernel, choice: KernelChoice): string | null {
  if (kernel.flavour === 'virtual' || choice !== 'auto') return null
  return 'backhoe kernel build gives virtual time: some 30 times faster and exactly repeatable'
}

const noAgent: Problem = { code: 'no-agent', what: 'the agent is not built', next: 'npm run build' }

const NONE: Readonly<Record<KernelChoice, Problem>> = {
  auto: noAgent,
  virtual: { code: 'no-kernel', what: 'there is no virtual-time kernel on this machine', next: 'backhoe kernel build' },
  uml: { code: 'no-kernel', what: 'Debian’s user-mode-linux is not installed', next: 'apt install user-mode-linux' },
  host: noAgent,
}
