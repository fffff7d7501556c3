import type { Ns } from '../../model/time.ts'

const LINE = /^INSTANCE "(?<name>.+)" (?<state>MASTER|BACKUP|FAULT|STOP)\b/

/** Reads keepalived's `vrrp_notify_fifo`: lines like `INSTANCE "LAN" MASTER 150`, in pieces as they come. STOP is FAULT: it is gone. */
export function vrrpLines(
  saw: (name: string, state: 'MASTER' | 'BACKUP' | 'FAULT', atNs: Ns, sinceNs: Ns) => void,
): (bytes: Uint8Array, atNs: Ns, sinceNs: Ns) => void {
  let rest = ''
  return (bytes, atNs, sinceNs) => {
    const lines = (rest + Buffer.from(bytes).toString('utf8')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const { name, state } = LINE.exec(line)?.groups ?? {}
      if (name === undefined || state === undefined) continue
      saw(name, state === 'MASTER' || state === 'BACKUP' ? state : 'FAULT', atNs, sinceNs)
    }
  }
}
