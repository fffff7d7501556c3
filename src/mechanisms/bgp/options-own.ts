import { isIPv4 } from 'node:net'
import { networkOf } from '../../model/address.ts'
import type { OwnFile } from '../../model/own-file.ts'
import { seconds, type Ns } from '../../model/time.ts'
import type { NounContext } from '../contract/options.ts'
import { FRR_DEFAULTS, type FrrDefaults } from '../frr/data-own.ts'
import { blocksOf, refuseTwice, textOf, unreadLine, type FrrLine } from '../frr/options-blocks.ts'
import { isNetwork, isRouterId, isSystem, within } from '../frr/options-values.ts'
import { BGP, hasPolicy, type BgpFeature, type BgpNeighbour } from './data.ts'
import { mapOf, type RouteMap } from './options-own-maps.ts'

const OURS = /^(frr defaults |router bgp \d+$|route-map |ip prefix-list |bgp (as-path|community-list) )/
const IDLE = /^(bgp log-neighbor-changes|bgp network import-check|address-family ipv4 unicast|no auto-summary)$/
const IDLE_OF_NEIGHBOURS =
  /^(description .*|activate|soft-reconfiguration inbound|send-community( both)?|next-hop-self|peer-group( \S+)?)$/

/** Reads what an `frr.conf` says of BGP, with FRR's defaults; what is not understood is kept with its line. */
export function readBgp(file: OwnFile, node: NounContext): string {
  const blocks = blocksOf(file)
  const router = blocks.find(({ head }) => /^router bgp \d+$/.test(head.text))
  if (router === undefined) return file.text
  const defaults =
    FRR_DEFAULTS[blocks.some(({ head }) => head.text === 'frr defaults datacenter') ? 'datacenter' : 'traditional']
  const [, , as = ''] = router.head.words
  const said = new Router(router.lines, defaults, (name) => mapOf(name, blocks, as))
  // bgpd runs for one system.
  const others = blocks.filter((one) => one !== router && /^router bgp \d+$/.test(one.head.text))
  if (!isSystem(as)) said.unread.push(router.head)
  const networks = Object.entries(node.addresses()).flatMap(([name, addresses]) =>
    addresses.some((one) => said.networks.includes(networkOf(one) ?? '')) ? [name] : [],
  )
  const missing = [...said.missing(), ...said.missingWithin(Number(as))].map((what) => ({
    what,
    where: router.head.where,
    device: null,
  }))
  node.place(BGP, { site: { text: router.head.where } })
  node.feature<BgpFeature>(BGP, (old) => {
    if (old !== undefined) refuseTwice(node, BGP, router)
    return {
      as: Number(as),
      routerId: said.routerId,
      neighbours: said.neighbours(),
      networks,
      ...said.timers,
      ecmp: said.ecmp,
      own: { lines: textOf(blocks.filter(({ head }) => OURS.test(head.text))) },
    }
  })
  node.unread([
    ...missing,
    ...[...said.unread, ...others.flatMap(({ head, lines }) => [head, ...lines])].map(unreadLine),
  ])
  return file.text
}

/** `router bgp`: of a peer group each member has what the group has. */
class Router {
  routerId = ''
  ecmp = 1
  readonly networks: string[] = []
  readonly unread: FrrLine[] = []
  timers: Pick<BgpFeature, 'keepaliveNs' | 'holdNs' | 'advertisementNs'>
  readonly #connectNs: Ns
  #requiresPolicy: boolean
  #isRelaxed = false
  #activates = true
  #comparesIds = false
  readonly #maps: (name: string) => RouteMap | null
  readonly #groups = new Map<string, string>()
  readonly #of = new Map<string, { readonly text: string; readonly line: FrrLine }[]>()

