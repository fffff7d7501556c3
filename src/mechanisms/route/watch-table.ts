import type { Ns } from '../../model/time.ts'
import { RT_TABLE_MAIN } from '../../linux/netlink/route.ts'
import {
  destinationOf,
  readRoutes,
  routeRequest,
  type RouteEvent,
  type RouteInfo,
} from '../../linux/netlink/route-parse.ts'
import { LINKS_AND_ROUTES } from '../../linux/netlink/monitor.ts'
import type { KernelTable, Sight } from '../contract/watch.ts'
import { NO_ROUTE, routeState } from './data-kinds.ts'

/** What IPv6 has on every interface: it leads nowhere else. */
const OF_INTERFACES = /^(fe80|ff00):/

interface Kept {
  readonly route: RouteInfo
  readonly destination: string
}

/** The routes in table main of one node, from rtnetlink; reports by which gateways each destination is reached. */
export class RouteTable implements KernelTable {
  readonly groups = LINKS_AND_ROUTES
  readonly request = routeRequest
  readonly #node: string
  readonly #saw: Sight['saw']
  /** In the order in which they came: of equal metric the first is used. */
  readonly #kept = new Map<string, Kept>()
  /** Interfaces that were reported to be shut, or without carrier. */
  readonly #dark = new Set<number>()
  /** Not named yet by the dump that is under way. */
  #unnamed: Set<string> | null = null
  /** Since when what it does not name may be gone; absent: at once. */
  #sinceNs: Ns | undefined
  /** The kernel has removed routes without a word since then: another dump is due. */
  #flushedNs: Ns | undefined

  constructor(node: string, saw: Sight['saw']) {
    this.#node = node
    this.#saw = saw
  }

  begin(): void {
    this.#unnamed = new Set(this.#kept.keys())
    this.#sinceNs = this.#flushedNs
    this.#flushedNs = undefined
  }

  /**
   * `dumped`: this datagram ends a dump. `isDue`: a dump has to be asked for, since an interface was shut or has lost its carrier,
   * and the kernel reports none of the IPv4 routes that it removes then: those of the interface, and those by nexthop objects
   * there (fib_sync_down_dev, nexthop_flush_dev).
   */
  read(datagram: Buffer, atNs: Ns, sinceNs?: Ns): { readonly dumped: boolean; readonly isDue: boolean } {
    const { events, links, dumped } = readRoutes(datagram)
    const destinations = new Set(events.flatMap((event) => this.#take(event) ?? []))
    for (const destination of destinations) this.#say(destination, atNs, sinceNs)
    if (dumped) this.#forget(atNs)
    for (const { index, isUp } of links) {
      if (isUp) this.#dark.delete(index)
      else if (!this.#dark.has(index)) this.#flushedNs ??= sinceNs ?? atNs
      if (!isUp) this.#dark.add(index)
    }
    return { dumped, isDue: this.#flushedNs !== undefined && this.#unnamed === null }
  }

  #take({ route, gone, replaces }: RouteEvent): string | null {
    if (route.table !== RT_TABLE_MAIN || route.type === 'other' || OF_INTERFACES.test(route.to)) return null
    const destination = destinationOf(route)
    const place = `${destination} ${String(route.priority)} `
    const key = `${place}${route.type} ${routeState(route.gateways)} ${String(route.index)}`
    if (replaces) for (const one of [...this.#kept.keys()]) if (one.startsWith(place)) this.#kept.delete(one)
    if (gone) this.#kept.delete(key)
    else if (!this.#kept.has(key)) this.#kept.set(key, { route, destination })
    this.#unnamed?.delete(key)
    return destination
  }

  #forget(atNs: Ns): void {
    const gone = [...(this.#unnamed ?? [])].flatMap((key) => {
      const kept = this.#kept.get(key)
      this.#kept.delete(key)
      return kept?.destination ?? []
    })
    this.#unnamed = null
    for (const destination of new Set(gone)) this.#say(destination, atNs, this.#sinceNs)
  }

  #say(destination: string, atNs: Ns, sinceNs?: Ns): void {
    const used = [...this.#kept.values()]
      .filter((one) => one.destination === destination)
      .reduce<RouteInfo | null>((a, { route: b }) => (a === null || b.priority < a.priority ? b : a), null)
    this.#saw({ watch: 'route', node: this.#node, name: destination, to: stateOf(used) }, atNs, sinceNs)
  }
}

function stateOf(used: RouteInfo | null): string {
  if (used === null) return NO_ROUTE
  if (used.type !== 'unicast') return used.type
  return used.gateways.length === 0 ? 'direct' : routeState(used.gateways)
}
