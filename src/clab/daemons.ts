import type { ContainerCommand } from '../model/told.ts'

/** Where keepalived reads its configuration by default. */
const KEEPALIVED_CONF = '/etc/keepalived/keepalived.conf'

/** The configuration with which a command starts keepalived; null: it does not. */
export function keepalivedBy({ words }: Pick<ContainerCommand, 'words'>): string | null {
  const [program = '', ...rest] = words
  const name = program.replace(/^(.*\/)/, '')
  const isService = name === 'service' || name === 'rc-service' || program === '/etc/init.d/keepalived'
  if (isService)
    return rest.includes('start') && (rest.includes('keepalived') || program.endsWith('keepalived'))
      ? KEEPALIVED_CONF
      : null
  if (name !== 'keepalived') return null
  const at = rest.findIndex((word) => word === '-f' || word === '--use-file')
  return at < 0
    ? (rest.find((word) => word.startsWith('--use-file='))?.slice('--use-file='.length) ?? KEEPALIVED_CONF)
    : (rest[at + 1] ?? null)
}

/** Places of configuration that something may read which is not known here. */
export const isOfDaemon = (target: string): boolean =>
  /^\/etc\/(frr|quagga|bird|netplan|network|NetworkManager|systemd|conntrackd|openvswitch|sysctl\.d|init\.d|rc\.local|local\.d)(\/|$|\.)/.test(
    target,
  )
