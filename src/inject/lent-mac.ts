import type { LinkInfo } from '../linux/netlink/link-parse.ts'

const FAIL_OVER_MAC = 13
const ACTIVE = 1
const FOLLOW = 2
const SWAPPING: readonly string[] = ['balance-tlb', 'balance-alb']

/**
 * Hardware addresses that go from interface to interface as bonds change their active member, by index, as text that stays the
 * same: `fail_over_mac active` lends the member's to the bond; `follow`, balance-tlb and balance-alb swap those of two members.
 */
export function lentMacs(links: readonly LinkInfo[]): ReadonlyMap<number, string> {
  const lent = new Map<number, string>()
  for (const bond of links) {
    const policy = bond.kind === 'bond' ? bond.data.raw(FAIL_OVER_MAC)?.readUInt8() : undefined
    const members = links.filter(({ masterIndex }) => masterIndex === bond.index)
    const macs = members.map(({ mac }) => mac)
    const text = macs.toSorted().join('|')
    if (policy === FOLLOW || SWAPPING.includes(bond.bond?.mode ?? ''))
      for (const { index } of members) lent.set(index, text)
    if (policy === ACTIVE && macs.includes(bond.mac)) lent.set(bond.index, text)
  }
  return lent
}
