import type { Problem } from '../model/problem.ts'
import type { GuestEnd, GuestRequest } from './guest.ts'

/** How a guest's process ended, before anybody judged it. */
export interface RawEnd {
  readonly exitCode: number | null
  /** What ended the process, where it did not end by itself. */
  readonly signal: NodeJS.Signals | null
  /** Why its first command could not be started: `spawn setpriv ENOENT`; null: it was. */
  readonly notStarted: string | null
  readonly killedBy: 'signal' | 'watchdog' | null
  /** CPU that it used in the second half of the silence for which the watchdog ended it. */
  readonly busyMs: number
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
  /** Its own file system had been mounted: what failed from there on is the guest's. */
  readonly stood: boolean
  readonly wallMs: number
}

/** Linux distributions switch them off by name; so does a container's seccomp filter. */
export const ALLOW_NAMESPACES =
  'sysctl kernel.unprivileged_userns_clone=1 (Debian) or kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu); in a container allow unshare and mount'

const SIGKILL_BY_SHELL = 137

export function judgeEnd(request: GuestRequest, raw: RawEnd): GuestEnd {
  const lastLines = [...raw.stderr, ...raw.stdout].slice(-20)
  const end = { exitCode: raw.exitCode, lastLines, wallMs: raw.wallMs }
  if (raw.notStarted !== null) return { ...end, status: 'refused', problem: notStarted(raw.notStarted) }
  if (raw.killedBy === 'signal') return { ...end, status: 'killed', problem: null }
  if (raw.killedBy === 'watchdog') return { ...end, status: 'silent', problem: silent(request, raw.busyMs, lastLines) }
  // Before the guard stands too: a machine short of memory chooses its moment.
  if (raw.signal !== null || raw.exitCode === SIGKILL_BY_SHELL)
    return { ...end, status: 'killed', problem: outOfMemory(request, 'the machine killed the guest', lastLines) }
  if (!raw.stood) return { ...end, status: 'refused', problem: refused(lastLines) }
  if (raw.exitCode === 0) return { ...end, status: 'ended', problem: null }
  const text = lastLines.join('\n')
  if (/seccomp userspace requested but not functional/i.test(text))
    return { ...end, status: 'refused', problem: noSeccomp(request) }
  return { ...end, status: 'panicked', problem: died(request, text, lastLines) }
}

/** The guest's own words, indented under what we make of them. */
function withLines(what: string, lines: readonly string[]): string {
  return lines.length === 0
    ? `${what}; it said nothing`
    : `${what}; its last lines:\n${lines.map((line) => `  | ${line}`).join('\n')}`
}

/** Whoever waits for something on the wall's clock uses next to none; an idle guest's clock runs, and it says so. */
const BUSY_MS = 100

function silent(request: GuestRequest, busyMs: number, lines: readonly string[]): Problem {
  const silence = `${String(request.silentWallMs / 1000)} s`
  if (request.kernel.flavour === 'virtual' && busyMs >= BUSY_MS) {
    return {
      code: 'time-stands-still',
      what: withLines(
        `the guest was busy for ${silence}, its clock did not reach the next second, and it was ended: frames go round in a loop that takes no time, a program spins, or this machine has no time for it`,
        lines,
      ),
      next: "give the loop's bridges stp, or one of its cables a delay: drift: impair(cable, { delay: '1ms' }); a program that spins needs --kernel uml",
    }
  }
  return {
    code: 'guest-silent',
    what: withLines(`the guest wrote nothing to its journal for ${silence} and was ended`, lines),
    next: 'run the trial again with the same seed; if it hangs again, its last journal line says where',
  }
}

const notStarted = (why: string): Problem => ({
  code: 'guest-not-started',
  what: `the command that makes a guest did not get that far: ${why}`,
  next: 'backhoe doctor says what is missing; EAGAIN and EMFILE are limits of this user: ulimit -u, ulimit -n',
})

function refused(lines: readonly string[]): Problem {
  const text = lines.join('\n')
  if (/^taskset:/m.test(text)) {
    return {
      code: 'cpu-refused',
      what: withLines('the guest could not be pinned to its CPU', lines),
      next: 'backhoe doctor',
    }
  }
  if (/^mount:|cannot open/m.test(text)) {
    return {
      code: 'mount-refused',
      what: withLines('the guest could not mount its folders', lines),
      next: 'run Backhoe as the user who owns the clone and the kernel, or make them readable for everybody',
    }
  }
  if (/^unshare:/m.test(text)) {
    return {
      code: 'namespaces-refused',
      what: withLines('this machine does not let us make user, mount and process namespaces', lines),
      next: ALLOW_NAMESPACES,
    }
  }
  return notStarted(withLines('it ended', lines))
}

function noSeccomp(request: GuestRequest): Problem {
  return {
    code: 'no-seccomp',
    what: `the kernel ${request.kernel.path} was asked to catch system calls by seccomp, and this machine does not let it`,
    next: 'set BACKHOE_SECCOMP=off to use ptrace (slower, and other random choices for a seed), or backhoe kernel build --series 6.12',
  }
}

function outOfMemory(request: GuestRequest, what: string, lines: readonly string[]): Problem {
  return {
    code: 'guest-out-of-memory',
    what: withLines(`${what}, most likely for want of memory (it may use ${String(request.memoryMb)} MB)`, lines),
    next: 'free memory on this machine, or run fewer guests at once',
  }
}

function died(request: GuestRequest, text: string, lines: readonly string[]): Problem {
  if (/Out of memory|ran out of space/.test(text)) return outOfMemory(request, 'the guest ran out of memory', lines)
  if (/ENOSPC|No space left/.test(text)) {
    return {
      code: 'no-space',
      what: withLines(`there is no space left in ${request.outDir}`, lines),
      next: 'free some, or choose another folder with --out',
    }
  }
  const agent = /backhoe-agent-exit (\d+)/.exec(text)
  if (agent !== null)
    return {
      code: 'agent-died',
      what: withLines(`the agent ended with ${String(agent[1])} instead of powering the guest off`, lines),
    }
  if (request.kernel.flavour === 'host')
    return { code: 'agent-died', what: withLines('the agent died before its work was done', lines) }
  return { code: 'guest-panicked', what: withLines('the guest panicked', lines) }
}
