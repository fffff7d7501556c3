import { afterEach, expect, it, vi } from 'vitest'
import type { BackhoeError } from '../../../src/model/problem.ts'
import { reachDocker } from '../../../src/runtime/containerlab/reach.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

it.each([
  ['run', 'systemctl start docker, or --kernel virtual, which needs no daemon'],
  // It repairs a lab on the machine's own containers, and has no --kernel.
  ['repair', 'systemctl start docker'],
] as const)('a machine without Docker: %s is advised only what it can do', async (verb, next) => {
  vi.stubEnv('DOCKER_HOST', 'unix:///nowhere/docker.sock')
  const refused = await reachDocker(verb).catch((error: unknown) => error as BackhoeError)
  expect(refused).toMatchObject({ exitCode: 69, problems: [{ code: 'no-docker', next }] })
})
