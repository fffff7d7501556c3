import type { RuntimePlan } from './plan.ts'

/** What nodes of kind `linux` run on: one list, for `backhoe image build` and for the Dockerfile. */
export const NODE_IMAGE = {
  reference: 'backhoe-node:1',
  version: '1',
  /** Of Debian, so that the image is the same whatever this machine runs. */
  suite: 'bookworm',
  packages: [
    'bird2',
    'conntrackd',
    'ethtool',
    'frr',
    'iperf3',
    'iproute2',
    'iputils-ping',
    'keepalived',
    'nftables',
    'openvswitch-switch',
    'procps',
    'tcpdump',
  ],
} as const

/** PID 1: obeys SIGTERM, or stopping a node takes two minutes; reaps what daemons leave behind; sets no timer. */
export const NODE_IDLE = 'trap exit TERM; while :; do sleep infinity & wait; done'

/** Images that are not ours hold programs that nobody has looked at. */
export const hasForeignImages = (runtime: RuntimePlan): boolean =>
  runtime.kind === 'containerlab' && runtime.images.some((reference) => reference !== NODE_IMAGE.reference)
