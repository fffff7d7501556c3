import type { Findings } from '../kernel/capabilities.ts'
import type { Capability } from '../model/capability.ts'
import type { Plan } from '../model/plan.ts'
import { BackhoeError } from '../model/problem.ts'
import type { Problem } from '../model/problem.ts'

/** Debian's packages of the programs that a lab runs, by the capability that they are. */
const PACKAGES: Readonly<Partial<Record<Capability, string>>> = {
  keepalived: 'keepalived',
  openvswitch: 'openvswitch-switch',
  nft: 'nftables',
  tcpdump: 'tcpdump',
}

/**
 * Of each experiment that this kernel cannot do, by its number: what it lacks.
 * @throws BackhoeError (69) where it can do none of them
 */
export function unableExperiments(
  plan: Plan,
  findings: Findings,
  kernel: string,
  pcap: boolean,
): ReadonlyMap<number, readonly Problem[]> {
  const common = missing([...plan.needs, ...(pcap ? (['tcpdump'] as const) : [])], findings, kernel)
  if (common.length > 0) throw new BackhoeError(common, 69)
  const unable = new Map<number, readonly Problem[]>()
  for (const [number, { needs = [] }] of plan.experiments.entries()) {
    const lacks = missing(needs, findings, kernel)
    if (lacks.length > 0) unable.set(number, lacks)
  }
  if (unable.size === plan.experiments.length) throw new BackhoeError(distinct([...unable.values()].flat()), 69)
  return unable
}

function missing(needs: readonly Capability[], findings: Findings, kernel: string): Problem[] {
  return [...new Set(needs)].flatMap((need) => {
    const { ok, why } = findings[need]
    if (ok) return []
    const code = `missing-${need}`
    const found = PACKAGES[need]
    if (found !== undefined) return [{ code, what: why, next: `apt install ${found}` }]
    return [{ code, what: `the kernel ${kernel} cannot do ${need}: ${why}`, next: 'backhoe doctor' }]
  })
}

const distinct = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [problem.code, problem])).values(),
]
