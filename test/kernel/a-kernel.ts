import type { Kernel } from '../../src/kernel/kernel.ts'

/** Ours, at a path where nothing needs to stand. */
export const aKernel = (path: string): Kernel => ({
  path,
  flavour: 'virtual',
  series: '7.3',
  release: '7.3.4',
  hz: 100,
  seccomp: 'on',
  modules: null,
})
