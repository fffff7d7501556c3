import { callSite } from '../src/model/callsite.ts'
import type { Fault } from '../src/model/fault.ts'
import { fail, type Problem } from '../src/model/problem.ts'
import { endpointText, interfaceOf, isOpenVSwitch, type Endpoint, type Topology } from '../src/model/topology.ts'
import { ENDS, onEndText, targetOf, type CableTarget, type End } from './parts/ends.ts'
import { Options } from './parts/options.ts'

export interface VlanMissingOptions {
  /** The bridge port that forgets; the far end where it is absent, as `site.host.leg2` names the host first. */
  readonly end?: End
}

/**
 * The bridge port at one end of a cable forgets a VLAN: its frames are dropped there in both directions, carrier and
 * all other VLANs stay. Healing restores the membership as it was, native (PVID, untagged) or tagged.
 * Also as an experiment's `drift`: there from the start and silent until the failover.
 * @throws BackhoeError from `steps` where that end is no port of a filtering bridge, is one of Open vSwitch (`rstp`), or does
 * not carry the VLAN.
 */
export function vlanMissing(cables: CableTarget, vlan: number, options: VlanMissingOptions = {}): Fault {
  const target = targetOf(cables)
  const where = callSite()
  const read = new Options('vlanMissing', where, { ...options, vlan }, ['vlan', 'end'])
  const end = read.choice('end', ENDS) ?? 'far'
  read.count('vlan', 1, 4094)

  return {
    kind: 'vlanMissing',
    on: onEndText(target, end),
    text: `VLAN ${String(vlan)} missing at ${onEndText(target, end)}`,
    needs: ['vlan-filtering'],
    target,
    lastsNs: 0,
    problems: read.problems,
    effect: (handle) => [{ effect: 'vlan-missing', at: handle[end], vlan }],
    steps: (topology, handle) => {
      const at = handle[end]
      const native = isNative(topology, at, vlan, where)
      const membership = { ns: at.node, name: at.interface, vlan, native }
      return {
        inject: [{ atNs: 0, operations: [{ op: 'vlan-delete', ...membership }] }],
        heal: [{ op: 'vlan-add', ...membership }],
        proof: [
          { check: 'vlan-absent', at, vlan },
          { check: 'admin-up', at },
        ],
      }
    },
  }
}

/** How the port carries the VLAN. */
function isNative(topology: Topology, at: Endpoint, vlan: number, where: string | undefined): boolean {
  const refuse = (problem: Problem): never => fail({ ...problem, ...(where === undefined ? {} : { where }) })
  const { vlans, master } = interfaceOf(topology, at)
  const bridge = master === undefined ? undefined : interfaceOf(topology, { node: at.node, interface: master })
  if (bridge !== undefined && isOpenVSwitch(bridge)) {
    return refuse({
      code: 'vlan-on-rstp',
      what: `vlanMissing: ${endpointText(at)} is a port of ${bridge.name}, which has rstp: its VLANs are Open vSwitch's, and no fault can take them away`,
      allowed: 'a port of a bridge that filters VLANs and has stp, or no tree',
      next: "name the other end with end: 'near' or end: 'far', or give the bridge stp in place of rstp",
    })
  }
  if (vlans === undefined) {
    return refuse({
      code: 'no-vlan-port',
      what: `vlanMissing: ${endpointText(at)} is no port of a bridge that filters VLANs`,
      next: "name the other end with end: 'near' or end: 'far', or build the topology with VLANs",
    })
  }
  if (vlans.native === vlan) return true
  if (vlans.tagged.includes(vlan)) return false
  const carried = [...(vlans.native === null ? [] : [vlans.native]), ...vlans.tagged]
  return refuse({
    code: 'vlan-not-carried',
    what: `vlanMissing: ${endpointText(at)} does not carry VLAN ${String(vlan)}`,
    allowed: carried.length === 0 ? 'it carries none' : carried.join(', '),
  })
}
