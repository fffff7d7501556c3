import type { Findings } from '../kernel/capabilities.ts'
import { CAPABILITIES, isCapability, programOf } from '../mechanisms/all/needs.ts'
import type { Program } from '../mechanisms/contract/needs.ts'
import type { Capability } from '../model/capability.ts'
import type { Plan } from '../model/plan.ts'
import { BackhoeError } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import type { Problem } from '../model/problem.ts'

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
  const known = plan.runtime.kind === 'containerlab' ? broughtByImages(findings) : findings
  const common = [...missing(plan.needs, known, kernel), ...missing(pcap ? ['tcpdump'] : [], findings, kernel)]
  if (common.length > 0) throw new BackhoeError(common, 69)
  const unable = new Map<number, readonly Problem[]>()
  for (const [number, { needs = [] }] of plan.experiments.entries()) {
    const lacks = missing(needs, known, kernel)
    if (lacks.length > 0) unable.set(number, lacks)
  }
  if (unable.size > 0 && unable.size === plan.experiments.length)
    throw new BackhoeError(distinct([...unable.values()].flat()), 69)
  return unable
}

/** Containers bring their programs: that this machine lacks one is no reason against them. */
const broughtByImages = (findings: Findings): Findings =>
  Object.fromEntries(
    Object.entries(findings).map(([need, finding]) => [
      need,
      finding.program === undefined ? finding : { ...finding, ok: true },
    ]),
  ) as Findings

function missing(needs: readonly Capability[], findings: Findings, kernel: string): Problem[] {
  const problems = needs.flatMap((need): Problem[] => {
    if (!isCapability(need))
      return [
        {
          code: 'unknown-capability',
          what: `no kernel can be asked for '${need}'`,
          ...remedyFor(need, CAPABILITIES),
        },
      ]
    const { ok, why, program: missed = need } = findings[need]
    if (ok) return []
    const program = programOf(missed)
    if (program !== undefined) return [{ code: `missing-${missed}`, what: why, next: installLine(program) }]
    return [{ code: `missing-${need}`, what: `the kernel ${kernel} cannot do ${need}: ${why}`, next: 'backhoe doctor' }]
  })
  return distinct(problems)
}

const installLine = ({ debianPackage, since }: Program): string =>
  `apt install ${debianPackage}${since === undefined ? '' : `, which ${since} and newer have`}`

const distinct = (problems: readonly Problem[]): Problem[] => [
  ...new Map(problems.map((problem) => [problem.code, problem])).values(),
]
