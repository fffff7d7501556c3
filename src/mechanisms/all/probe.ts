import { bondProbes } from '../bond/probe.ts'
import type { Probe } from '../contract/probe.ts'
import { frrProbes } from '../frr/probe.ts'
import { lacpProbes } from '../lacp/probe.ts'
import { mstpdProbes } from '../mstpd/probe.ts'
import { openVSwitchProbes } from '../openvswitch/probe.ts'
import { routeProbes } from '../route/probe.ts'
import { vrrpProbes } from '../vrrp/probe.ts'
import type { KnownCapability } from './needs.ts'

/** Of what mechanisms bring: each is there by its own type. What cables need is probed by the agent itself. */
export const MECHANISM_PROBES: Readonly<Partial<Record<KnownCapability, Probe>>> = {
  ...bondProbes,
  ...lacpProbes,
  ...vrrpProbes,
  ...openVSwitchProbes,
  ...mstpdProbes,
  ...routeProbes,
  ...frrProbes,
}
