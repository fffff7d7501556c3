import { unreadTold, type ContainerCommand } from '../../model/told.ts'
import type { Contained, Container } from '../contract/options.ts'
import { KEEPALIVED_CONF } from './data.ts'

/** keepalived in a container whose commands start it with a file of the user's own. */
export function containedKeepalived({ commands, file }: Container): Contained | null {
  const started = commands.filter((one) => confOf(one) !== null)
  const [first] = started
  if (first === undefined) return null
  const place = confOf(first) ?? ''
  const isRead = started.length === 1 && file(place) !== null
  return {
    isStarted: false,
    started,
    known: [],
    unread: isRead ? [] : started.map((one) => ({ ...unreadTold(one), device: null })),
    files: file(place) === null ? {} : { [KEEPALIVED_CONF]: place },
    logs: [],
    does: [],
    forwards: false,
  }
}

/** Where keepalived reads its configuration by default. */
const BY_DEFAULT = '/etc/keepalived/keepalived.conf'

/** The configuration with which a command starts keepalived; null: it does not. */
function confOf({ words }: ContainerCommand): string | null {
  const [program = '', ...rest] = words
  const name = program.replace(/^(.*\/)/, '')
  const isService = name === 'service' || name === 'rc-service' || program === '/etc/init.d/keepalived'
  if (isService)
    return rest.includes('start') && (rest.includes('keepalived') || program.endsWith('keepalived')) ? BY_DEFAULT : null
  if (name !== 'keepalived') return null
  const at = rest.findIndex((word) => word === '-f' || word === '--use-file')
  return at < 0
    ? (rest.find((word) => word.startsWith('--use-file='))?.slice('--use-file='.length) ?? BY_DEFAULT)
    : (rest[at + 1] ?? null)
}
