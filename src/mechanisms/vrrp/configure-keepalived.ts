import {
  OWNER,
  vrrpOf,
  type GratuitousArp,
  type InterfaceDelay,
  type Reach,
  type Script,
  type SyncGroup,
  type VirtualRouter,
} from './data.ts'
import type { Node } from '../../model/topology.ts'
import type { Ns } from '../../model/time.ts'

/**
 * `keepalived.conf` of a node, lines in a fixed order. `{dir}` stands for the node's folder.
 * All instances begin as BACKUP: `nopreempt` and `preempt_delay` need it, and none is active before it has listened. An
 * address owner does not listen first (RFC 9568 6.4.1): it begins as MASTER.
 */
export function renderKeepalived(node: Node): string {
  const { routers, syncGroups, delays } = vrrpOf(node)
  const blocks = [
    globals(node),
    ...(delays === undefined ? [] : [block('interface_up_down_delays', delays.map(delay))]),
    ...routers.flatMap(({ name, reach, scripts = [] }) => [
      ...(reach === undefined ? [] : [script(`${name}_REACH`, pingOf(reach), reach)]),
      ...scripts.map((one, at) => script(scriptOf(name, at), one.command, one)),
    ]),
    ...syncGroups.map(syncGroup),
    ...routers.map(virtualRouter),
  ]
  return `${blocks.join('\n\n')}\n`
}

function globals(node: Node): string {
  const { startupDelayNs } = vrrpOf(node)
  return block('global_defs', [
    `router_id ${node.name}`,
    // The FIFO's owner, said before it: else keepalived looks for a user keepalived_script.
    'script_user root',
    'vrrp_notify_fifo {dir}/vrrp.fifo',
    ...(startupDelayNs === undefined ? [] : [`vrrp_startup_delay ${inSeconds(startupDelayNs)}`]),
  ])
}

const delay = ({ interface: device, downNs, upNs }: InterfaceDelay): string =>
  `${device} ${inSeconds(downNs)} ${inSeconds(upNs)}`

/** The timeout is the ping's own: keepalived's is in whole seconds. */
const pingOf = ({ address, timeoutNs }: Reach): string => `/bin/ping -n -q -c 1 -W ${inSeconds(timeoutNs)} ${address}`

/** Without a weight its failure is a FAULT. */
function script(name: string, command: string, timers: Reach | Script): string {
  const { intervalNs, timeoutNs, fall, rise } = timers
  return block(`vrrp_script ${name}`, [
    `script "${command}"`,
    `interval ${inSeconds(intervalNs)}`,
    ...('command' in timers ? [`timeout ${inSeconds(timeoutNs)}`] : []),
    `fall ${String(fall)}`,
    `rise ${String(rise)}`,
  ])
}

const scriptOf = (router: string, at: number): string => `${router}_SCRIPT${String(at + 1)}`

function syncGroup(group: SyncGroup): string {
  return block(`vrrp_sync_group ${group.name}`, [block('group', group.members)])
}

function virtualRouter(router: VirtualRouter, at: number): string {
  const number = at + 1
  const weighed = (router.weighed ?? []).map(({ interface: device, weight }) => weighted(device, weight))
  const tracked = [...router.track, ...weighed]
  const asked = [
    ...(router.reach === undefined ? [] : [weighted(`${router.name}_REACH`, router.reach.weight)]),
    ...(router.scripts ?? []).map(({ weight }, at) => weighted(scriptOf(router.name, at), weight)),
  ]
  return block(`vrrp_instance ${router.name}`, [
    `state ${router.priority === OWNER ? 'MASTER' : 'BACKUP'}`,
    `version ${String(router.version)}`,
    `interface ${router.interface}`,
    `virtual_router_id ${String(router.vrid)}`,
    `priority ${String(router.priority)}`,
    `advert_int ${inSeconds(router.advertIntervalNs)}`,
    `down_timer_adverts ${String(router.downTimerAdverts)}`,
    ...(router.preempt ? [] : ['nopreempt']),
    ...(router.preemptDelayNs > 0 ? [`preempt_delay ${inSeconds(router.preemptDelayNs)}`] : []),
    ...(router.strict === undefined ? [] : ['strict_mode on']),
    ...(router.accept === undefined ? [] : [router.accept ? 'accept' : 'no_accept']),
    ...(router.vmac === undefined ? [] : [`use_vmac vrrp${String(number)}`]),
    ...(router.vmac?.xmitBase === true ? ['vmac_xmit_base'] : []),
    ...(router.peers === undefined ? [] : [block('unicast_peer', router.peers)]),
    ...(router.garp === undefined ? [] : garp(router.garp)),
    ...(tracked.length > 0 ? [block('track_interface', tracked)] : []),
    ...(asked.length === 0 ? [] : [block('track_script', asked)]),
    block(
      'virtual_ipaddress',
      router.addresses.map((address) => (router.vmac === undefined ? `${address} dev ${router.interface}` : address)),
    ),
  ])
}

const weighted = (name: string, weight: number | undefined): string =>
  weight === undefined ? name : `${name} weight ${String(weight)}`

const garp = (one: GratuitousArp): readonly string[] => [
  `garp_master_delay ${inSeconds(one.delayNs)}`,
  `garp_master_repeat ${String(one.repeat)}`,
  `garp_master_refresh ${inSeconds(one.refreshNs)}`,
  `garp_master_refresh_repeat ${String(one.refreshRepeat)}`,
  `garp_lower_prio_delay ${inSeconds(one.lowerPriorityDelayNs)}`,
  `garp_lower_prio_repeat ${String(one.lowerPriorityRepeat)}`,
]

const inSeconds = (ns: Ns): string => String(ns / 1e9)

const block = (name: string, lines: readonly string[]): string =>
  [`${name} {`, ...lines.flatMap((line) => line.split('\n').map((part) => `    ${part}`)), '}'].join('\n')
