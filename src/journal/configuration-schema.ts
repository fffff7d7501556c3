import { z } from 'zod'
import { TRANSMIT_HASHES, type BondConfig, type BondMonitor } from '../model/bond.ts'
import { REFUSALS, type KernelRoute, type NexthopGroup, type Rule } from '../model/route.ts'
import type { BridgePort, Filter, FilterAction, FilterMatch, PortVlans } from '../model/topology.ts'
import type { SpanningTree, StpPort } from '../model/topology.ts'
import type { FrameMatch, Netem } from '../model/traffic-control.ts'

/** The parts of which operations are made. */

const ns = z.number().int()
const whole = z.number().int().nonnegative()
const text = z.string()
const texts = z.array(text)

const monitor = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('none') }),
  z.strictObject({ by: z.literal('mii'), miimonNs: ns, updelayNs: ns, downdelayNs: ns }),
  z.strictObject({
    by: z.literal('arp'),
    intervalNs: ns,
    targets: texts,
    missedMax: whole,
    validate: z.enum(['none', 'active', 'backup', 'all']),
    allTargets: z.exactOptional(z.literal(true)),
  }),
]) satisfies z.ZodType<BondMonitor>

export const bondSchema = z.discriminatedUnion('mode', [
  z.strictObject({
    mode: z.literal('active-backup'),
    monitor,
    primary: z.exactOptional(text),
    primaryReselect: z.enum(['always', 'better', 'failure']),
    numGratArp: z.exactOptional(whole),
    peerNotifDelayNs: z.exactOptional(ns),
    failOverMac: z.exactOptional(z.enum(['active', 'follow'])),
    resendIgmp: z.exactOptional(whole),
    allSlavesActive: z.exactOptional(z.literal(true)),
  }),
  z.strictObject({
    mode: z.literal('802.3ad'),
    monitor,
    lacpRate: z.enum(['fast', 'slow']),
    hash: z.enum(TRANSMIT_HASHES),
    minLinks: whole,
    system: z.exactOptional(z.strictObject({ mac: text, priority: whole })),
    portKey: z.exactOptional(whole),
    adSelect: z.exactOptional(z.enum(['bandwidth', 'count'])),
  }),
  z.strictObject({ mode: z.literal('balance-xor'), monitor, hash: z.enum(TRANSMIT_HASHES) }),
  z.strictObject({ mode: z.enum(['balance-rr', 'broadcast', 'balance-tlb', 'balance-alb']), monitor }),
]) satisfies z.ZodType<BondConfig>

export const treeSchema = z.strictObject({
  priority: whole,
  helloNs: ns,
  maxAgeNs: ns,
  forwardDelayNs: ns,
}) satisfies z.ZodType<SpanningTree>

export const stpPortSchema = z.strictObject({
  cost: whole,
  priority: whole,
  edge: z.exactOptional(z.literal(true)),
  pointToPoint: z.exactOptional(z.literal(false)),
  guard: z.exactOptional(z.enum(['bpdu', 'root'])),
}) satisfies z.ZodType<StpPort>

export const bridgePortSchema = z.strictObject({
  learning: z.exactOptional(z.literal(false)),
  isolated: z.exactOptional(z.literal(true)),
  neighSuppress: z.exactOptional(z.literal(true)),
}) satisfies z.ZodType<BridgePort>

export const vlansSchema = z.strictObject({
  native: whole.nullable(),
  untagged: z.exactOptional(z.array(whole)),
  tagged: z.array(whole),
}) satisfies z.ZodType<PortVlans>

const filterMatch = z.discriminatedUnion('match', [
  z.strictObject({ match: z.literal('all') }),
  z.strictObject({ match: z.literal('mark'), mark: whole }),
  z.strictObject({ match: z.literal('label'), label: whole }),
]) satisfies z.ZodType<FilterMatch>

const filterAction = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('drop') }),
  z.strictObject({ act: z.literal('mark'), mark: whole }),
  z.strictObject({ act: z.literal('pop-label') }),
  z.strictObject({ act: z.literal('enter'), by: text }),
]) satisfies z.ZodType<FilterAction>

export const filterSchema = z.strictObject({
  at: z.enum(['ingress', 'egress']),
  pref: whole,
  match: filterMatch,
  actions: z.array(filterAction),
}) satisfies z.ZodType<Filter>

export const frameMatchSchema = z.discriminatedUnion('match', [
  z.strictObject({ match: z.literal('all') }),
  z.strictObject({ match: z.literal('ethertype'), ethertype: whole }),
]) satisfies z.ZodType<FrameMatch>

export const routeShape = {
  to: text,
  via: z.exactOptional(text),
  also: z.exactOptional(z.array(text)),
  weights: z.exactOptional(z.array(whole)),
  device: z.exactOptional(text),
  refuse: z.exactOptional(z.enum(REFUSALS)),
  metric: z.exactOptional(whole),
  table: z.exactOptional(whole),
} satisfies { readonly [Key in keyof Omit<KernelRoute, 'group'>]-?: z.ZodType }

export const groupSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('mpath') }),
  z.strictObject({ type: z.literal('resilient'), buckets: whole }),
]) satisfies z.ZodType<NexthopGroup>

export const ruleShape = {
  from: z.exactOptional(text),
  to: z.exactOptional(text),
  iif: z.exactOptional(text),
  mark: z.exactOptional(whole),
  table: z.exactOptional(whole),
} satisfies { readonly [Key in keyof Rule]-?: z.ZodType }

const share = z.number().min(0).max(100)

export const netemSchema = z.strictObject({
  delayNs: z.exactOptional(ns),
  jitterNs: z.exactOptional(ns),
  distribution: z.exactOptional(z.enum(['normal', 'pareto', 'paretonormal'])),
  loss: z.exactOptional(
    z.discriminatedUnion('model', [
      z.strictObject({ model: z.literal('independent'), percent: share }),
      z.strictObject({ model: z.literal('gilbert-elliott'), p: share, r: share }),
    ]),
  ),
  duplicatePercent: z.exactOptional(share),
  reorderPercent: z.exactOptional(share),
  reorderCorrelationPercent: z.exactOptional(share),
  gap: z.exactOptional(whole),
  corruptPercent: z.exactOptional(share),
  rateKbit: z.exactOptional(z.number()),
  slot: z.exactOptional(
    z.strictObject({ minNs: ns, maxNs: ns, packets: z.exactOptional(whole), bytes: z.exactOptional(whole) }),
  ),
  limit: whole,
}) satisfies z.ZodType<Netem>
