import type { Unread } from '../model/own-file.ts'
import { unreadTold, type ContainerCommand } from '../model/told.ts'
import type { ClabNode } from './file.ts'

/** Of these none moves a packet of IPv4 to another place. */
const IDLE = [
  /^net\.ipv6\./,
  /^net\.core\./,
  /^net\.ipv4\.(tcp_(?!retries|syn_retries|orphan_retries).*|igmp_.*|icmp_.*|ip_unprivileged_port_start|ip_local_port_range)$/,
  /^net\.ipv4\.conf\.[^=]*\.(accept_redirects|send_redirects|accept_source_route|log_martians|secure_redirects)$/,
]
const FORWARDING = /^net\.ipv4\.(ip_forward|conf\.all\.forwarding)$/

/** What `sysctls` and commands say of forwarding (null: nothing), the other commands, and the settings that are not understood. */
export function forwardingOf(
  { sysctls, where }: ClabNode,
  commands: readonly ContainerCommand[],
): {
  readonly forwarding: boolean | null
  readonly rest: readonly ContainerCommand[]
  readonly unread: readonly Unread[]
} {
  const isOfSysctl = ({ words: [program = ''] }: ContainerCommand): boolean =>
    /^(\/(usr\/)?s?bin\/)?sysctl$/.test(program)
  const all = [
    ...Object.entries(sysctls).map(([key, value]) => ({
      key,
      value,
      told: { words: [], text: `${key}: ${value}`, where } satisfies ContainerCommand,
    })),
    ...commands.filter(isOfSysctl).flatMap((told) =>
      told.words
        .slice(1)
        .filter((word) => !word.startsWith('-'))
        .map((word) => {
          const [key = '', value = ''] = word.split(/=(.*)/)
          return { key: key.trim().replaceAll('/', '.'), value: value.trim(), told }
        }),
    ),
  ]
  const said = all.findLast(({ key }) => FORWARDING.test(key))
  return {
    forwarding: said === undefined ? null : said.value === '1',
    rest: commands.filter((told) => !isOfSysctl(told)),
    unread: all.filter((one) => !isKnown(one)).map(({ told }) => ({ ...unreadTold(told), device: null })),
  }
}

const isKnown = ({ key, value }: { readonly key: string; readonly value: string }): boolean =>
  FORWARDING.test(key) ||
  IDLE.some((known) => known.test(key)) ||
  // A strict filter drops what comes by another way than the answer goes.
  (/^net\.ipv4\.conf\..*\.rp_filter$/.test(key) && value !== '1')
