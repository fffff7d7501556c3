import type { Attributes } from '../linux/netlink/codec.ts'

/** What of IFLA_INFO_DATA is configuration, by kind; the rest are timers, identifiers and states. */
const CONFIGURED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  bond: {
    mode: 1,
    miimon: 3,
    updelay: 4,
    downdelay: 5,
    arp_interval: 7,
    arp_ip_target: 8,
    arp_validate: 9,
    arp_all_targets: 10,
    primary: 11,
    primary_reselect: 12,
    fail_over_mac: 13,
    xmit_hash_policy: 14,
    resend_igmp: 15,
    num_grat_arp: 16,
    all_slaves_active: 17,
    min_links: 18,
    ad_lacp_rate: 21,
    ad_select: 22,
    ad_actor_sys_prio: 24,
    ad_user_port_key: 25,
    ad_actor_system: 26,
    peer_notify_delay: 28,
    missed_max: 30,
  },
  bridge: {
    forward_delay: 1,
    hello_time: 2,
    max_age: 3,
    ageing_time: 4,
    stp_state: 5,
    priority: 6,
    vlan_filtering: 7,
    mcast_snooping: 23,
    vlan_default_pvid: 39,
  },
  vlan: { id: 1, flags: 2, protocol: 5 },
  macvlan: { mode: 1, flags: 2 },
}

/**
 * `mode=1 miimon=100`: numbers as the kernel gives them, structs in hex. Without the ageing time of a bridge that runs a spanning tree:
 * during a topology change it is twice the forward delay (net/bridge/br_stp.c: __br_set_topology_change).
 */
export function kindText(kind: string, data: Attributes): string[] {
  const tree = kind === 'bridge' ? data.raw(STP_STATE) : undefined
  const isTree = tree !== undefined && valueText(tree) !== '0'
  return Object.entries(CONFIGURED[kind] ?? {}).flatMap(([name, type]) => {
    const value = isTree && name === 'ageing_time' ? undefined : data.raw(type)
    return value === undefined ? [] : [`${name}=${valueText(value)}`]
  })
}

const STP_STATE = 5

function valueText(value: Buffer): string {
  if (value.length === 1) return String(value.readUInt8())
  if (value.length === 2) return String(value.readUInt16LE())
  if (value.length === 4) return String(value.readUInt32LE())
  return value.toString('hex')
}