  constructor(lines: readonly FrrLine[], defaults: FrrDefaults, maps: (name: string) => RouteMap | null) {
    this.#requiresPolicy = defaults.requiresPolicy
    const { keepaliveNs, holdNs, connectNs } = defaults
    this.timers = { keepaliveNs, holdNs, advertisementNs: 0 }
    this.#connectNs = connectNs
    this.#maps = maps
    for (const line of lines) if (!this.#reads(line.words.join(' '), line)) this.unread.push(line)
  }

  /** What is not there, and would be needed. */
  missing(): readonly string[] {
    const policy = this.#requiresPolicy
      ? ['no “no bgp ebgp-requires-policy”: FRR exchanges nothing without policies']
      : []
    const isTied = !this.#comparesIds && this.#members().length > this.ecmp
    const isSplit = this.ecmp > 1 && !this.#isRelaxed && this.#members().length > 1
    const relax = isSplit ? ['no “bgp bestpath as-path multipath-relax”: only paths over the same systems share'] : []
    return [
      ...policy,
      ...relax,
      ...this.#members().flatMap((address) => this.#missingOf(address)),
      ...(isTied ? ['no “bgp bestpath compare-routerid”: of equal paths the oldest is used'] : []),
    ]
  }

  #missingOf(address: string): readonly string[] {
    const said = [address, this.#groups.get(address) ?? ''].flatMap((name) => this.#of.get(name) ?? [])
    const isActive = this.#activates || said.some(({ text }) => text === 'activate')
    return [
      ...(said.some(({ text }) => text.startsWith('remote-as ')) ? [] : [`no “neighbor ${address} remote-as”`]),
      ...(isActive ? [] : [`no “neighbor ${address} activate”, beside “no bgp default ipv4-unicast”`]),
    ]
  }

  /** The same of neighbours in its own AS. */
  missingWithin(as: number): readonly string[] {
    const internal = this.neighbours().filter((one) => one.as === as)
    const saysOf = (name: string | undefined): readonly string[] =>
      name === undefined ? [] : (this.#of.get(name) ?? []).map(({ text }) => text)
    return internal.flatMap((one) => [
      ...([...saysOf(one.address), ...saysOf(this.#groups.get(one.address))].includes('next-hop-self')
        ? []
        : [
            `no “neighbor ${one.address} next-hop-self”: the routes announced to it may lead to routers that it cannot reach`,
          ]),
      ...(hasPolicy(one) ? [`a route map for ${one.address}, which is in the same AS`] : []),
      ...(internal.length > 1 ? [`several neighbours in its own AS, such as ${one.address}`] : []),
    ])
  }

  neighbours(): readonly BgpNeighbour[] {
    return this.#members().map((address) => {
      let one: BgpNeighbour = {
        address,
        as: 0,
        connectNs: this.#connectNs,
        localPreference: 100,
        preferences: [],
        prepend: 0,
        communities: [],
        announce: 'all',
        prefixes: { in: null, out: null },
      }
      const group = this.#groups.get(address)
      for (const { text, line } of [
        ...(group === undefined ? [] : (this.#of.get(group) ?? [])),
        ...(this.#of.get(address) ?? []),
      ]) {
        const read = this.#neighbour(one, text)
        if (read !== null) one = read
        else if (!this.unread.includes(line)) this.unread.push(line)
      }
      return one
    })
  }

  #members(): readonly string[] {
    return [...new Set([...this.#groups.keys(), ...this.#of.keys()])].filter(isIPv4)
  }

  #neighbour(one: BgpNeighbour, text: string): BgpNeighbour | null {
    const number = Number(/\d+$/.exec(text)?.[0] ?? Number.NaN)
    const last = text.split(' ').at(-1)
    if (/^remote-as \d+$/.test(text)) return isSystem(last) ? { ...one, as: number } : null
    if (/^timers connect \d+$/.test(text))
      return within(last, 1, 65_535) ? { ...one, connectNs: seconds(number) } : null
    if (/^advertisement-interval \d+$/.test(text)) {
      if (!within(last, 0, 600)) return null
      this.timers = { ...this.timers, advertisementNs: Math.max(this.timers.advertisementNs, seconds(number)) }
      return one
    }
    const [, name = '', direction] = /^route-map (\S+) (in|out)$/.exec(text) ?? []
    const map = direction === undefined ? null : this.#maps(name)
    if (map !== null) return direction === 'in' ? { ...one, ...map.in } : { ...one, ...map.out }
    return direction === undefined && IDLE_OF_NEIGHBOURS.test(text) ? one : null
  }

  /** Whether bgpd takes this line: earlier ones have to introduce the group or the neighbour that it names (peer_and_group_lookup_vty). */
  #knows(name: string, [what, value]: readonly string[]): boolean {
    const isMember = what === 'peer-group' && value !== undefined
    if (isMember && (!this.#of.has(value) || (this.#groups.get(name) ?? value) !== value)) return false
    return this.#of.has(name) || (isIPv4(name) ? isMember || what === 'remote-as' : what === 'peer-group' && !isMember)
  }

  #reads(text: string, line: FrrLine): boolean {
    const { words } = line
    if (words[0] === 'neighbor') {
      const [, name = '', ...rest] = words
      // A neighbour that an interface names has no address here.
      if (rest[0] === 'interface' || !this.#knows(name, rest)) return false
      if (rest[0] === 'peer-group' && rest[1] !== undefined) this.#groups.set(name, rest[1])
      this.#of.set(name, [...(this.#of.get(name) ?? []), { text: rest.join(' '), line }])
    } else if (words[0] === 'network' && words.length === 2 && isNetwork(words[1] ?? ''))
      this.networks.push(networkOf(words[1] ?? '') ?? '')
    else if (/^bgp router-id \S+$/.test(text) && isRouterId(words[2] ?? '')) this.routerId = words[2] ?? ''
    else if (/^timers bgp \d+ \d+$/.test(text)) {
      const [keepalive, hold] = words.slice(2).map(Number)
      // RFC 4271 4.2 and 4.4: 0 or 1 and 2 s are no hold time that ends, and a longer keepalive than a third is not used as it stands.
      if (!within(words[3], 3, 65_535) || !within(words[2], 1, Math.floor((hold ?? 0) / 3))) return false
      this.timers = { ...this.timers, keepaliveNs: seconds(keepalive ?? 0), holdNs: seconds(hold ?? 0) }
    } else if (/^maximum-paths \d+$/.test(text) && within(words[1], 1, 256)) this.ecmp = Number(words[1])
    else if (text === 'bgp bestpath as-path multipath-relax') this.#isRelaxed = true
    else if (text === 'no bgp default ipv4-unicast') this.#activates = false
    else if (text === 'bgp bestpath compare-routerid') this.#comparesIds = true
    else if (/^(no )?bgp ebgp-requires-policy$/.test(text)) this.#requiresPolicy = words[0] !== 'no'
    else return IDLE.test(text)
    return true
  }
}
