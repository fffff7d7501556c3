import { vrrpOf } from '../mechanisms/vrrp/data.ts'
import { isOpenVSwitch } from '../model/topology.ts'
import { bondArpChanges } from './bond-arp.ts'
import { bondMiiChanges, monitorPhases } from './bond-mii.ts'
import { both } from './change.ts'
import { ecmpChanges } from './ecmp.ts'
import { lacpChanges, lacpduPhases } from './lacp.ts'
import type { Mechanism } from './mechanism.ts'
import { keepalivePhases, mlagChanges } from './mlag.ts'
import { rstpChanges } from './rstp.ts'
import { stpChanges } from './stp.ts'
import { scriptPhases, vrrpChanges } from './vrrp.ts'
import { vrrpClaims } from './vrrp-claims.ts'

const bond: Mechanism = {
  changes: (asked) => both(bondMiiChanges(asked.broken, asked.hz), bondArpChanges(asked)),
  phases: monitorPhases,
}

const lacp: Mechanism = {
  changes: ({ broken, hz }) => lacpChanges(broken, hz),
  phases: (wiring, hz, heardNs) => lacpduPhases(wiring, hz).filter(({ periodNs }) => periodNs > heardNs),
}

const mlag: Mechanism = {
  changes: ({ broken, earlier, hz }) => mlagChanges(broken, earlier, hz),
  phases: ({ topology }) => keepalivePhases(topology),
}

const stp: Mechanism = { changes: ({ broken, hz }) => stpChanges(broken, hz) }

const rstp: Mechanism = {
  changes: ({ broken, spacingNs }) => rstpChanges(broken, spacingNs),
  runs: ({ interfaces }) => interfaces.some(isOpenVSwitch),
  isForeign: ({ interfaces, files }) => interfaces.some(isOpenVSwitch) && 'openvswitch/up.sh' in files,
}

const ecmp: Mechanism = { changes: ({ broken, hz }) => ecmpChanges(broken, hz) }

const vrrp: Mechanism = {
  changes: vrrpChanges,
  claims: vrrpClaims,
  phases: ({ topology }) => scriptPhases(topology),
  runs: (node) => vrrpOf(node).routers.length > 0 || 'keepalived.conf' in node.files,
  isForeign: ({ files }) => 'keepalived.conf' in files,
}

/** The links first, then those that send over them: each one may depend on what those before it do. */
export const MECHANISMS: readonly Mechanism[] = [bond, lacp, mlag, stp, rstp, ecmp, vrrp]
