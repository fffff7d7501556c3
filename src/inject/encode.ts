import type { Operation } from '../model/operation.ts'
import { newAddress } from '../linux/netlink/address.ts'
import { addVlan, addVlans, deleteVlan } from '../linux/netlink/bridge-vlan.ts'
import { ownFilter } from '../linux/netlink/filter.ts'
import * as link from '../linux/netlink/link.ts'
import { clearNetem, netem } from '../linux/netlink/netem.ts'
import { newNexthop, newNexthopGroup } from '../linux/netlink/nexthop.ts'
import { newRoute } from '../linux/netlink/route.ts'
import { newRule } from '../linux/netlink/rule.ts'
import * as tc from '../linux/netlink/tc.ts'

/** Operations that are one rtnetlink message in one namespace. */
export type NetlinkOperation = Extract<Operation, { readonly ns: string }> & {
  readonly op: Exclude<
    Operation['op'],
    'namespace' | 'sysctl' | 'masquerade' | 'publish' | 'tx-checksums' | 'ovs-vlans'
  >
}

/** What the messages need to know beside the operation. */
export interface Surroundings {
  /** Of an interface that exists, or will by the time of the message. */
  readonly index: (ns: string, name: string) => number
  readonly nsFd: (ns: string) => number
  readonly classifier: () => tc.Classifier
  /** `clsact` or `ingress`: where its filters lie. */
  readonly ingress: (ns: string, name: string) => string
}

/** The message that does it. Pure, but for what it asks of the surroundings. */
export function encode(operation: NetlinkOperation, around: Surroundings): Buffer {
  const at = (name: string): number => around.index(operation.ns, name)
  switch (operation.op) {
    case 'veth':
      return link.veth(operation, operation.peer, around.nsFd(operation.peer.ns))
    case 'bond':
      return link.bond(operation, operation.bond)
    case 'bridge':
      return link.bridge(operation, operation)
    case 'vlan':
      return link.vlan(operation, at(operation.parent), operation.vlan, operation.protocol)
    case 'macvlan':
      return link.macvlan(operation, at(operation.parent))
    case 'master':
      return link.master(at(operation.name), operation.master === null ? 0 : at(operation.master))
    case 'primary':
      return link.bondPrimary(at(operation.name), at(operation.member))
    case 'mtu':
      return link.mtu(at(operation.name), operation.mtu)
    case 'tx-queue':
      return link.txQueue(at(operation.name), operation.packets)
    case 'gso-max-segs':
      return link.gsoMaxSegments(at(operation.name), operation.segments)
    case 'up':
    case 'down':
      return link.adminState(at(operation.name), operation.op === 'up')
    case 'address':
      return newAddress(at(operation.name), operation.address)
    case 'route':
      return newRoute(operation, operation.device === undefined ? undefined : at(operation.device))
    case 'nexthop':
      return newNexthop(operation, at(operation.device))
    case 'nexthop-group':
      return newNexthopGroup(operation)
    case 'rule':
      return newRule(operation.pref, operation)
    case 'port-vlans':
      return addVlans(at(operation.name), operation.vlans, operation.self === true)
    case 'vlan-add':
      return addVlan(
        at(operation.name),
        operation.vlan,
        operation.native ? 'native' : operation.untagged === true ? 'untagged' : 'tagged',
      )
    case 'vlan-delete':
      return deleteVlan(at(operation.name), operation.vlan)
    case 'stp-port':
      return link.stpPort(at(operation.name), operation.stp)
    case 'bridge-port':
      return link.bridgePort(at(operation.name), operation.port)
    case 'backup-port':
      return link.backupPort(at(operation.name), at(operation.backup))
    case 'clsact':
      return tc.clsact(at(operation.name))
    case 'clsact-delete':
      return tc.deleteClsact(at(operation.name))
    case 'redirect':
      return tc.redirect(at(operation.name), at(operation.to), operation.pref, around.classifier())
    case 'filter':
      return ownFilter(at(operation.name), operation.filter, at)
    case 'drop':
      return tc.drop(
        at(operation.name),
        operation.pref,
        operation.match,
        around.classifier(),
        tc.ingressParent(around.ingress(operation.ns, operation.name)),
      )
    case 'filter-delete':
      return tc.deleteFilter(at(operation.name), operation.pref, operation.match)
    case 'netem':
      return netem(at(operation.name), operation.netem)
    case 'netem-clear':
      return clearNetem(at(operation.name), operation.limit, operation.slot === true)
    case 'netem-delete':
      return tc.deleteRootQdisc(at(operation.name))
  }
}

/** `redirect wire:c0a`: the operation, for errors. */
export function describe(operation: NetlinkOperation): string {
  return `${operation.op} ${operation.ns}:${String(named(operation))}`
}

function named(operation: NetlinkOperation): string | number {
  if ('name' in operation) return operation.name
  if ('id' in operation) return operation.id
  return operation.op === 'rule' ? operation.pref : operation.to
}
