import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { DEBIAN_UML } from './find.ts'
import { searchPath, where } from './commands.ts'
import { ALLOW_NAMESPACES } from './verdict.ts'

/** One thing that this machine has or lacks. */
export interface Check {
  readonly name: string
  readonly ok: boolean
  /** What it is for. */
  readonly purpose: string
  /** Nothing runs without it. */
  readonly required: boolean
  /** Debian's package, where one brings it. */
  readonly debianPackage: string | null
  /** What to type, where no package helps. */
  readonly next: string | null
}

const COMMANDS = [
  { name: 'setpriv', debianPackage: 'util-linux', purpose: 'starts guests', required: true },
  { name: 'taskset', debianPackage: 'util-linux', purpose: 'gives a guest its CPU', required: true },
  { name: 'unshare', debianPackage: 'util-linux', purpose: 'makes what vanishes with a guest', required: true },
  { name: 'mount', debianPackage: 'mount', purpose: 'shows a guest its folders', required: true },
  { name: 'keepalived', debianPackage: 'keepalived', purpose: 'virtual routers', required: false },
  { name: 'ovs-vswitchd', debianPackage: 'openvswitch-switch', purpose: 'rapid spanning tree', required: false },
  { name: 'mstpd', debianPackage: 'mstpd', purpose: 'rapid spanning tree of kernel bridges', required: false },
  { name: 'zebra', debianPackage: 'frr', purpose: 'routing protocols', required: false },
  { name: 'bird', debianPackage: 'bird2', purpose: 'static routes that BFD tracks', required: false },
  { name: 'tcpdump', debianPackage: 'tcpdump', purpose: 'captures (--pcap)', required: false },
  { name: 'ip', debianPackage: 'iproute2', purpose: 'the commands that backhoe plan prints', required: false },
] as const

/** Looks, starts nothing but `true` in namespaces, changes nothing. */
export function examineMachine(): Check[] {
  return [
    ...COMMANDS.map((command) => ({ ...command, ok: where(command.name) !== null, next: null })),
    ...namespaces(),
    {
      name: 'linux.uml',
      ok: existsSync(DEBIAN_UML),
      purpose: 'guests in real time, until a kernel is built',
      required: false,
      debianPackage: 'user-mode-linux',
      next: null,
    },
  ]
}

/** Nothing where the commands that would try it are missing: that is said of them. */
function namespaces(): Check[] {
  if (where('unshare') === null || where('mount') === null) return []
  const args = [
    '--user',
    '--map-root-user',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    'mount',
    '-t',
    'tmpfs',
    'none',
    '/media',
  ]
  const env = { ...process.env, PATH: searchPath() }
  const { status } = spawnSync('unshare', args, { env, stdio: 'ignore' })
  const purpose = 'guests without root'
  return [
    { name: 'user namespaces', ok: status === 0, purpose, required: true, debianPackage: null, next: ALLOW_NAMESPACES },
  ]
}

/** The one line that installs what is missing; null where nothing is, or no package helps. */
export function installLine(checks: readonly Check[]): string | null {
  const packages = [...new Set(checks.flatMap((check) => (check.ok ? [] : (check.debianPackage ?? []))))].sort()
  if (packages.length === 0) return null
  const root = process.getuid?.() === 0 ? '' : 'sudo '
  return `${root}apt-get install -y --no-install-recommends ${packages.join(' ')}`
}
