import { linesOf } from '../../linux/lines.ts'
import type { Ns } from '../../model/time.ts'
import type { ReadsBytes } from '../contract/watch.ts'

const LINE = /SPF Processing Time\(usecs\): \d+$/

/** Reads `debug ospf event` of ospfd, which writes `SPF Processing Time(usecs): 750` when it has calculated its routes and before it hands them on. */
export function spfLines(ran: (atNs: Ns, sinceNs: Ns) => void): ReadsBytes {
  return linesOf((line, atNs, sinceNs) => {
    if (LINE.test(line)) ran(atNs, sinceNs)
  })
}
