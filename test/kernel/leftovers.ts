import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

export interface Trace {
  readonly pid: number
  readonly command: string
  /** Its mount namespace, which all processes of one guest share and nobody else. */
  readonly mounts: string
}

/** Processes whose command line holds the text. A zombie has none. */
export function processesWith(text: string): Trace[] {
  return all().filter(({ command }) => command.includes(text))
}

/** Processes of any of these mount namespaces. */
export function processesIn(namespaces: ReadonlySet<string>): Trace[] {
  return all().filter(({ mounts }) => namespaces.has(mounts))
}

function all(): Trace[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const command = readFileSync(join('/proc', name, 'cmdline'), 'utf8').replaceAll('\0', ' ')
      return [{ pid: Number(name), command, mounts: readlinkSync(join('/proc', name, 'ns/mnt')) }]
    } catch {
      // It ended between the two looks, or is another's.
      return []
    }
  })
}

/** What is mounted at or below /media, seen from here. */
export const mediaMounts = (): string[] =>
  readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.split(' ')[1]?.startsWith('/media') === true)

/** Waits until it holds, or gives up. */
export async function until(holds: () => boolean, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs
  while (!holds()) {
    if (performance.now() > end) return false
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return true
}
