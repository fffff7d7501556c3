import { defineConfig } from 'vitest/config'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { LongestFirst } from './test/longest-first.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const alias = {
  'backhoe-lab/topologies': here('topologies/index.ts'),
  'backhoe-lab/chaos': here('chaos/index.ts'),
  'backhoe-lab': here('src/index.ts'),
}

/** Vitest's own default leaves one core to whoever watches. */
const maxWorkers = availableParallelism()
const GUESTS = 'test/**/*.guest.test.ts'
const REAL_TIME = 'test/**/*real-time.guest.test.ts'

/** Guests and commands have limits of their own, which say what hangs; this one ends only what those do not. */
const GUEST = { testTimeout: 3_600_000, hookTimeout: 3_600_000 }

export default defineConfig({
  test: {
    reporters: ['default', './test/tally.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [GUESTS],
          maxWorkers,
          testTimeout: 120_000,
        },
      },
      {
        // Real kernels, in virtual time but for single tests that no other work can disturb.
        resolve: { alias },
        test: {
          name: 'guest',
          include: [GUESTS],
          exclude: [REAL_TIME],
          setupFiles: ['test/guest/core.ts'],
          maxWorkers,
          sequence: { groupOrder: 1 },
          ...GUEST,
        },
      },
      {
        // A second of the lab is a second of the test, and mostly waiting: one file at a time, by tools/test.sh beside the others.
        resolve: { alias },
        test: {
          name: 'real-time',
          include: [REAL_TIME],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          ...GUEST,
        },
      },
    ],
  },
})
