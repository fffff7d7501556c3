import type { Node } from '../../model/topology.ts'
import { bfdData } from '../bfd/data-sessions.ts'
import { bgpData } from '../bgp/data-kinds.ts'
import { bondData } from '../bond/data.ts'
import type { Data, LentAddress, StateKind } from '../contract/data.ts'
import { lacpData } from '../lacp/data.ts'
import { linkData } from '../link/data.ts'
import { ospfData } from '../ospf/data-neighbours.ts'
import { routeData } from '../route/data.ts'
import { treeData } from '../stp/data.ts'
import { vrrpData } from '../vrrp/data.ts'

const DATA: readonly Data[] = [vrrpData, bondData, lacpData, treeData, linkData, routeData, ospfData, bgpData, bfdData]

/** Every kind of state that is recorded. */
export const STATE_KINDS: ReadonlyMap<string, StateKind> = new Map(DATA.flatMap(({ states }) => Object.entries(states)))

/** Addresses that interfaces of the node may be given while it runs. */
export const lentAddresses = (node: Node): readonly LentAddress[] => DATA.flatMap(({ lends }) => lends?.(node) ?? [])
