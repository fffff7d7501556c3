import { execFileSync } from 'node:child_process'
import { allowedCpus } from '../../src/run/cpus.ts'

// Files run side by side, each with all that it starts on a core of its own: a guest wants one for itself.
const cpus = allowedCpus()
const cpu = cpus[Number(process.env['VITEST_POOL_ID'] ?? 0) % cpus.length] ?? 0
execFileSync('taskset', ['-acp', String(cpu), String(process.pid)])
