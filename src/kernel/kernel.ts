/** What a lab can run on: a program that boots as a user-mode Linux, or this machine's own kernel. */
export interface Kernel {
  /** The program; of the machine's own kernel the file that says which it is. */
  readonly path: string
  /** `virtual`: ours, its clock runs on events. `uml`: Debian's, in real time. `host`: the machine's own. */
  readonly flavour: 'virtual' | 'uml' | 'host'
  /** `7.3`, `6.12`, `6.1`. */
  readonly series: string
  /** As `KERNEL --version` says it: `7.3.4`. */
  readonly release: string
  /** Ticks a second: what LACP, miimon and TCP round to. 100 on UML. */
  readonly hz: number
  /** How system calls of the guest's programs are caught; `none` where the kernel knows ptrace only, or catches none. */
  readonly seccomp: 'on' | 'off' | 'none'
  /** Folder of loadable modules, named after the release; null where everything is built in. */
  readonly modules: string | null
}

export type KernelChoice = 'auto' | 'virtual' | 'uml' | 'host'

export interface ChosenKernel {
  readonly kernel: Kernel
  /** Why this one, for the user: one line. */
  readonly because: string
  /** What a faster or repeatable run would need; null where there is nothing better. */
  readonly advice: string | null
}

/** What the guest may not change between two runs that must be equal; all paths in it are constant. */
export function bootLine(kernel: Kernel, rngSeed: number, memoryMb: number, safetyNet = false): string[] {
  return [
    `mem=${String(memoryMb)}M`,
    'root=host',
    'rootfstype=hostfs',
    'rootflags=/',
    'ro',
    'init=/media/in/init.sh',
    'con=null',
    'con0=fd:0,fd:1',
    'quiet',
    'uml_dir=u/',
    ...(kernel.seccomp === 'none' ? [] : [`seccomp=${kernel.seccomp}`]),
    ...(kernel.flavour === 'virtual'
      ? ['time-travel=inf-cpu', `time-travel-start=${EPOCH_NS}`, `rng-seed=${String(rngSeed)}`]
      : []),
    ...(kernel.flavour === 'virtual' && safetyNet ? [`time-travel-spin-ms=${String(SPIN_MS)}`] : []),
    // Keeps tunl0, gre0 and erspan0 out of every namespace.
    'sysctl.net.core.fb_tunnels_only_for_init_net=2',
    'BACKHOE_NODE=/media/node',
  ]
}

/** Of real time: what has run for so long without a system call is interrupted, and charged a tick. */
const SPIN_MS = 100

/** 2023-11-14: every virtual run begins at this instant. */
const EPOCH_NS = '1700000000000000000'
