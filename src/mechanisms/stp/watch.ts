import { byte, half, PAYLOAD_AT, takenIf, type SocketFilter } from '../../linux/socket-filter.ts'
import { watchedTreePorts, type Bpdu, type TreePortWait } from './data-kinds.ts'
import type { Look, Watch } from '../contract/watch.ts'

/** IEEE 802.1D-2004 9.3.1 and 9.3.3. */
const CONFIGURATION_BPDU = 0
const RST_BPDU = 2

/** BPDUs of one type that come in: to 01:80:c2:00:00:00, behind LLC a protocol id, a version and the type (802.1D 9.3.1). */
const bpdus = (type: number): SocketFilter =>
  takenIf('in', half(0, 0x0180), half(2, 0xc200), half(4, 0x0000), byte(PAYLOAD_AT + 6, type))

export const treeWatch: Watch = {
  unpowered: { stpPort: 'disabled' },
  links: (plan, node) => {
    const ports = new Set(watchedTreePorts(plan).flatMap((port) => (port.node === node ? [port.name] : [])))
    return ({ link: { name, bridgePortState: to } }) =>
      to !== null && ports.has(name) ? [{ watch: 'stpPort', node, name, to }] : []
  },
  waits: {
    stpPort: {
      wanted: ({ node, name, state }: TreePortWait) => `${node}:${name} ${state}`,
      seen: ({ node, name }: TreePortWait, look: Look) => look.now('stpPort', node, name) ?? 'unknown',
      holds: ({ node, name, state }: TreePortWait, look: Look) => look.now('stpPort', node, name) === state,
    },
  },
  events: {
    bpdu: ({ interface: device, rapid }: Bpdu) => ({
      device,
      filter: bpdus(rapid === true ? RST_BPDU : CONFIGURATION_BPDU),
    }),
  },
}
