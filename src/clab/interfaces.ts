import type { ClabNode } from './file.ts'
import { firstNameOf } from './kinds.ts'

/** How a kind names its ports: which names of a file it takes, and which devices they are. Null: it refuses the name. */
type Naming = (name: string) => string | null

/** Ports of a virtual machine are eth1, eth2 … (nodes/vr_node.go, VMInterfaceRegexp, which has no beginning). */
const OF_A_MACHINE = /eth[1-9]\d*$/

/** `alias` captures the number of a port, which is eth`first` where it is `lowest`. */
const machine =
  (alias: RegExp | null = null, lowest = 0, first = 1): Naming =>
  (name) => {
    if (OF_A_MACHINE.test(name)) return name
    const port = alias?.exec(name)?.[1]
    return port === undefined || Number(port) < lowest ? null : `eth${String(Number(port) - lowest + first)}`
  }

const only =
  (pattern: RegExp): Naming =>
  (name) =>
    pattern.test(name) ? name : null

const JUNOS = machine(/(?:et|xe|ge)-0\/0\/(\d+)$/)
const GIGABIT = machine(/(?:Gi|GigabitEthernet)\s?(\d+)$/, 2)
const FIREWALL = machine(/(?:GigabitEthernet|Gi)\s?0\/(\d+)/)
const ANY_SPEED = machine(/(?:Gi|GigabitEthernet|Te|TenGigE|TenGigabitEthernet)\s?0\/0\/0\/(\d+)/)
const PLAIN = machine()

/** As each kind's own `InterfaceRegexp`, `InterfaceOffset` and `CheckInterfaceName` have it (nodes/, v0.79.0). */
const NAMINGS: Readonly<Record<string, Naming>> = {
  arista_ceos: only(/eth[1-9][\w.]*$|et[1-9][\w.]*$/),
  arista_veos: machine(/(?:Et|Ethernet)1\/(\d+)/, 1),
  arrcus_arcos: only(/^swp[\d.]+$/),
  aruba_aoscx: machine(/1\/1\/(\d+)/, 1),
  checkpoint_cloudguard: PLAIN,
  ciena_saos: machine(/^([1-9]\d*)$/, 1),
  cisco_asav: FIREWALL,
  cisco_c8000: only(/^(Fi|Hu|FH)0_0_0_\d+$/),
  cisco_c8000v: GIGABIT,
  cisco_cat9kv: machine(/(?:Gi|GigabitEthernet)\s?1\/0\/(\d+)$/, 1),
  cisco_csr1000v: GIGABIT,
  cisco_ftdv: FIREWALL,
  cisco_iol: iol,
  cisco_n9kv: machine(/(?:Ethernet|Et)\s?1\/(\d+)/, 1),
  cisco_sdwan: PLAIN,
  cisco_vios: machine(/(?:Gi|GigabitEthernet)\s?(\d+)$/),
  cisco_xrd: only(/^Gi0-0-0-\d+$/),
  cisco_xrd_vrouter: ANY_SPEED,
  cisco_xrv: machine(/(?:Gi|GigabitEthernet)\s?0\/0\/0\/(\d+)$/),
  cisco_xrv9k: ANY_SPEED,
  cvx: only(/swp[\d.]+$/),
  dell_ftosv: PLAIN,
  dell_sonic: PLAIN,
  'f5_bigip-ve': machine(/^1\.(\d+)$/, 1),
  fortinet_fortigate: machine(/port(\d+)$/, 2),
  freebsd: machine(/vtnet(\d+)/, 1),
  generic_vm: PLAIN,
  huawei_vrp: PLAIN,
  ipinfusion_ocnos: PLAIN,
  juniper_cjunosevolved: machine(/et-0\/0\/(\d+)$/, 0, 4),
  juniper_vjunosevolved: JUNOS,
  juniper_vjunosrouter: JUNOS,
  juniper_vjunosswitch: JUNOS,
  juniper_vmx: JUNOS,
  juniper_vqfx: JUNOS,
  juniper_vsrx: JUNOS,
  mikrotik_ros: machine(/ether(\d+)/, 2),
  nokia_srlinux: srLinux,
  nokia_sros: sros,
  nokia_srsim: srSim,
  nvidia_cumulusvx: machine(/swp(\d+)/, 1),
  openbsd: machine(/vio(\d+)/, 1),
  paloalto_panos: machine(/Ethernet1\/(\d+)/, 1),
  plvision_sonic: PLAIN,
  'sonic-vm': PLAIN,
  spirent_stc: (name) => {
    const port = /port([1-9])/.exec(name)?.[1]
    return port === undefined ? null : `eth${port}`
  },
  vyosnetworks_vyos: PLAIN,
}

