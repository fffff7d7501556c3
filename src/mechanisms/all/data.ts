import type { Node } from '../../model/topology.ts'
import type { Data, LentAddress } from '../contract/data.ts'
import { vrrpData } from '../vrrp/data.ts'

const DATA: readonly Data[] = [vrrpData]

/** Addresses that interfaces of the node may be given while it runs. */
export const lentAddresses = (node: Node): readonly LentAddress[] => DATA.flatMap(({ lends }) => lends(node))
