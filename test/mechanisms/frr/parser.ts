import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FRR_FOLDER } from '../../../src/mechanisms/frr/data.ts'

/** A line that a daemon does not know is in its output; its exit status is 0 all the same. */
export const saidOf = (daemon: string, text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'backhoe-frr-'))
  // The daemon reads it as the user frr.
  chmodSync(folder, 0o755)
  try {
    writeFileSync(join(folder, 'it.conf'), text)
    const { stdout, stderr } = spawnSync(`${FRR_FOLDER}/${daemon}`, ['-C', '-f', join(folder, 'it.conf')])
    return `${String(stdout)}${String(stderr)}`
  } finally {
    rmSync(folder, { recursive: true })
  }
}
