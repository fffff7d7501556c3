import type { Capability } from '../../model/capability.ts'
import type { Node } from '../../model/topology.ts'
import type { Configure } from '../contract/configure.ts'
import { renderKeepalived } from './configure-keepalived.ts'
import { vrrpOf } from './data.ts'

const FILE = 'keepalived.conf'

/** VRRP only, in the foreground, detailed log on the console. */
const ARGV = ['keepalived', '-n', '-l', '-G', '-D', '-P', '-f', `{dir}/${FILE}`]
const PID_FILES = ['-p', '{dir}/keepalived.pid', '-r', '{dir}/vrrp.pid']

export const vrrpConfigure: Configure = {
  files: (node) => (vrrpOf(node).routers.length > 0 ? { [FILE]: renderKeepalived(node) } : {}),
  daemons: (node, files) =>
    FILE in files
      ? [
          {
            name: 'keepalived',
            argv: [...ARGV, ...PID_FILES],
            needs: ['vrrp-multicast', 'keepalived', ...pings(node)],
          },
        ]
      : [],
}

const pings = (node: Node): readonly Capability[] =>
  vrrpOf(node).routers.some(({ reach }) => reach !== undefined) ? ['ping'] : []
