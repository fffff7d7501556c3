/**
 * A shell script that prints links, addresses, qdiscs and filters of the machine's namespace and of every container's, and
 * which containers there are. Timers run, whoever works on a lab, a bond counts
 * what has happened to it, and a kernel its actions.
 */
export const DUMP = `
dump() {
  ip -d link
  ip addr
  tc qdisc
  for dev in $(ip -o link | sed 's/^[0-9]*: //; s/[@:].*//'); do
    echo "filters of $dev"
    tc filter show dev $dev ingress
    tc filter show dev $dev egress
  done
}
if [ "$1" = within ]; then dump; exit; fi
{
  dump
  for name in $(docker ps -a --format '{{.Names}}' | sort); do
    echo "container $name $(docker inspect -f '{{.State.Status}}' $name)"
    pid=$(docker inspect -f '{{.State.Pid}}' $name)
    grep -q '^State:.T' /proc/$pid/status && echo "container $name stands still"
    [ "$pid" = 0 ] || nsenter -n -t $pid sh "$0" within
  done
} 2>/dev/null | sed 's/[a-z_]*_timer *[0-9.]*//g; s/link_failure_count [0-9]*//; s/index [0-9]* ref/ref/'
`

/** Lines that one has and the other has not. */
export function changes(before: string, after: string): string[] {
  const [was, is] = [before, after].map((text) => text.split('\n'))
  const lines = [
    ...(was ?? []).filter((line) => !(is ?? []).includes(line)).map((line) => `- ${line.trim()}`),
    ...(is ?? []).filter((line) => !(was ?? []).includes(line)).map((line) => `+ ${line.trim()}`),
  ]
  return lines.length > 0 || before === after ? lines : ['the same lines in another order']
}
