import { OPEN_VSWITCH_FOLDER as FOLDER, vlanColumns } from '../../model/open-vswitch.ts'
import { DEFAULT_STP_PORT } from '../../model/stp-port.ts'
import { NO_VLANS } from '../../model/vlans.ts'
import { isOpenVSwitch, type BridgeInterface, type Interface, type Node, type PortVlans } from '../../model/topology.ts'
import type { Configure } from '../contract/configure.ts'

export const openVSwitchConfigure: Configure = {
  files,
  daemons: ({ interfaces }) =>
    interfaces.some(isOpenVSwitch)
      ? [{ name: 'openvswitch', argv: ['sh', `{dir}/${FOLDER}/up.sh`], needs: ['openvswitch', 'tun'] }]
      : [],
}

const SCHEMA = '/usr/share/openvswitch/vswitch.ovsschema'

/** The script that runs a node's Open vSwitch in the foreground; nothing where it has none. */
function files(node: Node): Readonly<Record<string, string>> {
  const bridges = node.interfaces.filter(isRapid)
  if (bridges.length === 0) return {}
  const lines = [
    '#!/bin/sh',
    `# Open vSwitch of ${node.name} alone: the database comes first, and takes everything with it when it ends.`,
    'set -eu',
    `cd {dir}/${FOLDER}`,
    'export OVS_RUNDIR="$PWD"',
    'if [ "${1:-}" != configured ]; then',
    '  rm -f conf.db',
    `  ovsdb-tool create conf.db ${SCHEMA}`,
    '  [ -p ports.fifo ] || mkfifo ports.fifo',
    `  exec ovsdb-server conf.db --remote=punix:db.sock --unixctl=db.ctl --no-chdir --run='sh {dir}/${FOLDER}/up.sh configured'`,
    'fi',
    ['ovs-vsctl --db=unix:db.sock --no-wait init', ...bridges.flatMap((one) => bridge(node, one))].join(' \\\n  -- '),
    'ovsdb-client --format=csv --data=bare --no-headings monitor unix:db.sock Port name rstp_status >ports.fifo &',
    'exec ovs-vswitchd unix:db.sock --unixctl=vswitchd.ctl --no-chdir',
  ]
  return { [`${FOLDER}/up.sh`]: `${lines.join('\n')}\n` }
}

type Rapid = BridgeInterface & Required<Pick<BridgeInterface, 'rstp'>>

const isRapid = (one: Interface): one is Rapid => isOpenVSwitch(one)

function bridge(node: Node, { name, mac, rstp, vlanFiltering }: Rapid): readonly string[] {
  const ports = node.interfaces.filter(({ master }) => master === name)
  return [
    `add-br ${name}`,
    [
      `set bridge ${name} datapath_type=netdev rstp_enable=true other_config:hwaddr='"${mac}"'`,
      `other_config:rstp-priority=${String(rstp.priority)}`,
      `other_config:rstp-max-age=${String(rstp.maxAgeNs / 1e9)}`,
      `other_config:rstp-forward-delay=${String(rstp.forwardDelayNs / 1e9)}`,
    ].join(' '),
    ...ports.map((one, number) => port(name, one, number + 1, vlanFiltering ? (one.vlans ?? NO_VLANS) : null)),
  ]
}

/** Numbered by us: the number is the last that decides between two ways. */
function port(
  bridge: string,
  { name, stpPort = DEFAULT_STP_PORT }: Interface,
  number: number,
  vlans: PortVlans | null,
): string {
  return [
    `add-port ${bridge} ${name}`,
    ...(vlans === null ? [] : vlanColumns(vlans).filter((column) => !column.endsWith('=[]'))),
    'other_config:rstp-enable=true',
    `other_config:rstp-port-num=${String(number)}`,
    `other_config:rstp-path-cost=${String(stpPort.cost)}`,
    `other_config:rstp-port-priority=${String(stpPort.priority * PRIORITY_SCALE)}`,
    ...(stpPort.edge === true ? ['other_config:rstp-port-admin-edge=true'] : []),
    ...(stpPort.pointToPoint === false ? [`other_config:rstp-admin-p2p-mac=${String(SHARED)}`] : []),
  ].join(' ')
}

/**
 * Automatic, which finds out nothing and means a shared medium. 0, forced to be one, is what a new port is said to have already, and does
 * nothing (lib/rstp.c: rstp_port_set_admin_point_to_point_mac__, rstp_initialize_port_defaults__).
 */
const SHARED = 2

/** The kernel's 0 to 63 on the standard's scale of 0 to 240. */
const PRIORITY_SCALE = 4
