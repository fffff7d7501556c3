import type { Capability } from '../model/capability.ts'
import { vrrpOf } from '../mechanisms/vrrp/data.ts'
import type { Node, NodeDaemon } from '../model/topology.ts'
import { renderKeepalived } from './keepalived.ts'
import { openVSwitchDaemons, openVSwitchFiles } from './open-vswitch.ts'

/** The files of a node's folder by path, the user's in place of ours. */
export function nodeFiles(node: Node): Readonly<Record<string, string>> {
  const ours = vrrpOf(node).routers.length > 0 ? { [KEEPALIVED_CONF]: renderKeepalived(node) } : {}
  return { ...openVSwitchFiles(node), ...ours, ...node.files }
}

/** Command lines of a node's daemons, in the foreground; `{dir}` is the node's folder. */
export function nodeDaemons(node: Node): readonly NodeDaemon[] {
  return [...openVSwitchDaemons(node), ...keepalived(node), ...(node.daemons ?? [])]
}

function keepalived(node: Node): readonly NodeDaemon[] {
  if (!(KEEPALIVED_CONF in nodeFiles(node))) return []
  // VRRP only, in the foreground, detailed log on the console.
  const argv = [
    'keepalived',
    '-n',
    '-l',
    '-G',
    '-D',
    '-P',
    '-f',
    `{dir}/${KEEPALIVED_CONF}`,
    '-p',
    '{dir}/keepalived.pid',
    '-r',
    '{dir}/vrrp.pid',
  ]
  return [{ name: 'keepalived', argv, needs: ['vrrp-multicast', 'keepalived', ...pings(node)] }]
}

const pings = (node: Node): readonly Capability[] =>
  vrrpOf(node).routers.some(({ reach }) => reach !== undefined) ? ['ping'] : []

const KEEPALIVED_CONF = 'keepalived.conf'
