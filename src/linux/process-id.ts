import { readFileSync } from 'node:fs'

/** A process, and no other that got its number later: proc(5), field 22 of `stat`. */
export interface ProcessId {
  readonly pid: number
  readonly startTicks: number
}

/** null: there is no such process. */
export function processId(pid: number): ProcessId | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    // The name in brackets may hold anything; the state comes third, the start time as field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : { pid, startTicks: Number(fields[19]) }
  } catch {
    return null
  }
}

export const isAlive = ({ pid, startTicks }: ProcessId): boolean => processId(pid)?.startTicks === startTicks
