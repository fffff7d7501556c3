import type { Options } from '../contract/options.ts'
import { BFD, type BfdFeature } from './data.ts'
import { bfdProblems } from './options-problems.ts'
import { readBfdFeature } from './options-read.ts'
import type { BfdOptions } from './options-types.ts'

export interface BfdNouns {
  /** BFD: OSPF and BGP of the router lose a neighbour as soon as BFD does, and routes with `bfd` their gateway. */
  bfd(options?: BfdOptions): this
}

export const bfdOptions: Options<BfdNouns> = {
  nouns: (node) => ({
    bfd(options = {}) {
      const parameters = node.parameters(`bfd of ${node.node}`, options)
      const feature = readBfdFeature(parameters)
      node.feature<BfdFeature>(BFD, () => feature)
      node.place(BFD, parameters)
      return this
    },
  }),
  problems: bfdProblems,
}
