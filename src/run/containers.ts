import type { Kernel } from '../kernel/kernel.ts'
import type { ContainerTools } from '../model/containers.ts'
import type { Plan } from '../model/plan.ts'
import { BackhoeError, type Problem } from '../model/problem.ts'
import { findContainerlab } from '../runtime/containerlab/binary.ts'
import { findDocker, type DockerPrograms } from '../runtime/containerlab/docker.ts'
import { findImage } from '../runtime/image/store.ts'

/** What a run's containers come from, and what its identity says of it. */
export interface RunTools {
  readonly tools: ContainerTools
  /** Programs and images, by name: files, or digests that are known already. */
  readonly made: Readonly<Record<string, { readonly file: string } | { readonly sha256: string }>>
}

/**
 * Of a plan for containers, what this machine has for them; null where the plan has none.
 * @throws BackhoeError (69) with everything that is missing
 */
export function runTools({ runtime }: Plan, kernel: Kernel): RunTools | null {
  if (runtime.kind === 'netns') return null
  const problems: Problem[] = []
  const found = <Value>(find: () => Value): Value | null => {
    try {
      return find()
    } catch (error) {
      if (!(error instanceof BackhoeError)) throw error
      problems.push(...error.problems)
      return null
    }
  }
  const containerlab = found(() => findContainerlab())
  const guest = kernel.flavour !== 'host'
  const docker: DockerPrograms | null = guest ? found(() => findDocker()) : null
  const images = guest ? runtime.images.map((reference) => [reference, found(() => findImage(reference))] as const) : []
  if (problems.length > 0 || containerlab === null) throw new BackhoeError(problems, 69)
  const tars = images.flatMap(([reference, stored]) => (stored === null ? [] : [[reference, stored] as const]))
  return {
    tools: {
      containerlab: containerlab.path,
      docker,
      images: Object.fromEntries(tars.map(([reference, { path }]) => [reference, path])),
    },
    made: {
      containerlab: { file: containerlab.path },
      ...Object.fromEntries(Object.entries(docker ?? {}).map(([name, file]: [string, string]) => [name, { file }])),
      ...Object.fromEntries(tars.map(([reference, { image }]) => [reference, { sha256: image.tarSha256 }])),
    },
  }
}
