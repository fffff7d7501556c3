import { readFileSync } from 'node:fs'

/**
 * Starts a command on every core that this run of tests may use: a test has one of them (core.ts), and so has all that it starts,
 * but nothing keeps it from the others. Vitest itself has them all.
 */
export function onEveryCore(): readonly string[] {
  const status = readFileSync(`/proc/${String(process.ppid)}/status`, 'utf8')
  return ['taskset', '-c', /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '0']
}
