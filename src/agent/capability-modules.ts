import type { KnownCapability } from '../model/capability.ts'

const CLSACT = 'sch_ingress'

/** What a kernel may keep in modules. */
export const MODULES: Readonly<Partial<Record<KnownCapability, readonly string[]>>> = {
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
