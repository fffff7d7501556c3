import { isIPv4 } from 'node:net'
import { parsePrefix } from '../../model/address.ts'
import { seconds, type Ns } from '../../model/time.ts'
import { OWNER, type VirtualRouter } from './data.ts'
import { isGarp, ownGarp } from './options-own-garp.ts'
import type { Asked } from './options-own-script.ts'
import { ownTrack } from './options-own-track.ts'
import type { Globals } from './options-own-globals.ts'
import type { Statement } from './options-statements.ts'

/** Says nothing of when the virtual router moves, or what keepalived does anyway. */
const IDLE =
  /^(debug|smtp_alert|notify_priority_changes|kernel_rx_buf_size|skip_check_adv_addr|promote_secondaries|accept|mcast_src_ip)$/

/**
 * Not understood, but no more than when and how this virtual router moves depends on it, or what a script makes of that. Anything else may
 * concern all of the node.
 */
const OWN_ONLY = new RegExp(
  `^(${[
    ...[
      'track_.*',
      'notify(_.*)?',
      'dont_track_primary',
      'linkbeat_use_polling',
      'unicast_.*',
      'check_unicast_src',
      'old_unicast_checksum',
    ],
    ...['use_vmac_addr', 'use_ipvlan', 'garp_.*', 'strict_mode', 'lower_prio_no_advert', 'higher_prio_send_advert'],
    ...['mcast_dst_ip', 'authentication', 'virtual_router_id', 'priority', 'down_timer_adverts'],
  ].join('|')})$`,
)

/** A virtual router as the file has it, and the statements of it that are not understood. */
export interface OwnRouter {
  readonly router: VirtualRouter
  readonly where: string
  /** `isOwn`: only this virtual router depends on it. */
  readonly unread: readonly { readonly statement: Statement; readonly isOwn: boolean }[]
}

/** `isGrouped`: in a sync group. keepalived's own defaults, its rounding, and what it takes back (vrrp.c: vrrp_complete_instance). */
export function ownRouter(
  instance: Statement,
  globals: Globals,
  scripts: ReadonlyMap<string, Asked | null>,
  isGrouped: boolean,
): OwnRouter {
  const { block, where } = instance
  const unread: Statement[] = []
  const said = (name: string): Statement | undefined => block.findLast(({ words }) => words[0] === name)
  const word = (name: string): string | undefined => said(name)?.words[1]
  const refuse = (name: string): void => {
    unread.push(said(name) ?? { words: ['no', name, 'of', instance.words[1] ?? ''], block: [], where })
  }
  const whole = (name: string, fallback: number, min: number, max: number): number => {
    const value = Number(word(name) ?? fallback)
    if (Number.isInteger(value) && value >= min && value <= max) return value
    refuse(name)
    return Math.min(max, Math.max(min, Number.isInteger(fallback) ? fallback : min))
  }

  const version = word('version') === undefined ? globals.version : word('version') === '3' ? 3 : 2
  const isMaster = word('state')?.toUpperCase() === 'MASTER'
  const device = word('interface') ?? ''
  const priority = whole('priority', isMaster ? OWNER : 100, 1, OWNER)
  const isOwner = priority === OWNER
  const {
    track,
    weighed,
    reaches,
    scripts: programs,
    unread: tracked,
  } = ownTrack(said('track_interface')?.block ?? [], said('track_script')?.block ?? [], scripts, {
    isOwner,
    isGrouped,
    device,
  })
  const [reach, ...more] = reaches
  if (more.length > 0) refuse('track_script')
  const peers = said('unicast_peer')?.block.map(({ words }) => words.join(' '))
  if (peers?.some((peer) => !isIPv4(peer)) === true) refuse('unicast_peer')
  const source = word('unicast_src_ip')
  const { garp, refused } = ownGarp(block, globals.garp)
  unread.push(...refused)
  const addresses = (said('virtual_ipaddress')?.block ?? []).flatMap((one): string[] => {
    const address = addressOf(one, device)
    if (address === null) unread.push(one)
    return address === null ? [] : [address]
  })
  if (isAuthenticatedByHeader(said('authentication'))) refuse('authentication')
  unread.push(...block.filter(({ words: [name = ''] }) => !READ.includes(name) && !isGarp(name) && !IDLE.test(name)))

  const router: VirtualRouter = {
    name: instance.words[1] ?? '',
    interface: device,
    // Without one keepalived drops the instance.
    vrid: whole('virtual_router_id', Number.NaN, 1, 255),
    version,
    priority,
    advertIntervalNs: advertIntervalNs(Number(word('advert_int') ?? 1), version),
    // Neither works where the first state is MASTER, and keepalived clears them.
    preempt: isMaster || isOwner || said('nopreempt') === undefined,
    preemptDelayNs: isMaster ? 0 : Math.round(Number(word('preempt_delay') ?? 0) * 1e9),
    downTimerAdverts: whole('down_timer_adverts', globals.downTimerAdverts, 1, 100),
    addresses,
    track,
    ...(weighed.length === 0 ? {} : { weighed }),
    // Without any peer keepalived falls back to multicast.
    ...(peers === undefined || peers.length === 0 ? {} : { peers }),
    ...(source === undefined ? {} : { source }),
    ...(garp === null ? {} : { garp }),
    ...(said('no_accept') === undefined ? {} : { accept: false }),
    ...(reach === undefined ? {} : { reach }),
    ...(programs.length === 0 ? {} : { scripts: programs }),
    ...(said('use_vmac') === undefined ? {} : { vmac: { xmitBase: said('vmac_xmit_base') !== undefined } }),
  }
  const all = [...tracked.map((statement) => ({ statement, isOwn: true })), ...unread.map(withScope)]
  return { router, where, unread: all }
}

