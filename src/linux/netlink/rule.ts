import type { Rule } from '../../model/route.ts'
import { Attributes, attribute, message, text, u32 } from './codec.ts'
import { AF_INET, cidrText, parseCidr } from './ip.ts'
import { CREATE } from './link.ts'
import { RT_TABLE_MAIN } from './route.ts'
import type { NetlinkSocket } from './socket.ts'

const RTM = { newRule: 32, getRule: 34 } as const
const FRA = { to: 1, from: 2, iif: 3, pref: 6, mark: 10, table: 15, protocol: 21 } as const
const FR_ACT_TO_TBL = 1
const RTPROT_KERNEL = 2
/** struct fib_rule_hdr. */
const HEADER_BYTES = 12

/** IPv4. */
export function newRule(pref: number, { from, to, iif, mark, table = RT_TABLE_MAIN }: Rule): Buffer {
  const [source, target] = [from, to].map((network) => (network === undefined ? null : parseCidr(network)))
  const header = Buffer.of(AF_INET, target?.length ?? 0, source?.length ?? 0, 0, table, 0, 0, FR_ACT_TO_TBL)
  return message(
    RTM.newRule,
    CREATE,
    header,
    u32(0),
    attribute(FRA.pref, u32(pref)),
    ...(target == null ? [] : [attribute(FRA.to, target.bytes)]),
    ...(source == null ? [] : [attribute(FRA.from, source.bytes)]),
    ...(iif === undefined ? [] : [attribute(FRA.iif, text(iif))]),
    // Without a mask all bits are compared.
    ...(mark === undefined ? [] : [attribute(FRA.mark, u32(mark))]),
  )
}

/** `1000 from 10.0.1.0/24 table 7`: IPv4 rules, without the kernel's own. */
export const dumpRules = (socket: NetlinkSocket): string[] =>
  socket.dump(message(RTM.getRule, 0, Buffer.of(AF_INET, 0, 0, 0, 0, 0, 0, 0), u32(0)), 'rules').flatMap(({ body }) => {
    const rule = new Attributes(body.subarray(HEADER_BYTES))
    if (rule.u8(FRA.protocol) === RTPROT_KERNEL) return []
    const network = (type: number, lengthAt: number): string | undefined => {
      const bytes = rule.raw(type)
      return bytes === undefined ? undefined : cidrText({ bytes, length: body.readUInt8(lengthAt) })
    }
    const said = {
      from: network(FRA.from, 2),
      to: network(FRA.to, 1),
      iif: rule.text(FRA.iif),
      fwmark: rule.u32(FRA.mark)?.toString(),
    }
    const words = Object.entries(said).flatMap(([word, value]) => (value === undefined ? [] : [word, value]))
    return [[String(rule.u32(FRA.pref) ?? 0), ...words, 'table', String(rule.u32(FRA.table) ?? 0)].join(' ')]
  })
