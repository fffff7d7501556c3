import type { Problem } from '../model/problem.ts'
import type { Kernel } from './kernel.ts'

/** One guest: boots, runs the agent once, powers off. What it shall do lies in `outDir/job.json`. */
export interface GuestRequest {
  readonly kernel: Kernel
  /** Holds `init.sh` and `agent.cjs`. */
  readonly agentDir: string
  /** The only folder that the guest can write; its journal is `journal.ndjson` there. */
  readonly outDir: string
  /** The seed of the trial's random choices, in virtual time. */
  readonly rngSeed: number
  /** The one CPU that it runs on. */
  readonly cpu: number
  readonly memoryMb: number
  /** In virtual time: interrupts programs that spin without a system call, at the price of exact repeats. */
  readonly safetyNet?: boolean
  /**
   * Of the `host` kernel. `lab`, unless said: namespaces of its own for users, processes, mounts and network; no root.
   * `machine`: its own mounts only, for what works on the machine's containers; root.
   */
  readonly isolation?: Isolation
  /** Ends the guest when its journal has not grown for so long on the wall, the time apart in which it waited for a CPU. */
  readonly silentWallMs: number
  readonly signal?: AbortSignal
  /** Whole lines of the journal as they come. */
  readonly onJournal?: (lines: readonly string[]) => void
}

export type Isolation = 'lab' | 'machine'

export interface GuestEnd {
  /**
   * `ended`: it powered off. `panicked`: kernel or agent died. `silent`: the watchdog ended it.
   * `killed`: by the request's signal, or by the machine. `refused`: it never booted.
   */
  readonly status: 'ended' | 'panicked' | 'silent' | 'killed' | 'refused'
  readonly exitCode: number | null
  /** Of the console. */
  readonly lastLines: readonly string[]
  readonly wallMs: number
  /** What went wrong and what to do; null when it ended well or as the request's signal asked. */
  readonly problem: Problem | null
}
