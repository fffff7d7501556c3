import { readdirSync, readFileSync } from 'node:fs'

/** What processes have had of CPUs, and how long they have waited for one, ms. */
export interface CpuTime {
  readonly ranMs: number
  readonly waitedMs: number
}

/** Of a process and all that descends from it, as far as it lives: the first thread of each. */
export function cpuTimeOf(ancestor: number): CpuTime {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(name)]),
  )
  const descends = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === ancestor || descends(parents.get(pid)))
  return [...parents.keys()].filter(descends).map(ownTime).reduce(plus, { ranMs: 0, waitedMs: 0 })
}

const plus = (a: CpuTime, b: CpuTime): CpuTime => ({ ranMs: a.ranMs + b.ranMs, waitedMs: a.waitedMs + b.waitedMs })

/** proc(5): the second field behind the command's name. */
const parentOf = (pid: string): number => Number(/\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1] ?? 0)

/** Documentation/scheduler/sched-stats.rst, in ns. */
function ownTime(pid: number): CpuTime {
  const [ran = 0, waited = 0] = read(`/proc/${String(pid)}/schedstat`)
    .split(' ')
    .map(Number)
  return { ranMs: ran / 1e6, waitedMs: waited / 1e6 }
}

/** Of one that has ended between the two looks: nothing. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
