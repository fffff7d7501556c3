import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** The CPUs that this process may use, one guest each; fewer where a cgroup's quota allows less. */
export function allowedCpus(status: string = readFileSync('/proc/self/status', 'utf8')): readonly number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? '0'
  return parseCpuList(list).slice(0, availableParallelism())
}

/** `0-2,5` → 0, 1, 2, 5. */
export function parseCpuList(list: string): readonly number[] {
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number)
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
  })
}
