import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { BackhoeError } from '../../model/problem.ts'
import { firstCpu } from '../cpu.ts'
import type { Kernel } from '../kernel.ts'
import { launchGuest } from '../launch.ts'
import { agentFolder, packageFolder } from '../place.ts'

const proofSchema = z.object({ sleptMs: z.number(), bonding: z.boolean() })

/** What the guest of the proof sleeps, on its clock. */
const SLEPT_MS = 1_000_000
/** It takes a second; on a machine that is busy with everything else, more. Far below what it sleeps. */
const WALL_MS = 120_000

/**
 * Boots the kernel once: its clock must run ahead of ours, and it must make a bond.
 * @throws BackhoeError (70) where it does not
 */
export async function proveKernel(kernel: Kernel, work: string, signal: AbortSignal | undefined): Promise<void> {
  const agentDir = join(work, 'proof-agent')
  const outDir = join(work, 'proof-out')
  mkdirSync(agentDir)
  mkdirSync(outDir)
  for (const file of ['init.sh', 'koffi.node']) copyFileSync(join(agentFolder(), file), join(agentDir, file))
  copyFileSync(join(packageFolder(), 'kernel/proof.cjs'), join(agentDir, 'agent.cjs'))
  const end = await launchGuest({
    kernel,
    agentDir,
    outDir,
    rngSeed: 1,
    cpu: firstCpu(),
    memoryMb: 256,
    silentWallMs: WALL_MS,
    ...(signal === undefined ? {} : { signal }),
  })
  signal?.throwIfAborted()
  if (end.problem !== null) throw new BackhoeError([end.problem], 70)
  const journal = join(outDir, 'journal.ndjson')
  const proof = proofSchema.parse(JSON.parse(existsSync(journal) ? readFileSync(journal, 'utf8') : '{}'))
  if (proof.sleptMs < SLEPT_MS || !proof.bonding) {
    const what = proof.bonding ? `slept ${String(proof.sleptMs)} ms of ${String(SLEPT_MS)}` : 'cannot make a bond'
    throw new BackhoeError(
      [
        {
          code: 'kernel-not-proved',
          what: `the kernel was built and booted, but ${what}`,
          next: 'backhoe kernel build --series 6.12',
        },
      ],
      70,
    )
  }
}
