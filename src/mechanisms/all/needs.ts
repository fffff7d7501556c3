import { bfdNeeds } from '../bfd/needs.ts'
import { bgpNeeds } from '../bgp/needs.ts'
import { birdNeeds } from '../bird/needs.ts'
import { bondNeeds } from '../bond/needs.ts'
import type { Need, Needs, Program } from '../contract/needs.ts'
import { frrNeeds } from '../frr/needs.ts'
import { lacpNeeds } from '../lacp/needs.ts'
import { mlagNeeds } from '../mlag/needs.ts'
import { mstpdNeeds } from '../mstpd/needs.ts'
import { openVSwitchNeeds } from '../openvswitch/needs.ts'
import { ospfNeeds } from '../ospf/needs.ts'
import { routeNeeds } from '../route/needs.ts'
import { treeNeeds } from '../stp/needs.ts'
import { vrrpNeeds } from '../vrrp/needs.ts'
import { WIRE_NEEDS } from './needs-wire.ts'

/** By the mechanism's folder; one that needs nothing is not here. */
export const NEEDS_OF: Readonly<Record<string, Needs>> = {
  bfd: bfdNeeds,
  bgp: bgpNeeds,
  bird: birdNeeds,
  bond: bondNeeds,
  frr: frrNeeds,
  lacp: lacpNeeds,
  mlag: mlagNeeds,
  mstpd: mstpdNeeds,
  openvswitch: openVSwitchNeeds,
  ospf: ospfNeeds,
  route: routeNeeds,
  stp: treeNeeds,
  vrrp: vrrpNeeds,
}

const BROUGHT = {
  ...WIRE_NEEDS,
  ...bondNeeds.brings,
  ...lacpNeeds.brings,
  ...vrrpNeeds.brings,
  ...openVSwitchNeeds.brings,
  ...mstpdNeeds.brings,
  ...routeNeeds.brings,
  ...frrNeeds.brings,
  ...birdNeeds.brings,
}

/** One that an agent has a probe for. */
export type KnownCapability = keyof typeof BROUGHT

/** Everything that a kernel or a machine is asked for. */
export const CAPABILITIES = Object.keys(BROUGHT) as readonly KnownCapability[] as readonly [
  KnownCapability,
  ...KnownCapability[],
]

export const isCapability = (name: string): name is KnownCapability => Object.hasOwn(BROUGHT, name)

export const needNamed = (name: KnownCapability): Need => BROUGHT[name]

/** The program that a capability is; undefined: the kernel does it, or there is no such capability. */
export const programOf = (name: string): Program | undefined =>
  isCapability(name) ? needNamed(name).program : undefined

/** All programs of the machine that a guest may run. */
export const PROGRAMS: readonly Program[] = CAPABILITIES.flatMap((name) => needNamed(name).program ?? [])

/** Folders that programs lie in, beside the usual ones. */
export const PROGRAM_FOLDERS: readonly string[] = PROGRAMS.flatMap(({ folder }) => folder ?? [])

/** Where a guest looks for programs: the kernel gives its first process no PATH, and daemons live in sbin. */
export const GUEST_PATH = [
  ...['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'],
  ...PROGRAM_FOLDERS,
].join(':')
