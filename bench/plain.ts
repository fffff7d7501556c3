import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { inside } from '../test/guest/inside.ts'
import type * as entry from './plain.inside.ts'

export interface Lifetime {
  readonly upSeconds: number
  readonly downSeconds: number
}

/** A ring of plain nodes on this machine's kernel, every cable with its patch panel. */
export async function ours(nodes: number): Promise<Lifetime> {
  using guest = await inside<typeof entry>(new URL('plain.inside.ts', import.meta.url), nodes, { kernel: 'host' })
  const { upMs, upAt } = guest.result
  return { upSeconds: upMs / 1000, downSeconds: (Date.now() - upAt) / 1000 }
}

/** Mininet asks for root and writes settings of the whole machine: it gets a root and settings of its own. */
const ALONE = ['--user', '--map-root-user', '--mount', '--pid', '--net', '--fork', '--kill-child', '--mount-proc']
const FENCED =
  'mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys && exec /usr/bin/python3 "$1" "$2"'

/** The same ring as mininet makes it: plain veth cables, without anything between their ends. */
export function mininets(nodes: number): Lifetime {
  const script = join(import.meta.dirname, 'ring-in-mininet.py')
  const text = execFileSync('unshare', [...ALONE, 'sh', '-c', FENCED, 'sh', script, String(nodes)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const { upMs, downMs } = JSON.parse(text) as { upMs: number; downMs: number }
  return { upSeconds: upMs / 1000, downSeconds: downMs / 1000 }
}
