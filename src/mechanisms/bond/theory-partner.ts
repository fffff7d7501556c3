import { isStaticLag, type BondMode } from '../../model/bond.ts'
import { endpointText, type Endpoint } from '../../model/topology.ts'
import { on, type Bond, type Wiring } from '../../theory/wiring.ts'

/** A LAG whose legs do not end at one partner of its own kind. */
export interface Partnerless {
  readonly node: string
  readonly bond: string
  readonly kind: 'lacp' | 'static'
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
    const kind = kindOf(bond.bond.mode)
    if (kind === null) return []
    const legs = wiring.members(on(node, bond.name)).map(({ name }) => on(node, name))
    const partners = legs.map((leg) => partnerOf(wiring, leg, kind))
    const first = partners[0]?.system ?? null
    if (first !== null && partners.every(({ system }) => system === first)) return []
    const because = legs.map((leg, index) => `${endpointText(leg)} ends at ${partners[index]?.text ?? ''}`).join(', ')
    return [{ node, bond: bond.name, kind, legs, because }]
  })
}

function kindOf(mode: BondMode): Partnerless['kind'] | null {
  if (mode === '802.3ad') return 'lacp'
  return isStaticLag(mode) ? 'static' : null
}

/** What is at the other end of a leg; null: no LAG of this kind. */
function partnerOf(
  wiring: Wiring,
  leg: Endpoint,
  kind: Partnerless['kind'],
): { readonly system: string | null; readonly text: string } {
  const far = wiring.far(leg)
  if (far === undefined) return { system: null, text: 'no cable' }
  const bond = wiring.master(far)
  const other = bond?.kind === 'bond' ? kindOf(bond.bond.mode) : null
  if (bond?.kind !== 'bond' || other === null) {
    const lacks = kind === 'lacp' ? 'does not speak LACP' : 'is in no LAG'
    return { system: null, text: `${endpointText(far)}, which ${lacks}` }
  }
  const text = `${endpointText(far)}, in ${far.node}:${bond.name}`
  if (other === kind) return { system: systemOf(far.node, bond), text }
  const asks = other === 'lacp' ? 'which asks for LACP' : `a static LAG (${bond.bond.mode}), which does not speak LACP`
  return { system: null, text: `${text}, ${asks}` }
}

/** Ports of one system and key are one partner, whichever switch they are in. */
function systemOf(node: string, { name, bond }: Bond): string {
  if (bond.mode !== '802.3ad' || bond.system === undefined) return `${node}:${name}`
  return `${bond.system.mac} ${String(bond.system.priority)} ${String(bond.portKey ?? 0)}`
}
