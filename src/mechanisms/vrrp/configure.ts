import type { Capability } from '../../model/capability.ts'
import type { Node } from '../../model/topology.ts'
import type { Configure } from '../contract/configure.ts'
import { renderKeepalived } from './configure-keepalived.ts'
import { accepts, KEEPALIVED_CONF, vrrpOf } from './data.ts'

/** VRRP only, in the foreground, detailed log on the console. */
const ARGV = ['keepalived', '-n', '-l', '-G', '-D', '-P', '-f', `{dir}/${KEEPALIVED_CONF}`]
const PID_FILES = ['-p', '{dir}/keepalived.pid', '-r', '{dir}/vrrp.pid']

export const vrrpConfigure: Configure = {
  files: (node) => (vrrpOf(node).routers.length > 0 ? { [KEEPALIVED_CONF]: renderKeepalived(node) } : {}),
  daemons: (node, files) =>
    KEEPALIVED_CONF in files
      ? [
          {
            name: 'keepalived',
            argv: [...ARGV, ...PID_FILES],
            needs: ['vrrp-multicast', 'keepalived', ...pings(node), ...filters(node), ...macvlans(node)],
          },
        ]
      : [],
}

const pings = (node: Node): readonly Capability[] =>
  vrrpOf(node).routers.some(({ reach }) => reach !== undefined) ? ['ping'] : []

const macvlans = (node: Node): readonly Capability[] =>
  vrrpOf(node).routers.some(({ vmac }) => vmac !== undefined) ? ['macvlan'] : []

/** By a filter rule keepalived drops what is sent to an address that is not to be taken. */
const filters = (node: Node): readonly Capability[] => (vrrpOf(node).routers.every(accepts) ? [] : ['nft'])
