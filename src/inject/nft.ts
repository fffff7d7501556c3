import { spawnSync } from 'node:child_process'
import { ProgramError } from '../model/capability.ts'

/**
 * Rules of the namespace that the thread is in, by the program: the kernel's own language for them is a compiler's output.
 * @throws Error with the first reason that nft gave: the others, and where in the rules, follow from it
 */
export function runNft(rules: string): void {
  const { error, status, stderr } = spawnSync('nft', [rules], { encoding: 'utf8' })
  if (error !== undefined) throw new ProgramError('nft', 'nft', error)
  if (status !== 0) throw new Error(`nft: ${reasonOf(stderr)}`)
}

const reasonOf = (said: string): string => /Error: (.*)/.exec(said)?.[1] ?? said.trim()