/** Slots of four ports each; the first port of the first slot is the management interface. */
function iol(name: string): string | null {
  if (OF_A_MACHINE.test(name)) return name
  if (!/(e|Ethernet)((0\/[123])|([1-9]\/[0-3]))$/.test(name)) return null
  const [, slot, port] = /(?:e|Ethernet)\s?(\d+)\/(\d+)$/.exec(name) ?? []
  return `eth${String(Number(slot) * 4 + Number(port))}`
}

/** `ethernet-1/2/3` is e1-2-3. */
function srLinux(name: string): string | null {
  const [, ...found] = /ethernet-(\d+)\/(\d+)(?:\/(\d+))?/.exec(name) ?? []
  const numbers = found.filter((one) => (one as string | undefined) !== undefined).map(Number)
  if (numbers.length > 0) return numbers.some((one) => one < 1) ? null : `e${numbers.join('-')}`
  return /(:?e|ethernet)\d+-\d+(-\d+)?|mgmt0/.test(name) ? name : null
}

/** Without `components` only card 1, MDA 1 has a place; a connector counts as its port, and may not be broken out. */
function sros(name: string): string | null {
  if (OF_A_MACHINE.test(name)) return name
  const match: readonly (string | undefined)[] = /^(\d+)\/(?:x(\d+)\/)?(\d+)\/(?:c(\d+)\/)?(\d+)$/.exec(name) ?? []
  const [, slot, , mda, connector, port] = match
  if (Number(slot) !== 1 || Number(mda) !== 1 || Number(port) < 1) return null
  if (connector === undefined) return `eth${String(Number(port))}`
  return Number(port) === 1 && Number(connector) >= 1 ? `eth${String(Number(connector))}` : null
}

/** `1/x2/3/c4/5` is e1-x2-3-c4-5. */
function srSim(name: string): string | null {
  const match = /^(\d+)\/(?:x(\d+)\/)?(\d+)(?:\/c(\d+))?\/(\d+)$/.exec(name)
  if (match === null) return /^(?:e\d+-(?:x\d+-)?\d+(?:-c\d+)?-\d+|eth\d+)$/.test(name) ? name : null
  const numbers = match.slice(1).map((one) => ((one as string | undefined) === undefined ? null : Number(one)))
  if (numbers.some((one) => one !== null && one < 1)) return null
  const marks = ['', 'x', '', 'c', '']
  const parts = numbers.flatMap((one, index) => (one === null ? [] : [`${marks[index] ?? ''}${String(one)}`]))
  return `e${parts.join('-')}`
}

/** IFNAMSIZ without its zero. */
const LONGEST_NAME = 15

/**
 * The device behind an interface of a node, as containerlab 0.79 maps the kind's own names of ports (`Ethernet1/1`,
 * `ge-0/0/0`, `ethernet-1/1`) to devices. Null where it refuses the name, and where the kernel does: containerlab then
 * leaves the device a random name, and makes the one in the file another name of it. Null also where a port's place follows
 * from the modules that the node has.
 */
export function deviceOf(node: Pick<ClabNode, 'kind' | 'hasComponents'>, name: string): string | null {
  const kind = firstNameOf(node.kind)
  if (kind === 'nokia_sros' && node.hasComponents && !OF_A_MACHINE.test(name)) return null
  const device = (NAMINGS[kind] ?? String)(name)
  return device === null || device.length > LONGEST_NAME || /[ /]/.test(device) ? null : device
}
