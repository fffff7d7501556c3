import type { Ns } from '../../model/time.ts'
import { isGarp } from './options-own-garp.ts'
import type { Statement } from './options-statements.ts'

/** Says nothing of when a virtual router moves: mail, SNMP, the process itself, checks of what ours never sends. */
const IDLE = [
  /^(router_id|script_user|enable_script_security|umask|random_seed|data_use_instance|dynamic_interfaces|max_auto_priority)$/,
  /^(notification_email(_from)?|smtp_.*|no_email_faults|no_checker_emails|rs_init_notifies)$/,
  /^(snmp_socket|enable_(snmp|traps|dbus).*|dbus_service_name)$/,
  /^(.*process_names?|use_pid_dir|config_save_dir|tmp_config_directory|reload_.*|include_check)$/,
  /^(vrrp_(priority|no_swap|rt_priority|cpu_affinity|rlimit_.*|netlink_.*|rx_bufs_.*)|process_monitor_.*)$/,
  /^(checker|bfd|lvs)_.*$/,
  /^(vrrp_skip_check_adv_addr|vrrp_check_unicast_src|vrrp_iptables|vrrp_ipsets|nftables.*|disable_local_igmp)$/,
  /^(vrrp_notify_priority_changes|fifo_write_vrrp_states_on_reload)$/,
]

export interface Globals {
  /** keepalived's default is 2. */
  readonly version: 2 | 3
  readonly downTimerAdverts: number
  readonly startupDelayNs: Ns
  /** Where an instance says nothing else. */
  readonly garp: readonly Statement[]
  /** Of its own FIFOs. */
  readonly fifos: readonly { readonly word: string; readonly path: string }[]
  readonly hasScriptUser: boolean
  /** What is not understood, and may concern all virtual routers. */
  readonly unread: readonly Statement[]
}

export function globalsOf(statements: readonly Statement[]): Globals {
  const all = statements.filter(({ words }) => words[0] === 'global_defs').flatMap(({ block }) => block)
  const said = (name: string): readonly string[] | undefined => all.findLast(({ words }) => words[0] === name)?.words
  const adverts = Number(said('vrrp_down_timer_adverts')?.[1] ?? 3)
  const startupS = Number(said('vrrp_startup_delay')?.[1] ?? 0)
  return {
    version: said('vrrp_version')?.[1] === '3' ? 3 : 2,
    downTimerAdverts: adverts,
    startupDelayNs: Number.isFinite(startupS) ? Math.round(startupS * 1e9) : 0,
    garp: all.filter(({ words: [word = ''] }) => isGarp(word.replace(/^vrrp_/, ''))),
    fifos: all.flatMap(({ words: [word = '', path = ''] }) =>
      /^(vrrp_)?notify_fifo$/.test(word) ? [{ word, path }] : [],
    ),
    hasScriptUser: said('script_user') !== undefined,
    unread: all.filter(({ words: [word = ''] }) => !isRead(word) && !IDLE.some((known) => known.test(word))),
  }
}

const isRead = (word: string): boolean =>
  isGarp(word.replace(/^vrrp_/, '')) ||
  ['vrrp_version', 'vrrp_down_timer_adverts', 'vrrp_startup_delay', 'vrrp_notify_fifo', 'notify_fifo'].includes(word)
