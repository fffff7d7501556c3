import type { Need } from '../contract/needs.ts'

const CLSACT = 'sch_ingress'

/** What cables, bridges, faults and captures need: no mechanism's own. */
export const WIRE_NEEDS = {
  veth: { modules: ['veth'] },
  bridge: { modules: ['bridge'] },
  '802.1q': { modules: ['veth', '8021q'] },
  'vlan-filtering': { modules: ['veth', 'bridge'] },
  macvlan: { modules: ['veth', 'macvlan'] },
  netem: { modules: ['veth', 'sch_netem'] },
  'tc-matchall': { modules: ['veth', CLSACT, 'cls_matchall'] },
  'tc-flower': { modules: ['veth', CLSACT, 'cls_flower'] },
  'tc-u32': { modules: ['veth', CLSACT, 'cls_u32'] },
  'tc-mirred': { modules: ['veth', CLSACT, 'act_mirred'] },
  'tc-drop': { modules: ['veth', CLSACT] },
  'tc-label': {
    modules: ['veth', CLSACT, 'cls_flower', 'cls_fw', 'act_vlan', 'act_skbedit', 'act_mirred', 'act_gact'],
  },
  conntrack: { modules: ['nf_conntrack'] },
  perl: { program: { name: 'perl', debianPackage: 'perl-base' } },
  nft: { program: { name: 'nft', debianPackage: 'nftables' } },
  nat: { modules: ['nf_tables', 'nf_nat', 'nft_chain_nat', 'nft_masq', 'nft_nat'] },
  tcpdump: { program: { name: 'tcpdump', debianPackage: 'tcpdump' } },
} as const satisfies Readonly<Record<string, Need>>
