/** Printed once the guest's own file system stands; whatever fails before is the machine's refusal, not the guest's. */
export const GUARD_READY = 'backhoe-guard-ready'

/**
 * The first process of the guest's mount namespace. Arguments: the launcher's pid, agent folder, output folder, node,
 * kernel or nothing, list of modules or nothing, megabytes, `stay` or `leave`, then what it runs.
 * Everything that it mounts and writes vanishes with it.
 */
const GUARD = `
# The launcher may have died before its death could have told us: then nobody waits for this guest.
read -r _ _ _ up _ < /proc/self/stat
if read -r _ _ _ launcher _ < "/proc/$up/stat"; then [ "$launcher" = "$1" ] || exit 97; fi
ulimit -c 0
ulimit -S -n "$(ulimit -H -n)"
# Held open, because what lies below /media itself is about to be covered.
exec 3<"$2" 4<"$3" 5<"$4" || exit 96
if [ -n "$5" ]; then exec 6<"$5" || exit 96; fi
# In large pages where the machine has them: a guest's memory lies here, and its programs start a tenth faster.
memory() { mount -t tmpfs -o "size=$1m,mode=755$2" backhoe /media; }
{ memory "$7" ,huge=always 2>/dev/null || memory "$7"; } && cd /media && mkdir in out u ram || exit 96
bind() { mount --no-canonicalize --rbind "/proc/self/fd/$1" "/media/$2" || exit 96; }
bind 3 in
bind 4 out
: > node
bind 5 node
if [ -n "$5" ]; then : > linux; bind 6 linux; exec 6<&-; fi
exec 3<&- 4<&- 5<&-
if [ -n "$6" ]; then printf '%s\\n' "$6" > modules; fi
stay=$8
shift 8
echo ${GUARD_READY} >&2
set -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TMPDIR=/media/ram HOME=/ "$@"
# Pid 1 of a namespace cannot abort, and a panic ends in abort(3); it reaps, too. Where it is not pid 1, whoever kills it means the guest.
[ "$stay" = leave ] && exec "$@"
"$@"
code=$?
exit $code
`

export interface Guard {
  readonly launcherPid: number
  readonly agentDir: string
  readonly outDir: string
  readonly node: string
  /** Empty where the machine's own is meant. */
  readonly kernel: string
  /** What the agent loads: `path parameters` a line; empty where nothing. */
  readonly modules: string
  readonly memoryMb: number
  readonly cpu: number
  /** What the guest has for itself beside its mounts. */
  readonly own: 'processes' | 'processes and network' | 'nothing'
}

const UNSHARE: Readonly<Record<Guard['own'], readonly string[]>> = {
  processes: ['--user', '--map-root-user', '--mount', '--pid'],
  'processes and network': ['--user', '--map-root-user', '--mount', '--pid', '--net'],
  nothing: ['--mount'],
}

/** The whole command: dies with its parent, on one CPU, in namespaces that die with it. */
export function guardedCommand(
  guard: Guard,
  program: readonly string[],
): { readonly file: string; readonly args: string[] } {
  // Beside the guest's memory, the tmpfs holds a socket folder and mount points.
  const tmpfsMb = guard.memoryMb + 32
  return {
    file: 'setpriv',
    args: [
      ...['--pdeathsig', 'KILL'],
      ...['taskset', '-c', String(guard.cpu)],
      ...['unshare', ...UNSHARE[guard.own], '--fork', '--kill-child'],
      ...['sh', '-c', GUARD, 'backhoe-guard'],
      ...[
        String(guard.launcherPid),
        guard.agentDir,
        guard.outDir,
        guard.node,
        guard.kernel,
        guard.modules,
        String(tmpfsMb),
      ],
      ...[guard.own === 'nothing' ? 'leave' : 'stay', ...program],
    ],
  }
}
