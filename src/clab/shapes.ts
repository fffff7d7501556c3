/** What containerlab's types make of a YAML node. */
export type Shape =
  | { readonly is: 'text' | 'whole' | 'natural' | 'number' | 'flag' | 'duration' | 'anything' }
  | { readonly is: 'list' | 'map'; readonly of: Shape }
  | { readonly is: 'struct'; readonly fields: Fields }
  /** A struct whose fields depend on what the text at `key` is. */
  | { readonly is: 'variants'; readonly key: string; readonly of: (text: string) => Shape }

export type Fields = Readonly<Record<string, Shape>>

const TEXT: Shape = { is: 'text' }
const WHOLE: Shape = { is: 'whole' }
const FLAG: Shape = { is: 'flag' }
const DURATION: Shape = { is: 'duration' }
export const ANYTHING: Shape = { is: 'anything' }
const list = (of: Shape): Shape => ({ is: 'list', of })
const map = (of: Shape): Shape => ({ is: 'map', of })
const struct = (fields: Fields): Shape => ({ is: 'struct', fields })
const all = (shape: Shape, ...keys: readonly string[]): Fields => Object.fromEntries(keys.map((key) => [key, shape]))
const TEXTS = list(TEXT)
const VARS = map(ANYTHING)

const STAGE = struct({
  'wait-for': list(struct(all(TEXT, 'node', 'stage'))),
  exec: list(struct(all(TEXT, 'command', 'target', 'phase'))),
})
const MDAS = list(struct({ slot: WHOLE, type: TEXT }))

/** types/node_definition.go */
const NODE: Fields = {
  ...all(TEXT, 'kind', 'group', 'type', 'startup-config', 'restart-policy', 'image', 'image-pull-policy', 'license'),
  ...all(TEXT, 'position', 'hostname', 'entrypoint', 'cmd', 'cgroupns-mode', 'cgroup-parent', 'pid-mode', 'shm-size'),
  ...all(TEXT, 'mgmt-ipv4', 'mgmt-ipv6', 'user', 'network-mode', 'runtime', 'cpu-set', 'memory', 'link-apply-mode'),
  ...all(TEXT, 'username', 'password'),
  ...all(TEXTS, 'exec', 'binds', 'volumes', 'devices', 'cap-add', 'security-opts', 'ports', 'env-files', 'aliases'),
  ...all(map(TEXT), 'tmpfs', 'env', 'labels', 'sysctls'),
  ...all(FLAG, 'enforce-startup-config', 'suppress-startup-config', 'auto-remove', 'privileged'),
  'startup-delay': { is: 'natural' },
  cpu: { is: 'number' },
  config: struct({ vars: VARS }),
  extras: struct({
    ...all(TEXTS, 'srl-agents', 'ceos-copy-to-flash'),
    'mysocket-proxy': TEXT,
    k8s_kind: struct({ deploy: struct(all(TEXT, 'kubeconfig', 'wait')) }),
  }),
  stages: struct(all(STAGE, 'create', 'create-links', 'configure', 'healthy', 'exit')),
  dns: struct(all(TEXTS, 'servers', 'options', 'search')),
  certificate: struct({ issue: FLAG, 'key-size': WHOLE, 'validity-duration': DURATION, sans: TEXTS }),
  healthcheck: struct({ test: TEXTS, ...all(WHOLE, 'interval', 'timeout', 'retries', 'start-period') }),
  credentials: struct(all(TEXT, 'username', 'password', 'identity-file')),
  components: list(
    struct({
      ...all(TEXT, 'slot', 'type', 'sfm'),
      env: map(TEXT),
      xiom: list(struct({ slot: WHOLE, type: TEXT, mda: MDAS })),
      mda: MDAS,
    }),
  ),
}

/** links/link.go, LinkCommonParams */
const LINK: Fields = {
  type: TEXT,
  mtu: WHOLE,
  labels: map(TEXT),
  ...all(TEXTS, 'ipv4', 'ipv6'),
  vars: VARS,
  deploymentstate: { is: 'natural' },
}
const END = struct({ ...all(TEXT, 'node', 'interface', 'mac', 'ipv4', 'ipv6'), vars: VARS })
const ENDS = struct({ ...LINK, endpoints: list(END) })
const TO_HOST = struct({ ...LINK, 'host-interface': TEXT, endpoint: END })
const VXLAN = struct({
  ...LINK,
  endpoint: END,
  ...all(TEXT, 'remote', 'parent-interface', 'linktype'),
  ...all(WHOLE, 'vni', 'udp-port', 'dst-port', 'src-port'),
})

/** Each type of link; one that containerlab does not have holds anything. */
const LINK_SHAPES: ReadonlyMap<string, Shape> = new Map([
  ['brief', struct({ ...LINK, endpoints: TEXTS })],
  ['veth', ENDS],
  ['veth-stitch', ENDS],
  ['host', TO_HOST],
  ['mgmt-net', TO_HOST],
  ['macvlan', struct({ ...LINK, 'host-interface': TEXT, endpoint: END, mode: TEXT })],
  ['vxlan', VXLAN],
  ['vxlan-stitch', VXLAN],
  ['dummy', struct({ ...LINK, endpoint: END })],
])

/** The type of a link as containerlab knows it, whatever its case; none is `brief`. */
export const linkTypeOf = (said: string): string => said.trim().toLowerCase() || 'brief'

/** A topology file of containerlab 0.79 (core/config.go, Config). */
export const TOPOLOGY_FILE: Shape = struct({
  name: TEXT,
  prefix: TEXT,
  mgmt: struct({
    ...all(TEXT, 'network', 'bridge', 'ipv4-subnet', 'ipv4-gw', 'ipv4-range', 'ipv6-subnet', 'ipv6-gw', 'ipv6-range'),
    ...all(TEXT, 'ipv4_subnet', 'ipv6_subnet'),
    mtu: WHOLE,
    ...all(FLAG, 'external-access', 'skip-when-unused'),
    'driver-opts': map(TEXT),
  }),
  topology: struct({
    ...all(map(struct(NODE)), 'nodes', 'groups', 'kinds'),
    defaults: struct(NODE),
    links: list({ is: 'variants', key: 'type', of: (said) => LINK_SHAPES.get(linkTypeOf(said)) ?? ANYTHING }),
  }),
  settings: struct({
    'certificate-authority': struct({ ...all(TEXT, 'cert', 'key'), 'key-size': WHOLE, 'validity-duration': DURATION }),
  }),
  debug: FLAG,
})
