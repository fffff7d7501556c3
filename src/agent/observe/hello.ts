import { BackhoeError } from '../../model/problem.ts'
import { formatNs, type Ns } from '../../model/time.ts'
import type { PhaseEvent } from '../../model/window.ts'
import type { Clock } from '../clock.ts'
import { calls, check } from '../libc.ts'
import type { Namespaces } from '../netns.ts'
import { advertFilter, attachFilter, bpduFilter, LACPDU_FILTER, type Filter } from './filter.ts'
import { SIOCGSTAMPNS, SOCK_RAW } from './sockets.ts'
import type { Watcher } from './watcher.ts'

const AF_PACKET = 17
const ETH_P_ALL = 3
/** struct sockaddr_ll. */
const LINK_ADDRESS_BYTES = 20
/** A hello that has not come by then is not coming. */
const PATIENCE_PERIODS = 4
/** IEEE 802.1D-2004 9.3.1 and 9.3.3. */
const CONFIGURATION_BPDU = 0
const RST_BPDU = 2

export interface HelloContext {
  readonly namespaces: Namespaces
  readonly clock: Clock
  readonly watcher: Watcher
  readonly periodNs: Ns
}

/**
 * When the timer's next event happened, by the kernel's receive stamp; for `bondUp`: when the bond came up.
 * The socket is open only until then.
 * @throws BackhoeError (70) where none comes within four periods
 */
export async function nextHello(event: PhaseEvent, context: HelloContext): Promise<Ns> {
  if (event.event === 'bondUp') {
    const sinceNs = context.watcher.upSince(event.node, event.name)
    if (sinceNs === null) throw missing(`${event.node}:${event.name} is not up`)
    return sinceNs
  }
  const [text, filter] = soughtOf(event)
  const fd = openSniffer(context.namespaces, event.node, event.interface, filter)
  try {
    return await next(fd, context, `no ${text} came to ${event.node}:${event.interface}`)
  } finally {
    calls.close(fd)
  }
}

function soughtOf(event: Exclude<PhaseEvent, { event: 'bondUp' }>): readonly [text: string, filter: Filter] {
  switch (event.event) {
    case 'lacpdu':
      return ['LACPDU', LACPDU_FILTER]
    case 'bpdu':
      return ['BPDU', bpduFilter(event.rapid === true ? RST_BPDU : CONFIGURATION_BPDU)]
    case 'vrrpAdvert':
      return [`VRRP advertisement of group ${String(event.vrid)}`, advertFilter(event.vrid)]
  }
}

async function next(fd: number, { watcher, periodNs }: HelloContext, otherwise: string): Promise<Ns> {
  const patienceNs = PATIENCE_PERIODS * periodNs
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      sniffer.forget()
      reject(missing(`${otherwise} within ${formatNs(patienceNs)}`))
    }, patienceNs / 1e6)
    const sniffer = watcher.sniff(fd, (atNs) => {
      clearTimeout(timer)
      resolve(atNs)
    })
  })
}

const missing = (what: string): BackhoeError => new BackhoeError([{ code: 'no-hello', what }], 70)

/** Bound last, so that no packet comes past the filter. */
function openSniffer(namespaces: Namespaces, node: string, device: string, filter: Filter): number {
  return namespaces.within(node, () => {
    const fd = check('socket', AF_PACKET, SOCK_RAW, 0)
    attachFilter(fd, filter)
    calls.ioctl(fd, SIOCGSTAMPNS, Buffer.alloc(16))
    const address = Buffer.alloc(LINK_ADDRESS_BYTES)
    address.writeUInt16LE(AF_PACKET, 0)
    address.writeUInt16BE(ETH_P_ALL, 2)
    address.writeInt32LE(check('if_nametoindex', device), 4)
    check('bind', fd, address, address.length)
    return fd
  })
}
