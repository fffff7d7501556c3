import type { Wiring } from './wiring.ts'

/** It announces nothing after a failover (num_grat_arp 0). */
export function isSilent(wiring: Wiring, { node, bond }: { readonly node: string; readonly bond: string }): boolean {
  const config = wiring.bond(node, bond)?.bond
  return config?.mode === 'active-backup' && config.numGratArp === 0
}
