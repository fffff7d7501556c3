import type { Filter, FilterAction, FilterMatch } from '../../model/topology.ts'
import { attribute, htons, message, text, u16, u32, words } from './codec.ts'
import { CREATE } from './link.ts'
import { RTM_NEWTFILTER, TCA, TC_H_EGRESS, TC_H_INGRESS, tcmsg } from './tc.ts'

const ETH_P_ALL = 3
const ETH_P_8021AD = 0x88a8
const FLOWER = { action: 3, etherType: 8, flags: 22, vlan: 23 } as const
const FW_ACTION = 4
const MATCHALL_ACTION = 2

/** A node's own filter; `index` says where an interface is. */
export function ownFilter(
  at: number,
  { at: side, pref, match, actions }: Filter,
  index: (name: string) => number,
): Buffer {
  const list = actions.map((one, number) => action(number + 1, one, index))
  const { kind, protocol, handle, key, actionType } = classifier(match)
  return message(
    RTM_NEWTFILTER,
    CREATE,
    tcmsg(at, handle, side === 'ingress' ? TC_H_INGRESS : TC_H_EGRESS, (pref << 16) | htons(protocol)),
    attribute(TCA.kind, text(kind)),
    attribute(TCA.options, ...key, attribute(actionType, ...list)),
  )
}

interface Classifier {
  readonly kind: string
  readonly protocol: number
  readonly handle: number
  readonly key: readonly Buffer[]
  readonly actionType: number
}

function classifier(match: FilterMatch): Classifier {
  switch (match.match) {
    case 'all':
      return { kind: 'matchall', protocol: ETH_P_ALL, handle: 0, key: [], actionType: MATCHALL_ACTION }
    case 'mark':
      return { kind: 'fw', protocol: ETH_P_ALL, handle: match.mark, key: [], actionType: FW_ACTION }
    case 'label':
      return {
        kind: 'flower',
        protocol: ETH_P_8021AD,
        handle: 0,
        key: [
          attribute(FLOWER.vlan, u16(match.label)),
          attribute(FLOWER.etherType, u16(htons(ETH_P_8021AD))),
          attribute(FLOWER.flags, u32(0)),
        ],
        actionType: FLOWER.action,
      }
  }
}

const TC_ACT = { shot: 2, pipe: 3, stolen: 4 } as const
const TCA_INGRESS_REDIR = 3
const TCA_VLAN_ACT_POP = 1

/** Actions are numbered from 1: kind, and options that begin with struct tc_gen (index, capab, action, refcnt, bindcnt). */
function action(number: number, one: FilterAction, index: (name: string) => number): Buffer {
  const made = (kind: string, ...options: readonly Buffer[]): Buffer =>
    attribute(number, attribute(1, text(kind)), attribute(2, ...options))
  switch (one.act) {
    case 'drop':
      return made('gact', attribute(2, words(0, 0, TC_ACT.shot, 0, 0)))
    case 'mark':
      return made('skbedit', attribute(2, words(0, 0, TC_ACT.pipe, 0, 0)), attribute(5, u32(one.mark)))
    case 'pop-label':
      return made('vlan', attribute(2, words(0, 0, TC_ACT.pipe, 0, 0, TCA_VLAN_ACT_POP)))
    case 'enter':
      return made('mirred', attribute(2, words(0, 0, TC_ACT.stolen, 0, 0, TCA_INGRESS_REDIR, index(one.by))))
  }
}
