/** Programs of the machine's that a guest runs, by the capability that each of them is. */
export const PROGRAMS = {
  keepalived: { name: 'keepalived', debianPackage: 'keepalived' },
  openvswitch: { name: 'ovs-vswitchd', debianPackage: 'openvswitch-switch' },
  perl: { name: 'perl', debianPackage: 'perl-base' },
  ping: { name: 'ping', debianPackage: 'iputils-ping' },
  nft: { name: 'nft', debianPackage: 'nftables' },
  frr: { name: 'zebra', debianPackage: 'frr' },
  tcpdump: { name: 'tcpdump', debianPackage: 'tcpdump' },
} as const

export type Program = keyof typeof PROGRAMS

/** One that could not be started; `missing`: because it is not on this machine. */
export class ProgramError extends Error {
  readonly program: Program
  readonly missing: boolean

  constructor(program: Program, reason: Error & { readonly code?: string }) {
    const missing = reason.code === 'ENOENT'
    super(`${PROGRAMS[program].name} ${missing ? 'is not installed' : 'does not start'}: ${reason.message}`)
    this.program = program
    this.missing = missing
  }
}

/** FRR's daemons lie beside all others. */
export const FRR_FOLDER = '/usr/lib/frr'

/** Where a guest looks for them: the kernel gives its first process no PATH, and daemons live in sbin. */
export const GUEST_PATH = `/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:${FRR_FOLDER}`
