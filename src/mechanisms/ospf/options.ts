import type { Options } from '../contract/options.ts'
import { CONTAINED_CONF, FRR_CONF } from '../frr/data-own.ts'
import { watchedBlock } from '../frr/options-blocks.ts'
import { OSPF, WATCHED, type OspfFeature } from './data.ts'
import { readOspf } from './options-own.ts'
import { ospfProblems } from './options-problems.ts'
import { readFeature } from './options-read.ts'
import type { OspfOptions } from './options-types.ts'

export interface OspfNouns {
  /** OSPFv2, run by FRR: routes to the networks of all nodes that speak it, and another way where one is lost. */
  ospf(options: OspfOptions): this
}

export const ospfOptions: Options<OspfNouns> = {
  nouns: (node) => ({
    ospf(options) {
      const parameters = node.parameters(`ospf of ${node.node}`, options)
      const feature = readFeature(parameters)
      node.feature<OspfFeature>(OSPF, () => feature)
      node.place(OSPF, parameters)
      parameters.rejectUnknown()
      return this
    },
  }),
  problems: ospfProblems,
  reads: { [FRR_CONF]: readOspf, [CONTAINED_CONF]: watchedBlock(readOspf, /^router ospf$/, WATCHED) },
}
