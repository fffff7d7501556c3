import { vrrpOf, type Reach, type SyncGroup, type VirtualRouter } from './data.ts'
import type { Node } from '../../model/topology.ts'
import type { Ns } from '../../model/time.ts'

/**
 * `keepalived.conf` of a node, lines in a fixed order. `{dir}` stands for the node's folder.
 * All instances begin as BACKUP: `nopreempt` and `preempt_delay` need it, and nobody is active before it has listened.
 */
export function renderKeepalived(node: Node): string {
  const { routers, syncGroups } = vrrpOf(node)
  const blocks = [
    globals(node),
    ...routers.flatMap(({ name, reach }) => (reach === undefined ? [] : [script(name, reach)])),
    ...syncGroups.map(syncGroup),
    ...routers.map(virtualRouter),
  ]
  return `${blocks.join('\n\n')}\n`
}

function globals(node: Node): string {
  return block('global_defs', [
    `router_id ${node.name}`,
    // The FIFO's owner, said before it: else keepalived looks for a user keepalived_script.
    'script_user root',
    'vrrp_notify_fifo {dir}/vrrp.fifo',
  ])
}

/** Without a weight its failure is a FAULT. The timeout is the ping's own: keepalived's is in whole seconds. */
function script(router: string, { address, intervalNs, timeoutNs, fall, rise }: Reach): string {
  return block(`vrrp_script ${scriptOf(router)}`, [
    `script "/bin/ping -n -q -c 1 -W ${inSeconds(timeoutNs)} ${address}"`,
    `interval ${inSeconds(intervalNs)}`,
    `fall ${String(fall)}`,
    `rise ${String(rise)}`,
  ])
}

const scriptOf = (router: string): string => `${router}_REACH`

function syncGroup(group: SyncGroup): string {
  return block(`vrrp_sync_group ${group.name}`, [block('group', group.members)])
}

function virtualRouter(router: VirtualRouter): string {
  return block(`vrrp_instance ${router.name}`, [
    'state BACKUP',
    `version ${String(router.version)}`,
    `interface ${router.interface}`,
    `virtual_router_id ${String(router.vrid)}`,
    `priority ${String(router.priority)}`,
    `advert_int ${inSeconds(router.advertIntervalNs)}`,
    `down_timer_adverts ${String(router.downTimerAdverts)}`,
    ...(router.preempt ? [] : ['nopreempt']),
    ...(router.preemptDelayNs > 0 ? [`preempt_delay ${inSeconds(router.preemptDelayNs)}`] : []),
    ...(router.track.length > 0 ? [block('track_interface', router.track)] : []),
    ...(router.reach === undefined ? [] : [block('track_script', [scriptOf(router.name)])]),
    block(
      'virtual_ipaddress',
      router.addresses.map((address) => `${address} dev ${router.interface}`),
    ),
  ])
}

const inSeconds = (ns: Ns): string => String(ns / 1e9)

const block = (name: string, lines: readonly string[]): string =>
  [`${name} {`, ...lines.flatMap((line) => line.split('\n').map((part) => `    ${part}`)), '}'].join('\n')
