import type { Kernel } from '../kernel/kernel.ts'
import { VERSION } from './version.ts'

/** What a journal's first line says of the kernel, and of what ran on it. */
export interface KernelFacts {
  /** `virtual 7.3.4` */
  readonly name: string
  readonly hz: number
  readonly virtualTime: boolean
  readonly versions: Readonly<Record<string, string>>
}

export const kernelName = ({ flavour, release }: Kernel): string => `${flavour} ${release}`

export function kernelFacts(kernel: Kernel): KernelFacts {
  return {
    name: kernelName(kernel),
    hz: kernel.hz,
    virtualTime: kernel.flavour === 'virtual',
    versions: { backhoe: VERSION, node: process.versions.node, linux: kernel.release },
  }
}
