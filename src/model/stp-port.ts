import type { StpPort } from './topology.ts'

/**
 * Cost and priority of a bridge port whose topology gives none: those that the kernel takes for a veth of 10 Gb/s
 * (net/bridge/br_if.c: port_cost). Open vSwitch would take 2000 (802.1D-2004) and is given these, so that ports with and
 * without a cost of their own compare alike on both kinds of bridges.
 */
export const DEFAULT_STP_PORT: StpPort = { cost: 2, priority: 32 }
