import { BackhoeError } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'
import { findKernels } from './find.ts'
import type { FoundKernel } from './find.ts'
import type { Kernel } from './kernel.ts'

export type KernelChoice = 'auto' | 'virtual' | 'uml' | 'host'

export interface ChosenKernel {
  readonly kernel: Kernel
  /** Why this one, for the user: one line. */
  readonly because: string
  /** What a faster or repeatable run would need; null where there is nothing better. */
  readonly advice: string | null
}

/**
 * The kernel that a run uses: virtual before uml.
 * @throws BackhoeError (69) where there is none of the wanted kind
 */
export function chooseKernel(choice: KernelChoice, env: NodeJS.ProcessEnv = process.env): ChosenKernel {
  if (choice === 'host') throw new BackhoeError([noHost], 69)
  const found = findKernels(env)
  const first = found.find(({ kernel }) => choice === 'auto' || kernel.flavour === choice)
  if (first === undefined) throw new BackhoeError([none(choice)], 69)
  return { kernel: first.kernel, because: because(first, choice), advice: advice(first, choice) }
}

function because({ kernel, from }: FoundKernel, choice: KernelChoice): string {
  const what = kernel.flavour === 'virtual' ? `virtual time, Linux ${kernel.release}` : `real time, user-mode Linux ${kernel.release}`
  const where = { BACKHOE_KERNEL: 'named by BACKHOE_KERNEL', cache: 'built here', 'user-mode-linux': 'the package user-mode-linux' }[from]
  const seccomp = kernel.seccomp === 'off' ? ', seccomp off' : ''
  return `${what}${seccomp} (${where}${choice === 'auto' ? '' : `, asked for ${choice}`})`
}

function advice({ kernel }: FoundKernel, choice: KernelChoice): string | null {
  if (kernel.flavour === 'virtual' || choice === 'uml') return null
  return 'backhoe kernel build gives virtual time: some 30 times faster and exactly repeatable'
}

const noHost: Problem = {
  code: 'kernel-host-later',
  what: 'labs do not run on this machine’s own kernel yet',
  allowed: 'auto, virtual, uml',
  next: 'leave --kernel out',
}

function none(choice: 'auto' | 'virtual' | 'uml'): Problem {
  const install = 'apt install user-mode-linux'
  const build = 'backhoe kernel build'
  return {
    auto: { code: 'no-kernel', what: 'there is no guest kernel on this machine', next: `${build} (virtual time), or ${install} (real time)` },
    virtual: { code: 'no-kernel', what: 'there is no virtual-time kernel on this machine', next: build },
    uml: { code: 'no-kernel', what: 'Debian’s user-mode-linux is not installed', next: install },
  }[choice]
}
