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
  const before = busy()
  await sleep(LOOK_MS)
  const after = busy()
  return (after.busy - before.busy) / Math.max(1, after.total - before.total)
}

/** Ticks of /proc/stat since boot, all CPUs together; proc(5). */
function busy(): { readonly busy: number; readonly total: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const ticks = line.split(/\s+/).slice(1, 9).map(Number)
  const total = ticks.reduce((sum, one) => sum + one, 0)
  const [, , , idle = 0, iowait = 0] = ticks
  return { busy: total - idle - iowait, total }
}
