import { readFileSync } from 'node:fs'

/** One of the CPUs that this process may use. */
export function firstCpu(): number {
  const list = /^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return Number(list ?? 0)
}
