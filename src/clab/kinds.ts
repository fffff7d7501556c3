/** Older names that containerlab still takes, beside those of its schema (nodes/, v0.79.0). */
const OLDER: readonly string[] = [
  'srl',
  'ceos',
  'crpd',
  'xrd',
  'c8000',
  'cvx',
  'cumulus_cvx',
  'cjunosevolved',
  'vr-csr',
  'vr-cisco_csr1000v',
  'vr-ftosv',
  'vr-dell_ftosv',
  'vr-veos',
  'vr-arista_veos',
  'vr-vsrx',
  'vr-juniper_vsrx',
  'vr-sros',
  'vr-nokia_sros',
  'vr-vqfx',
  'vr-juniper_vqfx',
  'vr-xrv',
  'vr-cisco_xrv',
  'vr-aoscx',
  'vr-aruba_aoscx',
  'vr-n9kv',
  'vr-cisco_n9kv',
  'vr-ros',
  'vr-mikrotik_ros',
  'vr-xrv9k',
  'vr-cisco_xrv9k',
  'vr-ciena_saos',
  'vr-pan',
  'vr-paloalto_panos',
  'vr-vmx',
  'vr-juniper_vmx',
]

export const isOlderKind = (kind: unknown): boolean => typeof kind === 'string' && OLDER.includes(kind.toLowerCase())

/** What can be known of a node by its kind. */
export type KindClass =
  /** A container whose interfaces are the kernel's own, under the names in the file. */
  | 'linux'
  /** A bridge of the host, or the host itself: no container, its ports lie on the host. */
  | 'on-host'
  /** A container that somebody else runs, or a cluster of them. */
  | 'foreign'
  /** Somebody's network operating system: a container, and nobody looks into it. */
  | 'black-box'

export function classOf(kind: string): KindClass {
  if (kind === 'linux') return 'linux'
  if (['bridge', 'ovs-bridge', 'host'].includes(kind)) return 'on-host'
  if (['ext-container', 'k8s-kind'].includes(kind)) return 'foreign'
  return 'black-box'
}

/**
 * The device behind an interface of a node, or null where only containerlab knows: network operating systems have names of
 * their own for their ports (`ethernet-1/1`, `Gi0/0/0/1`).
 */
export function deviceOf(kind: string, name: string): string | null {
  const isName = name.length <= 15 && !/[\s/]/.test(name)
  const srl = /^ethernet-(\d+)\/(\d+)$/.exec(name)
  if (srl !== null && (kind === 'srl' || kind === 'nokia_srlinux')) return `e${String(srl[1])}-${String(srl[2])}`
  if (classOf(kind) === 'black-box') return /^(eth\d+|e\d+-\d+(-\d+)?)$/.test(name) ? name : null
  return isName ? name : null
}
