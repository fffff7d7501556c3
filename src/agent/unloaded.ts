import { existsSync, readFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import type { Capability } from '../model/capability.ts'

const CLSACT = 'sch_ingress'

/** What a kernel may keep in modules. */
export const MODULES: Readonly<Partial<Record<Capability, readonly string[]>>> = {
  veth: ['veth'],
  bonding: ['bonding'],
  lacp: ['veth', 'bonding'],
  bridge: ['bridge'],
  '802.1q': ['veth', '8021q'],
  'vlan-filtering': ['veth', 'bridge'],
  macvlan: ['veth', 'macvlan'],
  netem: ['veth', 'sch_netem'],
  'tc-matchall': ['veth', CLSACT, 'cls_matchall'],
  'tc-flower': ['veth', CLSACT, 'cls_flower'],
  'tc-u32': ['veth', CLSACT, 'cls_u32'],
  'tc-mirred': ['veth', CLSACT, 'act_mirred'],
  'tc-drop': ['veth', CLSACT],
  'tc-label': ['veth', CLSACT, 'cls_flower', 'cls_fw', 'act_vlan', 'act_skbedit', 'act_mirred', 'act_gact'],
  conntrack: ['nf_conntrack'],
  tun: ['tun'],
  nat: ['nf_tables', 'nf_nat', 'nft_chain_nat', 'nft_masq', 'nft_nat'],
}

/**
 * Of these modules, those that this kernel could load and has not. To ask for a link, qdisc, filter or action of such a
 * kind loads it, from a user namespace too (rtnl_newlink, qdisc_create: request_module, whoever asks); so nobody may ask.
 */
export function unloaded(names: readonly string[], folder = join('/lib/modules', release())): readonly string[] {
  const list = join(folder, 'modules.dep')
  if (!existsSync(list)) return []
  const loadable = new Set(
    readFileSync(list, 'utf8')
      .split('\n')
      .map((line) => /([^/:]+)\.ko[^/:]*:/.exec(line)?.[1]?.replaceAll('-', '_')),
  )
  return names.filter((name) => loadable.has(name) && !existsSync(`/sys/module/${name}`))
}
