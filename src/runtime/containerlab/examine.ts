import { where } from '../../kernel/commands.ts'
import type { Check } from '../../kernel/machine.ts'
import { NODE_IMAGE } from '../../model/node-image.ts'
import { BackhoeError } from '../../model/problem.ts'
import { findImage } from '../image/store.ts'
import { findContainerlab } from './binary.ts'
import { findDocker } from './docker.ts'
import { daemonAnswers } from './give.ts'

/** What the runtime containerlab needs here, and what to type for it. Starts nothing. */
export async function examineContainers(env: NodeJS.ProcessEnv = process.env): Promise<Check[]> {
  return [
    tried('containerlab', () => {
      const { path, version, from } = findContainerlab(env)
      return `${version}, ${from === 'cache' ? 'built here' : from}: ${path}`
    }),
    tried('dockerd', () => `labs of containers in guests: ${findDocker(env).dockerd}`, 'docker.io'),
    {
      ...OPTIONAL,
      name: 'Docker daemon',
      ok: await daemonAnswers(),
      purpose: 'labs of containers with --kernel host: sudo systemctl start docker',
    },
    tried('node image', () => `${NODE_IMAGE.reference}: ${findImage(NODE_IMAGE.reference, env).path}`),
    {
      ...OPTIONAL,
      name: 'mmdebstrap',
      ok: where('mmdebstrap', env['PATH']) !== null,
      purpose: 'builds the node image without a registry',
      debianPackage: 'mmdebstrap',
    },
    {
      ...OPTIONAL,
      name: 'genext2fs',
      ok: where('genext2fs', env['PATH']) !== null,
      purpose: 'spares each guest unpacking the node image',
      debianPackage: 'genext2fs',
    },
  ]
}

const OPTIONAL = { required: false, debianPackage: null, next: null } as const

/** What is found, or why not and what to type. */
function tried(name: string, find: () => string, debianPackage: string | null = null): Check {
  try {
    return { ...OPTIONAL, name, ok: true, purpose: find() }
  } catch (error) {
    if (!(error instanceof BackhoeError)) throw error
    const [problem] = error.problems
    return { ...OPTIONAL, name, ok: false, purpose: problem?.what ?? '', debianPackage, next: problem?.next ?? null }
  }
}
