import { spawnSync } from 'node:child_process'
import { PROGRAMS } from '../../model/programs.ts'

/**
 * Rules of the namespace that the thread is in, by the program: the kernel's own language for them is a compiler's output.
 * @throws Error with what nft said
 */
export function runNft(rules: string): void {
  const { error, status, stderr } = spawnSync(PROGRAMS.masquerade, [rules], { encoding: 'utf8' })
  if (error !== undefined) throw new Error(`nft is not installed: ${error.message}`)
  if (status !== 0) throw new Error(`nft: ${stderr.trim()}`)
}
