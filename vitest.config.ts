import { defineConfig } from 'vitest/config'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const alias = {
  'backhoe-lab/topologies': here('topologies/index.ts'),
  'backhoe-lab/chaos': here('chaos/index.ts'),
  'backhoe-lab': here('src/index.ts'),
}

/** What measures in real time, or wants every core: nothing else runs meanwhile. */
const ALONE = [
  'observe/real-time',
  'conformance/cable',
  'containerlab/virtual',
  'kernel/kill',
  'kernel/launch',
  'proof/kernels',
  'proof/planted',
  'proof/repeat',
  'run/repeat',
  'run/rootless',
  'topologies/small',
].map((name) => `test/${name}.guest.test.ts`)

/** Guests and commands have limits of their own, which say what hangs; this one ends only what those do not. */
const GUEST = { testTimeout: 3_600_000, hookTimeout: 3_600_000 }

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.guest.test.ts'],
          testTimeout: 120_000,
        },
      },
      {
        // Real kernels.
        resolve: { alias },
        test: {
          name: 'guest',
          include: ['test/**/*.guest.test.ts'],
          exclude: ALONE,
          setupFiles: ['test/guest/core.ts'],
          maxWorkers: availableParallelism(),
          sequence: { groupOrder: 1 },
          ...GUEST,
        },
      },
      {
        resolve: { alias },
        test: { name: 'alone', include: ALONE, fileParallelism: false, sequence: { groupOrder: 2 }, ...GUEST },
      },
    ],
  },
})
