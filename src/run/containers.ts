import type { Kernel } from '../kernel/kernel.ts'
import type { ContainerTools } from '../model/containers.ts'
import type { Plan } from '../model/plan.ts'
import { BackhoeError, type Problem } from '../model/problem.ts'
import { findContainerlab } from '../runtime/containerlab/binary.ts'
import { findDocker, type DockerPrograms } from '../runtime/containerlab/docker.ts'
import { sourceOf, type ImageSource } from '../runtime/image/source.ts'

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
export async function runTools({ runtime }: Plan, kernel: Kernel): Promise<RunTools | null> {
  if (runtime.kind === 'netns') return null
  const problems: Problem[] = []
  const found = async <Value>(find: () => Value | Promise<Value>): Promise<Value | null> => {
    try {
      return await find()
    } catch (error) {
      if (!(error instanceof BackhoeError)) throw error
      problems.push(...error.problems)
      return null
    }
  }
  const containerlab = await found(() => findContainerlab())
  const guest = kernel.flavour !== 'host'
  const docker: DockerPrograms | null = guest ? await found(() => findDocker()) : null
  if (guest) problems.push(...runtime.paths.filter((path) => path.startsWith('/media/')).map(hidden))
  const sources = []
  for (const reference of guest ? runtime.images : []) {
    const source = await found(() => sourceOf(reference))
    if (source !== null) sources.push([reference, source] as const)
  }
  if (problems.length > 0 || containerlab === null) throw new BackhoeError(problems, 69)
  return {
    tools: {
      containerlab: containerlab.path,
      docker,
      images: Object.fromEntries(sources.map(([reference, { image }]) => [reference, image])),
    },
    made: {
      containerlab: { file: containerlab.path },
      ...Object.fromEntries(Object.entries(docker ?? {}).map(([name, file]: [string, string]) => [name, { file }])),
      ...Object.fromEntries(sources.flatMap(([reference, source]) => digests(reference, source))),
    },
  }
}

/** What is mounted is another start than what is unpacked. */
const digests = (
  reference: string,
  { sha256, mountedSha256 }: ImageSource,
): (readonly [string, { readonly sha256: string }])[] => [
  [reference, { sha256 }],
  ...(mountedSha256 === null ? [] : [[`${reference} mounted`, { sha256: mountedSha256 }] as const]),
]

/** guard.ts keeps the guest's own files there. */
const hidden = (path: string): Problem => ({
  code: 'path-not-in-guest',
  what: `${path} is named by the topology file, and no guest can see what lies below /media`,
  next: 'move it, or run with --kernel host',
})
