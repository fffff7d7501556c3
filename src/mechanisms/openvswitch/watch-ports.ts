import { linesOf } from '../../linux/lines.ts'
import type { Ns } from '../../model/time.ts'
import type { ReadsBytes } from '../contract/watch.ts'

const LINE =
  /^[^,]*,(?:initial|insert|new),(?<name>[^,]+),.*\brstp_port_role=(?<role>\w+) rstp_port_state=(?<state>\w+)/

/**
 * Reads `ovsdb-client --format=csv --data=bare --no-headings monitor ... Port name rstp_status`, in pieces as they come.
 * States and roles in small letters: `forwarding`, `designated`.
 */
export function ovsdbPorts(
  saw: (name: string, state: string, role: string, atNs: Ns, sinceNs: Ns) => void,
): ReadsBytes {
  return linesOf((line, atNs, sinceNs) => {
    const { name, role, state } = LINE.exec(line)?.groups ?? {}
    if (name === undefined || role === undefined || state === undefined) return
    saw(name, state.toLowerCase(), role.toLowerCase(), atNs, sinceNs)
  })
}
