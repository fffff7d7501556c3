import type { Ns } from '../model/time.ts'
import { leastShare } from '../model/nexthops.ts'
import { untrackedRoutes } from '../model/route.ts'
import type { TransmitHash } from '../model/bond.ts'
import { reason } from '../model/reason.ts'
import type { Interface } from '../model/topology.ts'
import type { Prediction, Window } from '../model/window.ts'
import type { DynamicRoute } from './dynamic-route.ts'
import type { Wiring } from './wiring.ts'

/** So seldom may a flow whose streams are hashed have none on some gateway, for theory to count on each of them. */
const SELDOM = 1e-4

export interface Hashed {
  readonly streams: number
  /** Pairs of addresses that they have. */
  readonly pairs: number
  /** Pairs of networks in which these lie. */
  readonly networks: number
  /** Nodes that send them. */
  readonly senders: readonly string[]
}

/**
 * Whether a flow may have no stream on some leg of a LAG, or by some gateway of equal cost, of those between one pair of
 * networks: a fault may concern one alone, as where a trunk lacks one of several VLANs. Sockets are chosen so that these streams
 * take the legs of a layer3+4 LAG of 2, 4 or 8 in turn (src/plan/sockets.ts), unless a translation changes their addresses; over
 * 3 or 5 legs chance has its part. The hashes layer2+3 and encap2+3 read no ports, layer2 and vlan+srcmac hardware addresses and
 * the VLAN only. The hash over gateways has a new key after each boot (fib_multipath_hash). Probes leave by sockets that write their own
 * headers, whose ports the sender's own routing does not know (raw_sendmsg): it hashes their addresses alone.
 */
export function mayMiss({ topology: { nodes }, dynamicRoutes }: Wiring, of: Hashed): boolean {
  const [streams, pairs] = [of.streams, of.pairs].map((count) => Math.floor(count / of.networks)) as [number, number]
  const interfaces = nodes.flatMap((node) => node.interfaces.map((one) => ({ one, node })))
  const isTranslated = interfaces.some(({ one }) => one.masquerade === true || one.publish !== undefined)
  const missesLeg = interfaces.some(({ one, node }) => {
    if (one.kind !== 'bond' || !('hash' in one.bond)) return false
    const legs = legsOf(node.interfaces, one.name)
    if (legs < 2) return false
    return isTranslated || isMissedBy(one.bond.hash, legs, { streams, pairs })
  })
  const missesGateway = nodes.some(({ name, routes, interfaces: own }) => {
    const drawn = of.senders.includes(name) ? pairs : streams
    const counts = [
      ...untrackedRoutes({ routes }).map((route) => 1 / leastShare(route)),
      // A protocol may find a way by each of them.
      ...(isSpread(dynamicRoutes.get(name)) ? [own.filter(({ addresses }) => addresses.length > 0).length] : []),
    ]
    return counts.some((count) => isMissed(count, drawn))
  })
  return missesLeg || missesGateway
}

/** One connection takes one leg of a LAG, or one gateway of several, and it need not be the one that breaks. */
export const isHashed = ({ topology: { nodes }, dynamicRoutes }: Wiring): boolean =>
  [...dynamicRoutes.values()].some(isSpread) ||
  nodes.some(
    ({ interfaces, routes }) =>
      interfaces.some((one) => one.kind === 'bond' && one.bond.mode !== 'active-backup') ||
      routes.some(({ also }) => also !== undefined),
  )

const isSpread = (routes: readonly DynamicRoute[] = []): boolean => routes.some(({ isSingle }) => isSingle !== true)

/** encap3+4 takes the number that the kernel has drawn for the sender's socket (bond_xmit_hash: l4_hash). */
function isMissedBy(hash: TransmitHash, legs: number, { streams, pairs }: Pick<Hashed, 'streams' | 'pairs'>): boolean {
  switch (hash) {
    case 'layer2':
    case 'vlan+srcmac':
      return true
    case 'layer2+3':
    case 'encap2+3':
      return isMissed(legs, pairs)
    case 'layer3+4':
      return isPowerOfTwo(legs) ? streams < legs : isMissed(legs, streams)
    case 'encap3+4':
      return isMissed(legs, streams)
  }
}

const isPowerOfTwo = (count: number): boolean => Number.isInteger(Math.log2(count))

/** By chance, one of so many ways by all of these. */
const isMissed = (ways: number, drawn: number): boolean => (1 - 1 / ways) ** drawn > SELDOM

const legsOf = (interfaces: readonly Interface[], bond: string): number =>
  interfaces.filter(({ master }) => master === bond).length

/**
 * What holds wherever the hashes put the streams of such flows: from the least that they cost where each takes the best leg
 * and gateway, to the most where some stream takes the worst.
 */
export function wherever(
  worst: Prediction,
  best: Prediction,
  isUnsure: (flow: string) => boolean,
  holdNs: Ns,
): Prediction {
  return {
    ...worst,
    windows: worst.windows.map((one) => {
      if (one.direction === undefined || !isUnsure(one.on)) return one
      const least = best.windows.find(({ on, direction }) => on === one.on && direction === one.direction)
      return spared(one, least, holdNs)
    }),
  }
}

function spared(worst: Window, best: Window | undefined, holdNs: Ns): Window {
  const lowNs = Math.min(worst.lowNs, best?.lowNs ?? 0)
  if (lowNs === worst.lowNs) return worst
  const mayRecover = worst.highNs === null && best?.highNs !== null
  return {
    ...worst,
    lowNs,
    ...(mayRecover ? { highNs: holdNs, unhealedNs: null } : {}),
    because: reason(
      'hash-may-spare',
    )`${{ outage: worst.because }}; a hash may put all its streams where they lose less`,
  }
}
