import type { Fault } from '../src/model/fault.ts'
import { fail, type Problem } from '../src/model/problem.ts'
import { shown } from '../src/words/shown.ts'
import {
  endpointText,
  interfaceOf,
  isOpenVSwitch,
  type Endpoint,
  type PortVlans,
  type Topology,
} from '../src/model/topology.ts'
import { isNamedVlan, vlanNumber, vlansOf, vlanText, type Vlan } from '../src/model/vlans.ts'
import { ENDS, onEndText, targetOf, type CableTarget, type End } from './parts/ends.ts'
import { optionsOf } from './parts/options.ts'

export interface VlanMissingOptions {
  /** The end whose bridge port loses the VLAN. A handle such as `site.host.leg2` is near the host and far at the switch. Default 'far'. */
  readonly end?: End
}

/**
 * The bridge port at one end of a cable forgets a VLAN: its frames are dropped there in both directions, carrier and
 * all other VLANs stay. Healing restores the membership as it was, native (PVID, untagged) or tagged.
 * Also as an experiment's `drift`: there from the start and silent until the failover. On a bridge with `rstp` the port's
 * `trunks` and `tag` in Open vSwitch's database are changed; a port that becomes the root port then drops the VLAN's frames
 * where they come in, but may send those for stations that were behind the old root port.
 * @throws BackhoeError from `steps` where that end is no port of a filtering bridge, or does not carry the VLAN.
 */
export function vlanMissing(cables: CableTarget, missing: Vlan, options: VlanMissingOptions = {}): Fault {
  const read = optionsOf('vlanMissing', options)
  const target = targetOf(read, cables)
  const end = read.oneOf('end', 'far', ENDS)
  read.rejectUnknown()
  const vlan = vlanNumber(missing)
  if (!Number.isInteger(vlan) || vlan < 1 || vlan > 4094) {
    read.problem('vlan-out-of-range', `vlan of vlanMissing is ${shown(missing)}`, {
      allowed: 'a whole number from 1 to 4094, or a VLAN of vlans({ … })',
    })
  }
  const text = vlanText(vlan, isNamedVlan(missing) ? missing.name : undefined)

  return {
    kind: 'vlanMissing',
    on: onEndText(target, end),
    text: `VLAN ${text} missing at ${onEndText(target, end)}`,
    // Of its bridge, which says so itself.
    needs: [],
    target,
    lastsNs: 0,
    problems: read.problems,
    effect: (handle) => [{ effect: 'vlan-missing', at: handle[end], vlan }],
    steps: (topology, handle) => {
      const at = handle[end]
      const vlans = carriedAt(topology, at, vlan, read.site.text)
      const port = { ns: at.node, name: at.interface }
      const membership = {
        ...port,
        vlan,
        native: vlans.native === vlan,
        ...(vlans.untagged?.includes(vlan) === true ? { untagged: true as const } : {}),
      }
      const adminUp = { check: 'admin-up', at } as const
      if (isOfOpenVSwitch(topology, at))
        return {
          inject: [{ atNs: 0, operations: [{ op: 'ovs-vlans', ...port, vlans: without(vlans, vlan) }] }],
          heal: [{ op: 'ovs-vlans', ...port, vlans }],
          proof: [{ check: 'ovs-vlan-absent', at, vlan }, adminUp],
        }
      return {
        inject: [{ atNs: 0, operations: [{ op: 'vlan-delete', ...membership }] }],
        heal: [{ op: 'vlan-add', ...membership }],
        proof: [{ check: 'vlan-absent', at, vlan }, adminUp],
      }
    },
  }
}

/** Of Open vSwitch's, which have no other untagged VLANs. */
const without = ({ native, tagged }: PortVlans, vlan: number): PortVlans => ({
  native: native === vlan ? null : native,
  tagged: tagged.filter((one) => one !== vlan),
})

function isOfOpenVSwitch(topology: Topology, at: Endpoint): boolean {
  const { master } = interfaceOf(topology, at)
  return master !== undefined && isOpenVSwitch(interfaceOf(topology, { node: at.node, interface: master }))
}

/** All that the port carries, this VLAN among it. */
function carriedAt(topology: Topology, at: Endpoint, vlan: number, where: string | undefined): PortVlans {
  const refuse = (problem: Problem): never => fail({ ...problem, ...(where === undefined ? {} : { where }) })
  const { vlans } = interfaceOf(topology, at)
  if (vlans === undefined) {
    return refuse({
      code: 'no-vlan-port',
      what: `vlanMissing: ${endpointText(at)} is no port of a bridge that filters VLANs`,
      next: "name the other end with end: 'near' or end: 'far', or build the topology with VLANs",
    })
  }
  const carried = vlansOf(vlans)
  if (carried.includes(vlan)) return vlans
  return refuse({
    code: 'vlan-not-carried',
    what: `vlanMissing: ${endpointText(at)} does not carry VLAN ${String(vlan)}`,
    allowed: carried.length === 0 ? 'it carries none' : carried.join(', '),
  })
}
