/*
 * The room of composing: the nouns of which a topology is made, and what a topology must satisfy.
 * It owns `compose`, the options of nodes and interfaces, and every check of a topology.
 * It never makes anything in a kernel, and it has no faults, no traffic and no generators.
 * Begin here: `compose.ts` (the network), `node.ts` (what a node can have), `options.ts` (every option, with its default),
 * `validate.ts` (the checks of the whole).
 */
export * from '../mechanisms/all/options-exports.ts'
export { compose, type Network } from './compose.ts'
export { fromFile, type FileText } from './file-text.ts'
export { handles, nodeHandle, nth } from './handles.ts'
export { vlans } from './named-vlans.ts'
export { readVlanList } from './vlan.ts'
export type { InterfaceRef, NodeBuilder } from './node.ts'
export type * from './options.ts'
export { readBondMonitor, readMii } from './bond.ts'
export { readRstpBy, readRstpTimers, readStpTimers } from './stp.ts'
export { Parameters } from '../words/parameters.ts'
