import type { Configure } from '../contract/configure.ts'
import { ECMP_HASH } from '../route/data.ts'
import { frrDaemon, frrFile, frrText, runsFrr } from './data.ts'

/** zebra alone: it puts the routes of all protocols into the kernel, which spreads packets over those of equal cost. Those of each protocol are its own mechanism's. */
export const frrConfigure: Configure = {
  files: (node) => (runsFrr(node) ? { [frrFile('zebra')]: frrText(node, ROUTES) } : {}),
  daemons: (node) => (runsFrr(node) ? [frrDaemon('zebra')] : []),
  sysctls: (node) => (runsFrr(node) ? ECMP_HASH : {}),
}

/**
 * Routes without nexthop objects. Where a port loses its carrier the kernel removes the objects behind it and takes them out of groups;
 * zebra does not notice, and a route of equal costs would lead one way for ever once the port is back.
 */
const ROUTES = ['no zebra nexthop kernel enable']
