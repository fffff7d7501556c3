import type { Kernel } from '../kernel/kernel.ts'
import type { KernelFacts } from '../model/job.ts'
import { VERSION } from './version.ts'

/** `virtual 7.3.4` */
export const kernelName = ({ flavour, release }: Kernel): string => `${flavour} ${release}`

export function kernelFacts(kernel: Kernel): KernelFacts {
  return {
    name: kernelName(kernel),
    hz: kernel.hz,
    virtualTime: kernel.flavour === 'virtual',
    versions: { backhoe: VERSION, node: process.versions.node, linux: kernel.release },
  }
}
