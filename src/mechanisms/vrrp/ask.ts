import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Ask } from '../contract/ask.ts'

const ASK_MS = 20
const PATIENCE_MS = 5000
const INSTANCE = /^ VRRP Instance = (?<name>.+)\n(?:.*\n)*?\s+State = (?<state>MASTER|BACKUP|FAULT)/gm

/** keepalived's own account of its instances: on SIGUSR1 it writes one to `/tmp/keepalived.data`. Empty where none runs. */
export const askKeepalived: Ask = async (container) => {
  const keepalived = vrrpProcess(container)
  if (keepalived === null) return []
  const file = join('/proc', String(container), 'root/tmp/keepalived.data')
  rmSync(file, { force: true })
  process.kill(keepalived, 'SIGUSR1')
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += ASK_MS) {
    await pause(ASK_MS)
    if (!existsSync(file)) continue
    const found = [...readFileSync(file, 'utf8').matchAll(INSTANCE)]
    if (found.length > 0)
      return found.map(({ groups }) => ({ watch: 'vrrp', name: groups?.['name'] ?? '', to: groups?.['state'] ?? '' }))
  }
  return []
}

/** The child of keepalived that speaks VRRP: the youngest keepalived in the container's pid namespace. */
function vrrpProcess(container: number): number | null {
  const home = pidNamespace(String(container))
  const found = readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && commandOf(pid) === 'keepalived' && pidNamespace(pid) === home,
  )
  return found.length === 0 ? null : Math.max(...found.map(Number))
}

/** null: it has ended meanwhile. */
const pidNamespace = (pid: string): number | null => ifThere(() => statSync(`/proc/${pid}/ns/pid`).ino)
const commandOf = (pid: string): string | null => ifThere(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trimEnd())

function ifThere<Value>(read: () => Value): Value | null {
  try {
    return read()
  } catch {
    return null
  }
}
