/*
 * The room of faults: what goes wrong, one fault a file.
 * It owns what a fault does (its effects), the operations that inject and heal it, and the checks that prove that it was live.
 * It never touches a network, reads a clock or draws a random number, and it names no topology.
 * Begin here: this file is `backhoe-lab/chaos`. `link-cut.ts` is the pattern of a fault. `parts/ends.ts` finds the ends of a cable and its
 * place in the patch panel, `parts/options.ts` reads options. The type of a fault is in `src/model/fault.ts`.
 */
export { impair, type ImpairOptions, type PercentText, type RateText } from './impair.ts'
export { linkCut, type LinkCutOptions } from './link-cut.ts'
export { linkFlap, type LinkFlapOptions } from './link-flap.ts'
export { linkSilent, type LinkSilentOptions } from './link-silent.ts'
export { nodeDown } from './node-down.ts'
export { nodePause } from './node-pause.ts'
export type { CableDirection, CableTarget, End } from './parts/ends.ts'
export { singleFailures } from './single-failures.ts'
export { vlanMissing, type VlanMissingOptions } from './vlan-missing.ts'
