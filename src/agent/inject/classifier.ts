import { NetlinkError } from '../netlink/socket.ts'
import { clsact, drop, type Classifier } from '../netlink/tc.ts'
import { inScratch } from './scratch.ts'

const LOOPBACK = 1

/** Asks the kernel for its classifier by making a filter in a namespace that goes away at once. */
export function availableClassifier(): Classifier {
  return inScratch((socket) => {
    try {
      socket.execute([
        { message: clsact(LOOPBACK), text: 'clsact' },
        { message: drop(LOOPBACK, 1, { match: 'all' }, 'matchall'), text: 'matchall' },
      ])
      return 'matchall'
    } catch (error) {
      if (error instanceof NetlinkError) return 'u32'
      throw error
    }
  })
}
