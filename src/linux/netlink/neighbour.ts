import { Attributes, attribute, message } from './codec.ts'
import type { NetlinkSocket } from './socket.ts'

const RTM = { deleteNeighbour: 29, getNeighbour: 30 } as const
/** struct ndmsg. */
const NDMSG_BYTES = 12
const NDA_DST = 1
/** NUD_NOARP, NUD_PERMANENT. */
const CONFIGURED = 0x40 | 0x80

/** Forgets all that was learned of neighbours, with the packets that wait for an answer of theirs. */
export function flushNeighbours(socket: NetlinkSocket): void {
  const learned = socket
    .dump(message(RTM.getNeighbour, 0, Buffer.alloc(NDMSG_BYTES)), 'neighbours')
    .filter(({ body }) => (body.readUInt16LE(8) & CONFIGURED) === 0)
  socket.execute(
    learned.flatMap(({ body }) => {
      const address = new Attributes(body.subarray(NDMSG_BYTES)).raw(NDA_DST)
      if (address === undefined) return []
      const entry = Buffer.from(body.subarray(0, NDMSG_BYTES))
      return [
        { message: message(RTM.deleteNeighbour, 0, entry, attribute(NDA_DST, address)), text: 'forget neighbour' },
      ]
    }),
  )
}
