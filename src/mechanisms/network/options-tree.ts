import { seconds } from '../../model/time.ts'
import type { SpanningTree } from '../../model/topology.ts'

/** Words that netplan and NetworkManager have in common; times in seconds. */
export const TREE_WORDS = ['priority', 'hello-time', 'max-age', 'forward-delay'] as const

/** A bridge's tree as a file says it, else with the kernel's priority and timers (net/bridge/br_device.c: br_dev_setup). */
export function kernelTree(said: (word: (typeof TREE_WORDS)[number]) => string | undefined): SpanningTree {
  return {
    priority: Number(said('priority') ?? 32_768),
    helloNs: seconds(Number(said('hello-time') ?? 2)),
    maxAgeNs: seconds(Number(said('max-age') ?? 20)),
    forwardDelayNs: seconds(Number(said('forward-delay') ?? 15)),
  }
}
