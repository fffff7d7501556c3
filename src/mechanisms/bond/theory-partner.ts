import { endpointText, type Endpoint } from '../../model/topology.ts'
import { on, type Bond, type Wiring } from '../../theory/wiring.ts'

/** A LAG whose legs do not end at one partner of its own kind. */
export interface Partnerless {
  readonly node: string
  readonly bond: string
  readonly mode: '802.3ad' | 'balance-xor'
  readonly legs: readonly Endpoint[]
  /** `host:eth0 ends at sw1:p1, which is in no LAG, and host:eth1 at sw2:p1, which is in no LAG`. */
  readonly because: string
}

/**
 * Every port of an LACP aggregator has the same partner: its system and its key (IEEE 802.1AX 6.3.6; bond_3ad.c,
 * ad_port_selection_logic). A port that hears no LACPDU is an aggregator of its own, and so is each other one: of these Linux
 * uses one at a time. A static LAG asks nobody, and sends by all legs wherever they end.
 */
export function partnerless(wiring: Wiring): readonly Partnerless[] {
  return wiring.bonds().flatMap(({ node, bond }): readonly Partnerless[] => {
    const { mode } = bond.bond
    if (mode === 'active-backup') return []
    const legs = wiring.members(on(node, bond.name)).map(({ name }) => on(node, name))
    const partners = legs.map((leg) => partnerOf(wiring, leg, mode))
    const first = partners[0]?.system ?? null
    if (first !== null && partners.every(({ system }) => system === first)) return []
    const because = legs.map((leg, index) => `${endpointText(leg)} ends at ${partners[index]?.text ?? ''}`).join(', ')
    return [{ node, bond: bond.name, mode, legs, because }]
  })
}

/** What is at the other end of a leg; null: no LAG of this kind. */
function partnerOf(
  wiring: Wiring,
  leg: Endpoint,
  mode: Partnerless['mode'],
): { readonly system: string | null; readonly text: string } {
  const far = wiring.far(leg)
  if (far === undefined) return { system: null, text: 'no cable' }
  const bond = wiring.master(far)
  if (bond?.kind !== 'bond' || bond.bond.mode === 'active-backup') {
    const lacks = mode === '802.3ad' ? 'does not speak LACP' : 'is in no LAG'
    return { system: null, text: `${endpointText(far)}, which ${lacks}` }
  }
  const text = `${endpointText(far)}, in ${far.node}:${bond.name}`
  if (bond.bond.mode === mode) return { system: systemOf(far.node, bond), text }
  const other = mode === '802.3ad' ? 'a static LAG (balance-xor), which does not speak LACP' : 'which asks for LACP'
  return { system: null, text: `${text}, ${other}` }
}

/** Ports of one system and key are one partner, whichever switch they are in. */
function systemOf(node: string, { name, bond }: Bond): string {
  if (bond.mode !== '802.3ad' || bond.system === undefined) return `${node}:${name}`
  return `${bond.system.mac} ${String(bond.system.priority)} ${String(bond.portKey ?? 0)}`
}
