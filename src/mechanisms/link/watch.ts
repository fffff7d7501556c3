import { IFF_LOWER_UP } from '../../linux/netlink/link-parse.ts'
import { bondModes } from '../bond/data-kinds.ts'
import type { Look, Watch } from '../contract/watch.ts'
import type { CarrierWait } from './data-kinds.ts'

export const linkWatch: Watch = {
  links: (plan, node) => {
    const bonds = bondModes(plan, node)
    return ({ link: { name, flags }, up, endsCable }) => {
      if (!endsCable && !bonds.has(name)) return []
      const to = up && (flags & IFF_LOWER_UP) !== 0 ? 'up' : 'down'
      return [{ watch: 'carrier', node, name, to, ...(up ? {} : { detail: 'shut' }) }]
    }
  },
  waits: {
    carrier: {
      wanted: ({ node, name }: CarrierWait) => `carrier on ${node}:${name}`,
      seen: ({ node, name }: CarrierWait, look: Look) => `carrier ${look.now('carrier', node, name) ?? 'unknown'}`,
      holds: ({ node, name }: CarrierWait, look: Look) => look.now('carrier', node, name) === 'up',
    },
  },
  events: {},
}
