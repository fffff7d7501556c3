import { NetlinkError } from '../linux/netlink/socket.ts'
import * as tc from '../linux/netlink/tc.ts'
import { unloaded } from '../linux/modules.ts'
import { WORLD } from '../linux/world.ts'
import { inScratch } from '../linux/scratch.ts'

const ALL = { match: 'all' } as const

/**
 * Asks the kernel for its classifier by making filters in a namespace that goes away at once.
 * @throws Error where it has none without loading one
 */
export function availableClassifier(): tc.Classifier {
  const kind = takes('cls_matchall', tc.filter(tc.LOOPBACK, 1, ALL, 'matchall')) ? 'matchall' : 'u32'
  if (kind === 'u32' && unloaded(['cls_u32']).length > 0)
    throw new Error('cls_matchall or cls_u32 would have to be loaded')
  const gact = takes('act_gact', tc.drop(tc.LOOPBACK, 1, ALL, { kind, drops: 'gact' }))
  // Elsewhere the first namespace's loopback is up, and frames that are sent there arrive.
  return { kind, drops: gact || WORLD !== 'lab' ? 'gact' : 'dark' }
}

const takes = (module: string, message: Buffer): boolean =>
  unloaded([module]).length === 0 &&
  inScratch((socket) => {
    try {
      socket.execute([
        { message: tc.clsact(tc.LOOPBACK), text: 'clsact' },
        { message, text: 'filter' },
      ])
      return true
    } catch (error) {
      if (error instanceof NetlinkError) return false
      throw error
    }
  })
