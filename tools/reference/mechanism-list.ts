/** A folder of `src/mechanisms/` that is a mechanism, as its section of docs/mechanisms.md begins. */
export interface Described {
  readonly folder: string
  readonly title: string
  /** The calls of a composed topology by which it is declared, as a reader writes them. */
  readonly calls: readonly string[]
  /** Interfaces of options, exported by `backhoe-lab`. */
  readonly options: readonly string[]
}

const LISTED: readonly Described[] = [
  {
    folder: 'bond',
    title: 'Bonds: active-backup and static LAGs',
    calls: ['node.bond'],
    options: ['BondOptions', 'BondMonitorOptions', 'ArpMonitorOptions'],
  },
  {
    folder: 'lacp',
    title: 'LACP: bonds of mode 802.3ad',
    calls: ['node.bond'],
    options: [],
  },
  {
    folder: 'mlag',
    title: 'MLAG: two switches with one LACP system',
    calls: ['node.mlag', 'mlagPair'],
    options: [],
  },
  {
    folder: 'stp',
    title: 'Spanning tree (802.1D)',
    calls: ['node.bridge'],
    options: ['SpanningTreeOptions', 'StpPortOptions'],
  },
  {
    folder: 'rstp',
    title: 'Rapid spanning tree (802.1D-2004)',
    calls: ['node.bridge'],
    options: ['RapidSpanningTreeOptions'],
  },
  {
    folder: 'openvswitch',
    title: 'Open vSwitch: bridges in a program of their node',
    calls: ['node.bridge'],
    options: [],
  },
  {
    folder: 'mstpd',
    title: 'mstpd: rapid spanning tree on bridges of the kernel',
    calls: ['node.bridge'],
    options: [],
  },
  {
    folder: 'vrrp',
    title: 'VRRP by keepalived',
    calls: ['node.virtualRouter', 'node.syncGroup'],
    options: ['VirtualRouterOptions', 'VrrpOptions', 'ReachTimers'],
  },
  {
    folder: 'ospf',
    title: 'OSPF by FRR',
    calls: ['node.ospf'],
    options: ['OspfOptions', 'OspfTimers'],
  },
  {
    folder: 'bgp',
    title: 'BGP by FRR',
    calls: ['node.bgp'],
    options: ['BgpOptions', 'BgpTimers', 'BgpStability', 'BgpDampening', 'BgpNeighbourOptions'],
  },
  {
    folder: 'bfd',
    title: 'BFD by FRR, and by BIRD for routes',
    calls: ['node.bfd'],
    options: ['BfdOptions', 'BfdTimers'],
  },
  {
    folder: 'bird',
    title: 'Static routes that BFD tracks, by BIRD',
    calls: ['node.route', 'node.bfd'],
    options: ['RouteOptions'],
  },
  {
    folder: 'route',
    title: 'Routes: metrics, ECMP, policy routing',
    calls: ['node.route', 'node.rule', 'node.routing'],
    options: ['RouteOptions', 'RuleOptions', 'RoutingOptions'],
  },
  {
    folder: 'tcp',
    title: 'TCP: how patient a node is',
    calls: ['node.tcp'],
    options: ['TcpOptions'],
  },
  {
    folder: 'link',
    title: 'Links: carrier, which every mechanism reads',
    calls: [],
    options: [],
  },
]

/** Folders that are no mechanism: what all of them have in common, daemons that several share, and files that configure them. */
const SHARED: readonly string[] = ['all', 'contract', 'frr', 'network']

/** All folders; one that is not listed yet is described by what its facets say. */
export const describedOf = (folders: readonly string[]): readonly Described[] => [
  ...LISTED.filter(({ folder }) => folders.includes(folder)),
  ...folders
    .filter((folder) => !SHARED.includes(folder) && LISTED.every((one) => one.folder !== folder))
    .map((folder) => ({ folder, title: folder, calls: [], options: [] })),
]
