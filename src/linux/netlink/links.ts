import { RTM_DELLINK, RTM_NEWLINK, parseLink, type LinkInfo } from './link-parse.ts'
import { attribute, message, messages, NLM_F, NLMSG, u32, type Message } from './codec.ts'

const RTM_GETLINK = 18
const IFINFOMSG_BYTES = 16
const IFLA_EXT_MASK = 29
const RTEXT_FILTER_SKIP_STATS = 8

/** `dump`: all links of the namespace. Without statistics: an answer then differs only where a state does. */
export function linkRequest(index: number | 'dump'): Buffer {
  const info = Buffer.alloc(IFINFOMSG_BYTES)
  if (index !== 'dump') info.writeInt32LE(index, 4)
  return message(
    RTM_GETLINK,
    index === 'dump' ? NLM_F.dump : 0,
    info,
    attribute(IFLA_EXT_MASK, u32(RTEXT_FILTER_SKIP_STATS)),
  )
}

export type LinkEvent = { readonly link: LinkInfo; readonly gone: boolean }

/** What one datagram of rtnetlink says of links. */
export function readLinks(datagram: Buffer): { readonly events: readonly LinkEvent[]; readonly dumped: boolean } {
  const all: readonly Message[] = [...messages(datagram)]
  return {
    events: all
      .filter(({ type }) => type === RTM_NEWLINK || type === RTM_DELLINK)
      .map(({ type, body }) => ({ link: parseLink(body), gone: type === RTM_DELLINK })),
    dumped: all.some(({ type }) => type === NLMSG.done),
  }
}
