/**
 * Every kind that containerlab 0.79 registers (nodes/, `kindNames`): its schema lists the first name of a line, files of its
 * users hold all of them.
 */
const REGISTERED: readonly (readonly string[])[] = [
  ['6wind_vsr'],
  ['arista_ceos', 'ceos'],
  ['arista_veos', 'vr-veos', 'vr-arista_veos'],
  ['arrcus_arcos'],
  ['aruba_aoscx', 'vr-aoscx', 'vr-aruba_aoscx'],
  ['bridge'],
  ['checkpoint_cloudguard'],
  ['ciena_saos', 'vr-ciena_saos'],
  ['cisco_asav'],
  ['cisco_c8000', 'c8000'],
  ['cisco_c8000v'],
  ['cisco_cat9kv'],
  ['cisco_csr1000v', 'vr-csr', 'vr-cisco_csr1000v'],
  ['cisco_ftdv'],
  ['cisco_iol'],
  ['cisco_n9kv', 'vr-n9kv', 'vr-cisco_n9kv'],
  ['cisco_sdwan'],
  ['cisco_vios'],
  ['cisco_xrd', 'xrd'],
  ['cisco_xrd_vrouter'],
  ['cisco_xrv', 'vr-xrv', 'vr-cisco_xrv'],
  ['cisco_xrv9k', 'vr-xrv9k', 'vr-cisco_xrv9k'],
  ['cvx', 'cumulus_cvx'],
  ['dell_ftosv', 'vr-ftosv', 'vr-dell_ftosv'],
  ['dell_sonic'],
  ['ext-container'],
  ['f5_bigip-ve'],
  ['fdio_vpp'],
  ['fortinet_fortigate'],
  ['freebsd'],
  ['generic_vm'],
  ['host'],
  ['huawei_vrp'],
  ['ipinfusion_ocnos'],
  ['juniper_cjunosevolved', 'cjunosevolved'],
  ['juniper_crpd', 'crpd'],
  ['juniper_csrx'],
  ['juniper_vjunosevolved'],
  ['juniper_vjunosrouter'],
  ['juniper_vjunosswitch'],
  ['juniper_vmx', 'vr-vmx', 'vr-juniper_vmx'],
  ['juniper_vqfx', 'vr-vqfx', 'vr-juniper_vqfx'],
  ['juniper_vsrx', 'vr-vsrx', 'vr-juniper_vsrx'],
  ['k8s-kind'],
  ['keysight_ixia-c-one'],
  ['linux'],
  ['mikrotik_ros', 'vr-ros', 'vr-mikrotik_ros'],
  ['nokia_srlinux', 'srl'],
  ['nokia_sros', 'vr-sros', 'vr-nokia_sros'],
  ['nokia_srsim'],
  ['nvidia_cumulusvx'],
  ['openbsd'],
  ['openwrt'],
  ['ovs-bridge'],
  ['paloalto_panos', 'vr-pan', 'vr-paloalto_panos'],
  ['plvision_sonic'],
  ['rare'],
  ['sonic-vm'],
  ['sonic-vs'],
  ['spirent_stc'],
  ['veesix_osvbng'],
  ['vyosnetworks_vyos'],
]

export const KINDS: readonly string[] = REGISTERED.flat()

const FIRST_NAMES: ReadonlyMap<string, string> = new Map(
  REGISTERED.flatMap((names) => names.map((name) => [name, names[0] ?? name] as const)),
)

/** The name under which a kind is described below and in containerlab's schema. */
export const firstNameOf = (kind: string): string => FIRST_NAMES.get(kind) ?? kind

/** What can be known of a node by its kind. */
export type KindClass =
  /** A container whose interfaces are the kernel's own, under the names in the file. */
  | 'linux'
  /** A bridge of the host, or the host itself: no container, its ports lie on the host. */
  | 'on-host'
  /** A container that somebody else runs, or a cluster of them. */
  | 'foreign'
  /** A vendor's network operating system: a container whose inside cannot be known. */
  | 'black-box'

export function classOf(kind: string): KindClass {
  if (kind === 'linux') return 'linux'
  if (['bridge', 'ovs-bridge', 'host'].includes(kind)) return 'on-host'
  if (['ext-container', 'k8s-kind'].includes(kind)) return 'foreign'
  return 'black-box'
}
