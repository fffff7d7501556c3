import {
  compose,
  handles,
  nodeHandle,
  Parameters,
  readBondMonitor,
  type ArpMonitorOptions,
  type BondOptions,
  readVlanList,
} from '../src/compose/index.ts'
import type { CableHandle, CableSelector, NodeHandle } from '../src/model/handle.ts'
import type { BondActiveState } from '../src/mechanisms/bond/data-kinds.ts'
import type { DurationText } from '../src/model/time.ts'
import type { Site } from '../src/model/topology.ts'
import { vlanNumber, type Vlan } from '../src/model/vlans.ts'

export interface DualHomedActiveBackupOptions {
  /** Time between two looks of the bond at the carrier of its legs, in whole milliseconds up to 1 h; '0ms': it never looks. Default '100ms' (bonding.rst's advice). */
  readonly miimon?: DurationText
  /** Time from a leg's carrier to its use, a multiple of miimon up to 1 h. Default '0ms'. Ignored by the kernel when no leg is active. */
  readonly updelay?: DurationText
  /** Time from the loss of a leg's carrier until the bond stops using it, a multiple of miimon up to 1 h. Default '0ms'. */
  readonly downdelay?: DurationText
  /** Monitoring by ARP in place of miimon: the bond asks the server, or `targets`, and so detects faults behind the switch too. Default: none, miimon. */
  readonly arpMonitor?: Omit<ArpMonitorOptions, 'targets'> & Partial<Pick<ArpMonitorOptions, 'targets'>>
  /** The preferred leg. Default: none; leg 1 is active at the start, and the leg that is active stays active. */
  readonly primary?: 'leg1' | 'leg2'
  /** When the primary takes over again. Default 'always' (bonding.rst). */
  readonly primaryReselect?: 'always' | 'better' | 'failure'
  /** Tagged VLANs on every trunk, 1 to 4094; host and server are in each. Default: none, untagged. */
  readonly vlans?: readonly Vlan[]
}

export interface DualHomedActiveBackup extends Site {
  readonly host: NodeHandle
  readonly server: NodeHandle
  readonly sw1: NodeHandle
  readonly sw2: NodeHandle
  /** host:eth0 to sw1. */
  readonly leg1: CableHandle
  /** host:eth1 to sw2. */
  readonly leg2: CableHandle
  /** sw1 to sw2. */
  readonly peer: CableHandle
  readonly serverLink: CableHandle
  /** The leg that the bond uses when the fault strikes. */
  readonly activeLeg: CableSelector
  readonly standbyLeg: CableSelector
}

/**
 *     host:bond0 ─ eth0 ─ sw1 ─ server
 *                │         ║
 *                └ eth1 ─ sw2
 *
 * The server has one cable, to sw1, and is not under test. So the active leg needs one switch, while the standby leg needs both and
 * the peer link, as with a service in one of two rooms.
 *
 * Throws BackhoeError with every bad parameter at once.
 */
export function dualHomedActiveBackup(options: DualHomedActiveBackupOptions = {}): DualHomedActiveBackup {
  const { vlans, bond } = read(options)
  const net = compose('dual-homed-active-backup')
  const host = net.node('host', { role: 'host', risks: ['rack-host'] })
  const server = net.node('server', { role: 'server', risks: ['rack-1'] })
  const sw1 = net.node('sw1', { role: 'switch', risks: ['rack-1', 'feed-a'] })
  const sw2 = net.node('sw2', { role: 'switch', risks: ['rack-2', 'feed-b'] })

  const trunk = vlans.length > 0 ? { vlans: { tagged: vlans } } : {}
  const untagged = (last: number): { addresses?: readonly string[] } =>
    vlans.length > 0 ? {} : { addresses: [`${address(UNTAGGED, last)}/24`] }
  const leg1 = net.link(host.port('eth0'), sw1.port('eth1', trunk), { role: 'leg', risks: ['tray-a'] })
  const leg2 = net.link(host.port('eth1'), sw2.port('eth1', trunk), { role: 'leg', risks: ['tray-b'] })
  const peer = net.link(sw1.port('eth2', trunk), sw2.port('eth2', trunk), { role: 'peer', risks: ['tray-peer'] })
  const serverLink = net.link(server.port('eth0', untagged(SERVER)), sw1.port('eth3', trunk), {
    role: 'server',
    risks: ['tray-server'],
  })
  host.bond('bond0', { ...bond, mode: 'active-backup', members: [LEGS.leg1, LEGS.leg2], ...untagged(HOST) })
  sw1.bridge('br0', { ports: ['eth1', 'eth2', 'eth3'] })
  sw2.bridge('br0', { ports: ['eth1', 'eth2'] })
  for (const named of vlans) {
    const vlan = vlanNumber(named)
    for (const [node, parent, last] of [
      [host, 'bond0', HOST],
      [server, 'eth0', SERVER],
    ] as const) {
      node.vlan(`${parent}.${String(vlan)}`, { parent, vlan: named, addresses: [`${address(vlan, last)}/24`] })
      node.probe(address(vlan, last))
    }
  }

  const legs = { leg1, leg2 }
  const select = (text: string, active: { leg1: keyof typeof legs; leg2: keyof typeof legs }): CableSelector => ({
    handle: 'selector',
    text,
    candidates: (['leg1', 'leg2'] as const).map((leg) => ({
      when: { watch: 'bondActive', node: 'host', name: 'bond0', state: LEGS[leg] } satisfies BondActiveState,
      cable: legs[active[leg]],
    })),
  })
  return handles('dualHomedActiveBackup', {
    topology: net.build(),
    host: nodeHandle(host),
    server: nodeHandle(server),
    sw1: nodeHandle(sw1),
    sw2: nodeHandle(sw2),
    leg1,
    leg2,
    peer,
    serverLink,
    activeLeg: select('active leg', { leg1: 'leg1', leg2: 'leg2' }),
    standbyLeg: select('standby leg', { leg1: 'leg2', leg2: 'leg1' }),
  })
}

const LEGS = { leg1: 'eth0', leg2: 'eth1' } as const
const HOST = 10
const SERVER = 20
const UNTAGGED = 1

/** In VLAN 10: 10.0.10.LAST; in VLAN 300: 10.1.44.LAST. */
const address = (vlan: number, last: number): string => `10.${String(vlan >> 8)}.${String(vlan & 255)}.${String(last)}`

/** The bond's options, in the words of `compose`. */
function read(options: DualHomedActiveBackupOptions): {
  readonly vlans: readonly Vlan[]
  readonly bond: Omit<BondOptions, 'mode' | 'members'>
} {
  const parameters = new Parameters('dualHomedActiveBackup', options)
  const tagged = readVlanList(parameters, 'vlans')
  const targets = [address(vlanNumber(tagged[0] ?? UNTAGGED), SERVER)]
  readBondMonitor(parameters, { targets })
  parameters.oneOf('primary', 'leg1', ['leg1', 'leg2'])
  parameters.oneOf('primaryReselect', 'always', ['always', 'better', 'failure'])
  parameters.rejectUnknown()
  parameters.throwProblems()
  const { vlans = [], primary, arpMonitor, ...bond } = options
  return {
    vlans,
    bond: {
      ...bond,
      ...(primary === undefined ? {} : { primary: LEGS[primary] }),
      ...(arpMonitor === undefined ? {} : { arpMonitor: { targets, ...arpMonitor } }),
    },
  }
}
