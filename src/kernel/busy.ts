import { readdirSync, readFileSync } from 'node:fs'

/** USER_HZ of every Linux that Node runs on. */
const TICK_MS = 10
/** proc(5), counted from the state on, which stands behind the command's name. */
const [PARENT, USER, SYSTEM] = [1, 11, 12]

/** What a process and all that descends from it, as far as it lives, have used of CPUs, ms. */
export function cpuMsOf(ancestor: number): number {
  const stats = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), statOf(name)]))
  const descends = (pid: number): boolean => pid === ancestor || (stats.has(pid) && descends(Number(stats.get(pid)?.[PARENT])))
  return [...stats]
    .filter(([pid]) => descends(pid))
    .reduce((sum, [, fields]) => sum + (Number(fields[USER]) + Number(fields[SYSTEM])) * TICK_MS, 0)
}

/** Of one that has ended between the two looks: that it has used nothing. */
function statOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')
  } catch {
    return Array<string>(SYSTEM + 1).fill('0')
  }
}
