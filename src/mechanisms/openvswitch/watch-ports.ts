import type { Ns } from '../../model/time.ts'

const LINE =
  /^[^,]*,(?:initial|insert|new),(?<name>[^,]+),.*\brstp_port_role=(?<role>\w+) rstp_port_state=(?<state>\w+)/

/**
 * Reads `ovsdb-client --format=csv --data=bare --no-headings monitor ... Port name rstp_status`, in pieces as they come.
 * States and roles in small letters: `forwarding`, `designated`.
 */
export function ovsdbPorts(
  saw: (name: string, state: string, role: string, atNs: Ns, sinceNs: Ns) => void,
): (bytes: Uint8Array, atNs: Ns, sinceNs: Ns) => void {
  let rest = ''
  return (bytes, atNs, sinceNs) => {
    const lines = (rest + Buffer.from(bytes).toString('utf8')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const { name, role, state } = LINE.exec(line)?.groups ?? {}
      if (name === undefined || role === undefined || state === undefined) continue
      saw(name, state.toLowerCase(), role.toLowerCase(), atNs, sinceNs)
    }
  }
}
