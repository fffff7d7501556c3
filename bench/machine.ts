import { readFileSync } from 'node:fs'
import { cpus, release, totalmem } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

/** What runs here, without a name or a path. */
export function describeMachine(): readonly (readonly [name: string, value: string])[] {
  const [first] = cpus()
  return [
    ['CPU', `${first?.model.trim() ?? 'unknown'}${hypervisor() ? ', in a virtual machine' : ''}`],
    ['cores', String(cpus().length)],
    ['memory', `${(totalmem() / 2 ** 30).toFixed(0)} GiB`],
    ['kernel', `Linux ${release()}`],
    ['Node', process.versions.node],
  ]
}

const hypervisor = (): boolean => /^flags\s*:.*\bhypervisor\b/m.test(readFileSync('/proc/cpuinfo', 'utf8'))

const LOOK_MS = 400

/** Share of all CPUs that is in use while we do nothing: others' work, or other machines on our processor. */
export async function othersShare(): Promise<number> {
  const before = ticks()
  await sleep(LOOK_MS)
  return shareOfOthers(before, 0)
}

/** The same from then until now, of which `ownSeconds` of CPU time were ours. */
export function shareOfOthers(before: Ticks, ownSeconds: number): number {
  const now = ticks()
  return (now.busy - before.busy - ownSeconds * TICKS_PER_SECOND) / Math.max(1, now.total - before.total)
}

export const TICKS_PER_SECOND = 100

/** Of /proc/stat since boot, all CPUs together; proc(5). */
export interface Ticks {
  readonly busy: number
  readonly total: number
}

export function ticks(): Ticks {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const columns = line.split(/\s+/).slice(1, 9).map(Number)
  const total = columns.reduce((sum, one) => sum + one, 0)
  const [, , , idle = 0, iowait = 0] = columns
  return { busy: total - idle - iowait, total }
}
