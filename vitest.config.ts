import { defineConfig } from 'vitest/config'
import { fileURLToPath } from 'node:url'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const alias = {
  'backhoe-lab/topologies': here('topologies/index.ts'),
  'backhoe-lab/chaos': here('chaos/index.ts'),
  'backhoe-lab': here('src/index.ts'),
}

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.guest.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        // Real kernels: one file at a time, because a guest wants a core for itself.
        resolve: { alias },
        test: {
          name: 'guest',
          include: ['test/**/*.guest.test.ts'],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
})
