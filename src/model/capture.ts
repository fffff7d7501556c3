import type { Cable } from './topology.ts'

/**
 * File names of each cable's two captures, in the cables' order: `r1_lan--sw1_eth2-a.pcap`. Letters, digits, `.`, `_` and `-`
 * only, because stores of build artifacts refuse a colon, and a port called `ethernet-1/1` must not name a folder.
 */
export function captureFiles(cables: readonly Pick<Cable, 'name'>[]): readonly Readonly<Record<'a' | 'b', string>>[] {
  const taken = new Set<string>()
  return cables.map(({ name }, number) => {
    const plain = name.replaceAll(/[^\w.-]/g, '_')
    const own = taken.has(plain) ? `${plain}-${String(number)}` : plain
    taken.add(own)
    return { a: `${own}-a.pcap`, b: `${own}-b.pcap` }
  })
}
