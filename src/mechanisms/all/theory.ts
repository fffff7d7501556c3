import { isOpenVSwitch } from '../../model/topology.ts'
import { bondArpChanges } from '../../theory/bond-arp.ts'
import { bondMiiChanges, monitorPhases } from '../../theory/bond-mii.ts'
import { both } from '../../theory/change.ts'
import { ecmpChanges } from '../../theory/ecmp.ts'
import { lacpChanges, lacpduPhases } from '../../theory/lacp.ts'
import type { Theory } from '../contract/theory.ts'
import { keepalivePhases, mlagChanges } from '../../theory/mlag.ts'
import { rstpChanges } from '../../theory/rstp.ts'
import { staticLagChanges } from '../../theory/static-lag.ts'
import { stpChanges } from '../../theory/stp.ts'
import { vrrpTheory } from '../vrrp/theory.ts'

const bond: Theory = {
  changes: (asked) => both(bondMiiChanges(asked.broken, asked.hz), bondArpChanges(asked)),
  phases: monitorPhases,
}

const lacp: Theory = {
  changes: ({ broken, hz }) => lacpChanges(broken, hz),
  phases: (wiring, hz, heardNs) => lacpduPhases(wiring, hz).filter(({ periodNs }) => periodNs > heardNs),
}

const staticLag: Theory = { changes: ({ broken, hz }) => staticLagChanges(broken, hz) }

const mlag: Theory = {
  changes: ({ broken, earlier, hz }) => mlagChanges(broken, earlier, hz),
  phases: ({ topology }) => keepalivePhases(topology),
}

const stp: Theory = { changes: ({ broken, hz }) => stpChanges(broken, hz) }

const rstp: Theory = {
  changes: ({ broken, spacingNs }) => rstpChanges(broken, spacingNs),
  runs: ({ interfaces }) => interfaces.some(isOpenVSwitch),
  isForeign: ({ interfaces, files }) => interfaces.some(isOpenVSwitch) && 'openvswitch/up.sh' in files,
}

const ecmp: Theory = { changes: ({ broken, hz }) => ecmpChanges(broken, hz) }

/** The links first, then those that send over them: each one may depend on what those before it do. */
export const THEORIES: readonly Theory[] = [bond, lacp, staticLag, mlag, stp, rstp, ecmp, vrrpTheory]
