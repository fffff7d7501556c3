import { setTimeout } from 'node:timers/promises'
import { REDIRECT_PREF, panelEnd } from '../../../src/model/operation.ts'
import { linkOf } from '../../../src/inject/interfaces.ts'
import { dumpFilters, type FilterInfo } from '../../../src/linux/netlink/dump.ts'
import { deleteFilter, drop, redirect, type Classifier } from '../../../src/linux/netlink/tc.ts'
import { oneCable, send } from '../../inject/one-cable.ts'

const ARP_RETRY_MS = 1100
const all = { match: 'all' } as const

/** What a kernel without matchall does: the same cable by u32; without gact it drops in the dark. */
export default async function (drops: Classifier['drops']): Promise<{
  dropped: FilterInfo[]
  redirected: FilterInfo[]
  received: [number, number]
}> {
  const { namespaces } = oneCable()
  const wire = namespaces.netlink('wire')
  const [near, far] = [panelEnd(0, 'a').index, panelEnd(0, 'b').index]
  const run = (...messages: Buffer[]): void => {
    wire.execute(messages.map((message) => ({ message, text: 'u32' })))
  }
  const traffic = async (): Promise<number> => {
    send(namespaces)
    await setTimeout(ARP_RETRY_MS)
    return linkOf(namespaces, 'b', 'port').stats.rxPackets
  }
  const u32 = { kind: 'u32', drops } as const
  run(deleteFilter(near, REDIRECT_PREF, all), redirect(near, far, REDIRECT_PREF, u32), drop(near, 1, all, u32))
  const before = await traffic()
  const dropped = dumpFilters(wire, near)
  run(deleteFilter(near, 1, all))
  const after = await traffic()
  return { dropped, redirected: dumpFilters(wire, near), received: [before, after] }
}
