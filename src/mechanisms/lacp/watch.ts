import { byte, half, ETHERTYPE_AT, PAYLOAD_AT, takenIf } from '../../linux/socket-filter.ts'
import type { LacpCollected, Lacpdu } from './data-kinds.ts'
import type { Look, Watch } from '../contract/watch.ts'

/** LACPDUs that come in: the Slow Protocols' subtype 1 (802.3 annex 57A). */
const LACPDUS = takenIf('in', half(ETHERTYPE_AT, 0x8809), byte(PAYLOAD_AT, 1))

/** Collecting and distributing (IEEE 802.1AX 6.4.2.3). */
const PASSING = 0x30

export const lacpWatch: Watch = {
  waits: {
    lacpCollected: {
      wanted: ({ node, name, members }: LacpCollected) => `${String(members)} distributing ports in ${node}:${name}`,
      seen: ({ node, name }: LacpCollected, look: Look) =>
        look
          .members(node, name)
          .map((port) => `${port} ${look.now('lacpPort', node, port) ?? 'unknown'} (${detailOf(look, node, port)})`)
          .join(', ') || 'no port',
      holds: ({ node, name, members }: LacpCollected, look: Look) =>
        look.members(node, name).filter((port) => passes(look, node, port)).length >= members,
    },
  },
  events: { lacpdu: ({ interface: device }: Lacpdu) => ({ device, filter: LACPDUS }) },
}

const detailOf = (look: Look, node: string, port: string): string => look.detail('lacpPort', node, port) ?? ''

/** The port itself does, and so does its partner, by the detail of the port's state. */
function passes(look: Look, node: string, port: string): boolean {
  const partner = Number(/partner (\d+)/.exec(detailOf(look, node, port))?.[1] ?? 0)
  return look.now('lacpPort', node, port) === 'distributing' && (partner & PASSING) === PASSING
}
