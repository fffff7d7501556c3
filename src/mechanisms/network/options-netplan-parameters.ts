import type { SpanningTree } from '../../model/topology.ts'
import type { BondWord } from './options-bond.ts'
import { kernelTree, TREE_WORDS } from './options-tree.ts'
import { isFalse, isTrue, type YamlSetting } from './options-yaml.ts'

/** netplan's words of a bond, and the kernel's. */
const NAMES: Readonly<Record<string, string>> = {
  mode: 'mode',
  'lacp-rate': 'lacp_rate',
  'mii-monitor-interval': 'miimon',
  'min-links': 'min_links',
  'transmit-hash-policy': 'xmit_hash_policy',
  'ad-select': 'ad_select',
  'all-members-active': 'all_slaves_active',
  'all-slaves-active': 'all_slaves_active',
  'arp-interval': 'arp_interval',
  'arp-ip-targets': 'arp_ip_target',
  'arp-validate': 'arp_validate',
  'arp-all-targets': 'arp_all_targets',
  'up-delay': 'updelay',
  'down-delay': 'downdelay',
  'fail-over-mac-policy': 'fail_over_mac',
  'gratuitous-arp': 'num_grat_arp',
  'gratuitious-arp': 'num_grat_arp',
  'packets-per-member': 'packets_per_slave',
  'packets-per-slave': 'packets_per_slave',
  'primary-reselect-policy': 'primary_reselect',
  'resend-igmp': 'resend_igmp',
  'learn-packet-interval': 'lp_interval',
  primary: 'primary',
}

const TIMES = ['miimon', 'arp_interval', 'updelay', 'downdelay']

/** `parameters` of a bond. Times without a unit are milliseconds. `named` gives the kernel's name of a member. */
export const bondWords = (parameters: readonly YamlSetting[], named: (id: string) => string): readonly BondWord[] =>
  parameters.map(({ key, value: given, where }) => {
    const text = given.text ?? given.items.map((one) => one.text).join(',')
    const name = NAMES[key] ?? key
    return { name, value: valueOf(name, text, named), what: `“${key}: ${text}”`, where }
  })

function valueOf(name: string, text: string, named: (id: string) => string): string {
  if (name === 'primary') return named(text)
  if (name === 'all_slaves_active') return isTrue(text) ? '1' : '0'
  const [, number = '', unit] = /^(\d+)(ms|s)?$/.exec(text) ?? []
  return TIMES.includes(name) && unit === 's'
    ? String(Number(number) * 1000)
    : TIMES.includes(name)
      ? number || text
      : text
}

/** netplan's bridges have a spanning tree unless they say otherwise, with the kernel's timers (net/bridge/br_device.c: br_dev_setup). */
export function bridgeTree(parameters: readonly YamlSetting[]): {
  readonly stp: SpanningTree | null
  readonly unread: readonly YamlSetting[]
} {
  const said = (key: string): string | undefined =>
    parameters.findLast((one) => one.key === key)?.value.text ?? undefined
  const isPlain = ({ value }: YamlSetting): boolean => /^\d+$/.test(value.text ?? '')
  return {
    stp: isFalse(said('stp')) ? null : kernelTree(said),
    unread: parameters.filter(
      (one) => one.key !== 'stp' && !(TREE_WORDS.some((word) => word === one.key) && isPlain(one)),
    ),
  }
}
