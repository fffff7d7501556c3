import { isMstpd, type BridgeInterface, type Interface, type Node } from '../../model/topology.ts'
import { DEFAULT_STP_PORT } from '../../model/stp-port.ts'
import { seconds } from '../../model/time.ts'
import type { Configure } from '../contract/configure.ts'

export const mstpdConfigure: Configure = {
  files,
  daemons: ({ interfaces }) =>
    interfaces.some(isMstpd)
      ? [{ name: 'mstpd', argv: ['sh', `{dir}/${FOLDER}/up.sh`], needs: ['mstpd', 'user-stp', 'netem'] }]
      : [],
  // No command of iproute2 hands a bridge's spanning tree to a daemon, and a container is configured by commands.
  uncontained: ({ name, interfaces }) =>
    interfaces.some(isMstpd)
      ? {
          code: 'no-mstpd-in-containers',
          what: `${name} has a bridge whose spanning tree mstpd runs, which a container's own commands cannot set up (IFLA_BR_STP_MODE)`,
          allowed: "rstp without by: 'mstpd', which Open vSwitch runs; or --runtime netns",
        }
      : null,
}

/** In a node's folder. */
const FOLDER = 'mstpd'

/** The script that runs a node's mstpd in the foreground, and what mstpctl tells it; nothing where it has none. */
function files(node: Node): Readonly<Record<string, string>> {
  const bridges = node.interfaces.filter(isMstpd)
  if (bridges.length === 0) return {}
  const lines = [
    '#!/bin/sh',
    `# mstpd of ${node.name}: it looks for its ports in a /sys of the node's own network namespace.`,
    'set -eu',
    'if [ "${1:-}" != mounted ]; then',
    `  exec unshare --mount sh {dir}/${FOLDER}/up.sh mounted`,
    'fi',
    'mount -t sysfs sysfs /sys',
    'mstpd -d -v 2 &',
    'daemon=$!',
    `until mstpctl addbridge ${bridges.map(({ name }) => name).join(' ')}; do`,
    '  kill -0 "$daemon"',
    '  sleep 0.01',
    'done',
    `mstpctl --batch {dir}/${FOLDER}/mstpctl.conf`,
    'wait "$daemon"',
  ]
  return {
    [`${FOLDER}/mstpctl.conf`]: `${bridges.flatMap((one) => commands(node, one)).join('\n')}\n`,
    [`${FOLDER}/up.sh`]: `${lines.join('\n')}\n`,
  }
}

type Rapid = BridgeInterface & Required<Pick<BridgeInterface, 'rstp'>>

/** The tree of all VLANs; others there are none. */
const CIST = 0
/** IEEE 802.1D-2004 9.2.5: mstpctl counts the steps. */
const BRIDGE_PRIORITY_STEP = 4096
/** The kernel's 0 to 63 in the 16 steps of mstpctl (9.2.7). */
const PORT_PRIORITY_STEP = 4

function commands(node: Node, { name, rstp }: Rapid): readonly string[] {
  const ports = node.interfaces.filter(({ master }) => master === name)
  return [
    `setforcevers ${name} rstp`,
    ...timerCommands(name, rstp),
    `settreeprio ${name} ${String(CIST)} ${String(rstp.priority / BRIDGE_PRIORITY_STEP)}`,
    ...ports.flatMap((port) => portCommands(name, port)),
  ]
}

/** Each is refused that does not fit to the other as it is then, which begins with 15 s: 2 × (forward delay − 1 s) ≥ max age. */
function timerCommands(bridge: string, { maxAgeNs, forwardDelayNs }: Rapid['rstp']): readonly string[] {
  const commands = [
    `setmaxage ${bridge} ${String(maxAgeNs / 1e9)}`,
    `setfdelay ${bridge} ${String(forwardDelayNs / 1e9)}`,
  ]
  return forwardDelayNs < DEFAULT_FORWARD_DELAY_NS ? commands : commands.toReversed()
}

const DEFAULT_FORWARD_DELAY_NS = seconds(15)

function portCommands(bridge: string, { name, stpPort = DEFAULT_STP_PORT }: Interface): readonly string[] {
  const { cost, priority, edge, pointToPoint } = stpPort
  return [
    `setportpathcost ${bridge} ${name} ${String(cost)}`,
    `settreeportprio ${bridge} ${name} ${String(CIST)} ${String(priority / PORT_PRIORITY_STEP)}`,
    `setportp2p ${bridge} ${name} ${pointToPoint === false ? 'no' : 'yes'}`,
    ...(edge === true ? [`setportadminedge ${bridge} ${name} yes`] : []),
  ]
}
