import { reason, type Reason } from '../../model/reason.ts'
import { receives } from '../../theory/lan.ts'
import type { World } from '../../theory/world.ts'
import { keepaliveOf, sessionsOf, type SessionEnd } from '../bgp/data-sessions.ts'
import { ospfOf, type OspfInterface } from '../ospf/data.ts'
import { detectionOf, type Contact } from './theory-detection.ts'

/**
 * OSPF and BGP of two routers share one BFD session. A protocol that gives up its neighbour ends that session, and bfdd tells the other
 * protocol nothing (bfdd/ptm_adapter.c: bfdd_dest_deregister). So the other one learns of the loss only where BFD itself is first at both
 * ends. Why that is not so; null: it is, or no link with both has been lost.
 */
export function sharedDoubt(world: World): Reason | null {
  for (const session of sessionsOf(world.wiring.topology)) {
    const [a, b] = session.ends
    const ospf = session.ends.map(ospfAt)
    const [bfdA, bfdB] = [detectionOf(a.node, b.node, lost(world, b)), detectionOf(b.node, a.node, lost(world, a))]
    if (bfdA === null || bfdB === null || ospf.some((one) => one === undefined)) continue
    // Each end detects the loss of its own carrier.
    if (session.ends.every(({ at }) => !world.hasCarrier(at))) continue
    const arrives = [receives(world, b.at, a.at), receives(world, a.at, b.at)]
    if (!arrives.includes(false)) continue
    const givesUpNs = [
      ...ospf.map((one) => (one?.deadNs ?? 0) - (one?.helloNs ?? 0)),
      ...session.ends.map((end) => session.holdNs - keepaliveOf(session, end)),
    ]
    if (arrives.includes(true) || Math.max(bfdA.highNs, bfdB.highNs) >= Math.min(...givesUpNs))
      return reason(
        'bfd-shared',
      )`OSPF and BGP share a BFD session, and where one of them gives up the neighbour first the other one may not be told`
  }
  return null
}

const lost = (world: World, far: SessionEnd): Contact => ({ receives: false, hangs: world.damage.hangs(far.node.name) })

const ospfAt = ({ node, at }: SessionEnd): OspfInterface | undefined =>
  ospfOf(node)?.interfaces.find(({ name, passive }) => name === at.interface && !passive)
