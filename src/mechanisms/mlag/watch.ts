import { byte, half, halfBehindIp, ETHERTYPE_AT, IP_PROTOCOL_AT, takenIf } from '../../linux/socket-filter.ts'
import type { Datagram } from './data-kinds.ts'
import type { Watch } from '../contract/watch.ts'

export const mlagWatch: Watch = {
  waits: {},
  events: {
    // UDP datagrams that come in.
    datagram: ({ interface: device, port }: Datagram) => ({
      device,
      filter: takenIf('in', half(ETHERTYPE_AT, 0x0800), byte(IP_PROTOCOL_AT, 17), halfBehindIp(2, port)),
    }),
  },
}