const withScope = (statement: Statement): OwnRouter['unread'][number] => ({
  statement,
  isOwn: OWN_ONLY.test(statement.words[statement.words[0] === 'no' ? 1 : 0] ?? ''),
})

const READ = [
  ...[
    'version',
    'state',
    'interface',
    'virtual_router_id',
    'priority',
    'advert_int',
    'preempt',
    'nopreempt',
    'preempt_delay',
  ],
  ...[
    'unicast_peer',
    'unicast_src_ip',
    'down_timer_adverts',
    'track_interface',
    'track_script',
    'virtual_ipaddress',
    'authentication',
    'use_vmac',
    'vmac_xmit_base',
  ],
]

/** Whole seconds of version 2, whole centiseconds of version 3, rounded up from the half, within the field's width. */
function advertIntervalNs(said: number, version: 2 | 3): Ns {
  const [unitNs, most] = version === 2 ? [seconds(1), 255] : [1e7, 4095]
  const rounded = Math.floor((said * 1e9) / unitNs + 0.5)
  return Math.min(most, Math.max(1, Number.isNaN(rounded) ? 1 : rounded)) * unitNs
}

/** `10.0.1.1/24 dev lan label lan:0`; without a length it is one address. null: of IPv6, or on another interface. */
function addressOf({ words }: Statement, device: string): string | null {
  const [said = '', ...rest] = words
  const text = said.includes('/') ? said : `${said}/32`
  const dev = rest.indexOf('dev')
  const isElsewhere = dev >= 0 && rest[dev + 1] !== device
  const isMore = rest.some((word, at) => at % 2 === 0 && !['dev', 'label', 'scope', 'brd', 'broadcast'].includes(word))
  return parsePrefix(text)?.family === 4 && !isElsewhere && !isMore ? text : null
}

/** A password changes no packet's kind; an authentication header does. */
const isAuthenticatedByHeader = (authentication: Statement | undefined): boolean =>
  authentication?.block.some(({ words }) => words[0] === 'auth_type' && words[1]?.toUpperCase().startsWith('A')) ===
  true
