import { reason, type Reason } from '../model/reason.ts'
import { endpointText, isTreeBridge, type BondInterface, type Endpoint, type Interface } from '../model/topology.ts'
import { seconds, type Ns } from '../model/time.ts'
import type { Reactions } from './change.ts'
import { ARP, IP } from './damage.ts'
import { on, type Wiring } from './wiring.ts'
import type { World } from './world.ts'

/** A port of a LAG that asks for LACPDUs each second has stopped after 3.3 s (bond_3ad.c: AD_SHORT_TIMEOUT_TIME); a BPDU 2 s older may have been the last. */
const SHORT_SILENCE_NS: Ns = seconds(6)
/** Each bridge on the way adds a second to a BPDU's age, and seven are the most (IEEE 802.1D-1998 8.10.2). */
const RELAYED_NS: Ns = seconds(7)

/**
 * A LAG of several legs, one of which swallows frames though both of its ends have light: the hash decides which frames of
 * a protocol these are, until LACP has found out, and without LACP for good. `reactions`: what all protocols do where each frame
 * takes the worst leg, and where each takes the best. Why nothing can be said then; null where it makes no difference.
 */
export function swallowing(world: World, reactions: (hash: 'worst' | 'best') => Reactions): Reason | null {
  const turn = inTurn(world)
  if (turn !== null) return turn
  const { wiring, damage } = world
  const found = wiring.bonds().flatMap(({ node, bond }) => {
    if (!('hash' in bond.bond)) return []
    const leg = wiring
      .members(on(node, bond.name))
      .map(({ name }) => on(node, name))
      .find((one) => {
        const far = wiring.far(one)
        if (far === undefined || !damage.hasCarrier(one) || !damage.hasCarrier(far)) return false
        return [IP, ARP].some((type) => !damage.crosses(one, far, type) || !damage.crosses(far, one, type))
      })
    return leg === undefined ? [] : [{ leg, bond }]
  })
  const [first] = found
  if (first === undefined) return null
  const isSame = textOf(reactions('worst')) === textOf(reactions('best'))
  const decisive = isSame ? found.find(({ leg, bond }) => mayCutTree(wiring, leg, bond)) : first
  return decisive === undefined
    ? null
    : reason(
        'leg-swallows',
      )`${{ leg: endpointText(decisive.leg) }}, a leg of a LAG that has light, swallows the frames that the hash puts there, and which of a protocol's frames these are is not modelled`
}

/** A leg that a balance-rr bond goes on sending by, and whose frames do not arrive: each stream loses some of its packets, or all, or none. */
function inTurn({ wiring, damage }: World): Reason | null {
  const legs = wiring
    .bonds()
    .filter(({ bond }) => bond.bond.mode === 'balance-rr')
    .flatMap(({ node, bond }) => wiring.members(on(node, bond.name)).map(({ name }) => on(node, name)))
  const leg = legs.find((one) => {
    const far = wiring.far(one)
    return far !== undefined && damage.hasCarrier(one) && [IP, ARP].some((type) => !damage.crosses(one, far, type))
  })
  return leg === undefined
    ? null
    : reason(
        'leg-swallows-in-turn',
      )`${{ leg: endpointText(leg) }}, a leg of a balance-rr bond that has light, swallows packets, and whose turn it is with each of them is not modelled`
}

/** All BPDUs between the bridges of a tree at both ends may be lost for longer than that keeps what the last one said. */
function mayCutTree(wiring: Wiring, leg: Endpoint, bond: BondInterface): boolean {
  const far = wiring.far(leg)
  const partner = far === undefined ? undefined : wiring.master(far)
  if (far === undefined || partner === undefined) return false
  const bridges = [on(leg.node, bond.name), on(far.node, partner.name)].map((at) => wiring.master(at))
  if (!bridges.every((one) => one !== undefined && isTreeBridge(one))) return false
  const maxAges = bridges.flatMap((one) => (one?.kind === 'bridge' && one.stp !== undefined ? [one.stp.maxAgeNs] : []))
  return ![bond, partner].every(isFast) || Math.min(...maxAges) < SHORT_SILENCE_NS + RELAYED_NS
}

const isFast = (one: Interface): boolean =>
  one.kind === 'bond' && one.bond.mode === '802.3ad' && one.bond.lacpRate === 'fast'

const textOf = ({ changes, blocked }: Reactions): string =>
  JSON.stringify([changes.map(({ reaction, lowNs, highNs }) => [reaction, lowNs, highNs]), blocked])
