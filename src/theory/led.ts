import { reason, type Reason } from '../model/reason.ts'
import { THEORIES } from '../mechanisms/all/theory.ts'
import type { Asked } from '../mechanisms/contract/theory.ts'
import { causes } from './change.ts'
import { after, type Course } from './course.ts'
import { unmarked } from './marks.ts'
import { hopsOf, nodesOf, refusers, type Way } from './path.ts'
import type { World } from './world.ts'

/** The network before the fault, with it, once all has reacted, and while only one thing has. */
export const stagesOf = ({ before, broken, changes }: Course): readonly World[] => [
  before,
  broken,
  after(broken, changes),
  ...changes.map((change) => after(broken, causes(change))),
]

/** Why nothing can be said of a way whose packets routes lead in a manner that is not modelled; null: something can. */
export function unledIn(worlds: readonly World[], asked: Asked): (way: Way) => Reason | null {
  const [silence] = THEORIES.flatMap((mechanism) => mechanism.silence?.(asked) ?? [])
  return (way) => {
    const isDynamic = worlds.some((world) => hopsOf(world, way).some(({ dynamic }) => dynamic !== null))
    return silence !== undefined && isDynamic ? silence : unsureTable(worlds, way)
  }
}

function unsureTable(worlds: readonly World[], way: Way): Reason | null {
  const names = new Set(worlds.flatMap((world) => nodesOf(world, way)))
  const nodes = worlds[0]?.wiring.topology.nodes.filter(({ name }) => names.has(name)) ?? []
  return nodes.map(unmarked).find((text) => text !== null) ?? null
}

/**
 * Why TCP may send again sooner than by its timers: ICMP that a destination is unreachable takes back a doubled timeout
 * (RFC 6069; net/ipv4/tcp_ipv4.c: tcp_ld_RTO_revert). null: no router answers so in one of these worlds.
 */
export function refusedTo(worlds: readonly World[], ways: readonly Way[]): Reason | null {
  const [node] = worlds.flatMap((world) => ways.flatMap((way) => refusers(world, way)))
  return node === undefined
    ? null
    : reason(
        'icmp-unreachable',
      )`${{ node }} may have no route for it and answer by ICMP, and TCP then sends again sooner than by its timers (RFC 6069)`
}
