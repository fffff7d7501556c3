import type { FrameMatch } from '../../model/traffic-control.ts'
import { attribute, htons, message, text, words } from './codec.ts'
import { CREATE } from './link.ts'

const RTM_NEWQDISC = 36
const RTM_DELQDISC = 37
export const RTM_NEWTFILTER = 44
const RTM_DELTFILTER = 45

export const TCA = { kind: 1, options: 2, stats2: 7 } as const
const TC_H_ROOT = 0xffff_ffff
const TC_H_CLSACT = 0xffff_fff1
export const TC_H_INGRESS = 0xffff_fff2
export const TC_H_EGRESS = 0xffff_fff3
const ETH_P_ALL = 3

/** struct tcmsg. */
export const tcmsg = (index: number, handle: number, parent: number, info = 0): Buffer =>
  words(0, index, handle, parent, info)

export const clsact = (index: number): Buffer => place(index, 'clsact')

/** Where ingress filters lie: `clsact`, or the older `ingress`, which has no egress. */
export const place = (index: number, kind: 'clsact' | 'ingress'): Buffer =>
  message(RTM_NEWQDISC, CREATE, tcmsg(index, 0xffff_0000, TC_H_CLSACT), attribute(TCA.kind, text(kind)))

/** With every filter that it holds. */
export const deleteClsact = (index: number): Buffer => message(RTM_DELQDISC, 0, tcmsg(index, 0xffff_0000, TC_H_CLSACT))

/** What this kernel has to match every frame with, and to drop it: small kernels have u32 only, and no gact. */
export interface Classifier {
  readonly kind: 'matchall' | 'u32'
  /** `dark`: a redirect to the namespace's loopback, which is down: what is sent there is counted, and gone. */
  readonly drops: 'gact' | 'dark'
}

/** Its qdisc is `clsact` or the older `ingress`. A kernel keeps the name by which the last filter came, and shows all of them under it. */
export const ingressParent = (qdisc: string): number => (qdisc === 'ingress' ? 0xffff_0000 : TC_H_INGRESS)

/** Of every namespace. */
export const LOOPBACK = 1

const protocolOf = (match: FrameMatch): number => (match.match === 'all' ? ETH_P_ALL : match.ethertype)
const filterInfo = (pref: number, match: FrameMatch): number => (pref << 16) | htons(protocolOf(match))

/** Actions are numbered from 1: kind and options. */
const action = (kind: string, parms: Buffer): Buffer =>
  attribute(1, attribute(1, text(kind)), attribute(2, attribute(2, parms)))

/** `u32 match u32 0 0`: a selector (struct tc_u32_sel) with one key that every frame meets, terminal. */
const U32_ANY = Buffer.concat([Buffer.of(1, 0, 1, 0), Buffer.alloc(12), Buffer.alloc(16)])

/** An ingress filter of any kind, with the kind's own options. */
export const filter = (
  index: number,
  pref: number,
  match: FrameMatch,
  kind: string,
  ...options: readonly Buffer[]
): Buffer => filterAt(TC_H_INGRESS, index, pref, match, kind, ...options)

const filterAt = (
  parent: number,
  index: number,
  pref: number,
  match: FrameMatch,
  kind: string,
  ...options: readonly Buffer[]
): Buffer =>
  message(
    RTM_NEWTFILTER,
    CREATE,
    tcmsg(index, 0, parent, filterInfo(pref, match)),
    attribute(TCA.kind, text(kind)),
    attribute(TCA.options, ...options),
  )

/** What the classifier wants to match every frame, and where it has its actions. */
export const everyFrame = (kind: Classifier['kind'], ...actions: readonly Buffer[]): readonly Buffer[] =>
  kind === 'matchall'
    ? actions.map((one) => attribute(2, one))
    : [attribute(5, U32_ANY), ...actions.map((one) => attribute(7, one))]

const ALL: FrameMatch = { match: 'all' }

/** struct tc_mirred: TC_ACT_STOLEN, TCA_EGRESS_REDIR. */
const leaveBy = (toIndex: number): Buffer => action('mirred', words(0, 0, 4, 0, 0, 1, toIndex))

/** What arrives at one interface leaves by another, whatever it is. */
export const redirect = (
  index: number,
  toIndex: number,
  pref: number,
  { kind }: Pick<Classifier, 'kind'>,
  parent = TC_H_INGRESS,
): Buffer => filterAt(parent, index, pref, ALL, kind, ...everyFrame(kind, leaveBy(toIndex)))

/** What arrives is dropped and counted (struct tc_gact: TC_ACT_SHOT). `parent`: what the place for such filters is called there. */
export const drop = (
  index: number,
  pref: number,
  match: FrameMatch,
  { kind, drops }: Classifier,
  parent = TC_H_INGRESS,
): Buffer =>
  filterAt(
    parent,
    index,
    pref,
    match,
    kind,
    ...everyFrame(kind, drops === 'gact' ? action('gact', words(0, 0, 2, 0, 0)) : leaveBy(LOOPBACK)),
  )

export const deleteFilter = (index: number, pref: number, match: FrameMatch): Buffer =>
  message(RTM_DELTFILTER, 0, tcmsg(index, 0, TC_H_INGRESS, filterInfo(pref, match)))

export const deleteRootQdisc = (index: number): Buffer => message(RTM_DELQDISC, 0, tcmsg(index, 0, TC_H_ROOT))

export const netemQdisc = (index: number, options: Buffer): Buffer =>
  message(RTM_NEWQDISC, CREATE, tcmsg(index, NETEM_HANDLE, TC_H_ROOT), attribute(TCA.kind, text('netem')), options)

/** Of one that is there. */
export const changeNetem = (index: number, options: Buffer): Buffer =>
  message(RTM_NEWQDISC, 0, tcmsg(index, NETEM_HANDLE, TC_H_ROOT), attribute(TCA.kind, text('netem')), options)

/** `1:`, so that the state does not depend on how many qdiscs there were before. */
const NETEM_HANDLE = 0x1_0000
