import { waitSchema } from '../mechanisms/all/schema.ts'
import { z } from 'zod'
import type { Operation } from '../model/operation.ts'
import {
  bondSchema,
  bridgePortSchema,
  filterSchema,
  frameMatchSchema,
  groupSchema,
  netemSchema,
  routeShape,
  ruleShape,
  stpPortSchema,
  treeSchema,
  vlansSchema,
} from './configuration-schema.ts'

const text = z.string()
const whole = z.number().int().nonnegative()

const operation = <Op extends Operation['op'], Shape extends z.ZodRawShape>(op: Op, shape: Shape) =>
  z.strictObject({ op: z.literal(op), ...shape })

const at = { ns: text, name: text }
const link = { ...at, index: whole, mac: text }
const membership = { ...at, vlan: whole, native: z.boolean(), untagged: z.exactOptional(z.literal(true)) }
const filter = { ...at, pref: whole, match: frameMatchSchema }

/** What each operation holds; nothing more and nothing less is accepted: what a file says is executed, as root at times. */
const OPERATIONS = {
  namespace: operation('namespace', { ns: text }),
  sysctl: operation('sysctl', { ns: text, key: text, value: text }),
  veth: operation('veth', { ...link, peer: z.strictObject(link) }),
  bond: operation('bond', { ...link, bond: bondSchema }),
  bridge: operation('bridge', {
    ...link,
    vlanFiltering: z.boolean(),
    ageingNs: z.exactOptional(whole),
    stp: z.exactOptional(treeSchema),
    userStp: z.exactOptional(z.literal(true)),
  }),
  'stp-port': operation('stp-port', { ...at, stp: stpPortSchema }),
  vlan: operation('vlan', { ...link, parent: text, vlan: whole, protocol: z.exactOptional(z.literal('802.1ad')) }),
  macvlan: operation('macvlan', { ...link, parent: text }),
  master: operation('master', { ...at, master: text.nullable() }),
  primary: operation('primary', { ...at, member: text }),
  mtu: operation('mtu', { ...at, mtu: whole }),
  'gso-max-segs': operation('gso-max-segs', { ...at, segments: whole }),
  'tx-checksums': operation('tx-checksums', at),
  'tx-queue': operation('tx-queue', { ...at, packets: whole }),
  up: operation('up', at),
  down: operation('down', at),
  address: operation('address', { ...at, address: text }),
  route: operation('route', { ns: text, nhid: z.exactOptional(whole), ...routeShape }),
  nexthop: operation('nexthop', { ns: text, id: whole, via: text, device: text }),
  'nexthop-group': operation('nexthop-group', {
    ns: text,
    id: whole,
    members: z.array(z.strictObject({ id: whole, weight: whole })),
    group: groupSchema,
  }),
  rule: operation('rule', { ns: text, pref: whole, ...ruleShape }),
  'port-vlans': operation('port-vlans', { ...at, vlans: vlansSchema, self: z.exactOptional(z.literal(true)) }),
  'vlan-add': operation('vlan-add', membership),
  'vlan-delete': operation('vlan-delete', membership),
  'ovs-vlans': operation('ovs-vlans', { ...at, vlans: vlansSchema }),
  'bridge-port': operation('bridge-port', { ...at, port: bridgePortSchema }),
  'backup-port': operation('backup-port', { ...at, backup: text }),
  clsact: operation('clsact', at),
  'clsact-delete': operation('clsact-delete', at),
  redirect: operation('redirect', { ...at, to: text, pref: whole }),
  masquerade: operation('masquerade', at),
  publish: operation('publish', { ...at, address: text, target: text }),
  filter: operation('filter', { ...at, filter: filterSchema }),
  drop: operation('drop', filter),
  'filter-delete': operation('filter-delete', filter),
  netem: operation('netem', { ...at, netem: netemSchema }),
  'netem-clear': operation('netem-clear', { ...at, limit: whole, slot: z.exactOptional(z.literal(true)) }),
  'netem-delete': operation('netem-delete', at),
  light: operation('light', { cable: whole, end: z.enum(['a', 'b']), on: z.boolean() }),
  file: operation('file', { node: text, path: text, text }),
  daemon: operation('daemon', { node: text, name: text, argv: z.array(text), user: z.exactOptional(text) }),
  power: operation('power', { node: text, on: z.boolean(), exec: z.exactOptional(z.array(text)) }),
  pause: operation('pause', { node: text, paused: z.boolean() }),
  wait: operation('wait', { wait: waitSchema, deadlineNs: z.number().int() }),
} satisfies { readonly [Op in Operation['op']]: z.ZodType<Operation & { readonly op: Op }> }

type Known = (typeof OPERATIONS)[keyof typeof OPERATIONS]

/** One operation of a plan or an undo list. */
export const operationSchema = z.discriminatedUnion(
  'op',
  Object.values(OPERATIONS) as [Known, ...Known[]],
) satisfies z.ZodType<Operation>
