import { linesOf } from '../../linux/lines.ts'
import type { Ns } from '../../model/time.ts'
import type { ReadsBytes } from '../contract/watch.ts'

const LINE = /^INSTANCE "(?<name>.+)" (?<state>MASTER|BACKUP|FAULT|STOP)\b/

/** Reads keepalived's `vrrp_notify_fifo`: lines like `INSTANCE "LAN" MASTER 150`, in pieces as they come. STOP is FAULT: it is gone. */
export function vrrpLines(
  saw: (name: string, state: 'MASTER' | 'BACKUP' | 'FAULT', atNs: Ns, sinceNs: Ns) => void,
): ReadsBytes {
  return linesOf((line, atNs, sinceNs) => {
    const { name, state } = LINE.exec(line)?.groups ?? {}
    if (name === undefined || state === undefined) return
    saw(name, state === 'MASTER' || state === 'BACKUP' ? state : 'FAULT', atNs, sinceNs)
  })
}
