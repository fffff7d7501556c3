import { parsePrefix } from '../../model/address.ts'
import type { OwnDevice } from '../../model/own-device.ts'
import type { OwnFile, Unread } from '../../model/own-file.ts'
import type { NetworkFiles } from '../contract/options.ts'
import { settingOf } from './data.ts'
import { ownBond, type BondWord } from './options-bond.ts'
import { declareNetwork, type OwnNetwork, type OwnRoute } from './options-declare.ts'
import { routeOf } from './options-ip-route.ts'
import { stanzasOf, type InterfacesFile, type InterfacesLine, type Stanza } from './options-stanzas.ts'

/** `interfaces` (interfaces(5), ifupdown 0.8), with the words of ifenslave 2.13, vlan and bridge-utils. */
export const IFUPDOWN: NetworkFiles = {
  of: /^(etc\/)?(network\/)?interfaces$/,
  read: (files, node) => {
    for (const file of files) declareNetwork(node, new Interfaces(file, node.ports()).network())
  },
}

/** Options of a bond that ifenslave hands to the kernel; others are not its own, and change nothing (if-pre-up.d/ifenslave). */
const BOND = [
  ...['mode', 'miimon', 'updelay', 'downdelay', 'use_carrier', 'arp_interval', 'arp_ip_target', 'arp_validate'],
  ...['ad_select', 'lacp_rate', 'xmit_hash_policy', 'fail_over_mac', 'num_grat_arp', 'num_unsol_na'],
  ...['primary', 'primary_reselect', 'packets_per_slave', 'tlb_dynamic_lb'],
]
const IDLE =
  /^(dns-.*|scope|broadcast|network|hwaddress|accept_ra|autoconf|privext|dad-.*|preferred-lifetime|bond-give-a-chance)$/

class Interfaces {
  readonly #file: InterfacesFile
  readonly #ports: readonly string[]
  readonly #unread: Unread[] = []
  readonly #routes: OwnRoute[] = []

  constructor(file: OwnFile, ports: readonly string[]) {
    this.#file = stanzasOf(file)
    this.#ports = ports
  }

  network(): OwnNetwork {
    for (const line of this.#file.unread) this.#refuse(line, null)
    const named = [...new Set(this.#file.stanzas.map(({ name }) => name))]
    const raised = named.filter((name) => this.#file.raised.includes(name))
    const devices = raised.flatMap((name) => this.#device(name))
    return { manager: null, devices, routes: this.#routes, unread: this.#unread }
  }

  #of(name: string): readonly Stanza[] {
    return this.#file.stanzas.filter((one) => one.name === name)
  }

  #device(name: string): readonly OwnDevice[] {
    const stanzas = this.#of(name)
    const options = stanzas.flatMap((one) => one.options)
    const where = stanzas[0]?.where ?? ''
    const said = (word: string): readonly string[] | undefined =>
      options.findLast(({ words }) => normal(words[0]) === word)?.words.slice(1)
    const members = this.#members(name, options)
    const isBond = members.length > 0 || said('bond-mode') !== undefined
    this.#check(name, stanzas)
    const mtu = Number(said('mtu')?.[0] ?? Number.NaN)
    const addresses = stanzas.flatMap((one) => this.#addresses(one))
    const common = { name, where, addresses, ...(Number.isInteger(mtu) ? { mtu } : {}) }
    const [, parent, id] = /^(.+)\.(\d+)$/.exec(name) ?? []
    const raw = said('vlan-raw-device')?.[0] ?? parent
    const vlan = id ?? /^vlan0*(\d+)$/.exec(name)?.[1]
    if (name === 'lo') return addresses.length === 0 ? [] : [{ ...common, kind: 'loopback' }]
    const ports = said('bridge-ports')
    // bridge-utils turns the tree on only where it is told to.
    if (ports !== undefined) return [{ ...common, kind: 'bridge', members: ports.filter((one) => one !== 'none') }]
    if (raw !== undefined && vlan !== undefined) return [{ ...common, kind: 'vlan', parent: raw, vlan: Number(vlan) }]
    if (!isBond || said('bond-master') !== undefined) return [{ ...common, kind: 'port' }]
    const { bond, unread } = ownBond(this.#bondWords([...this.#ofLegs(name), ...options], members))
    this.#unread.push(...unread.map((line) => settingOf(line, name)))
    return [{ ...common, kind: 'bond', bond, members }]
  }

  /** Those that the bond's own stanza names, then those that name it, as they are raised. */
  #members(bond: string, options: readonly InterfacesLine[]): readonly string[] {
    const named = options
      .filter(({ words }) => ['bond-slaves', 'slaves'].includes(normal(words[0])))
      .flatMap(({ words }) => words.slice(1))
      .flatMap((word) =>
        word === 'none' ? [] : word === 'all' ? this.#ports.filter((one) => one.startsWith('eth')) : [word],
      )
    const own = this.#file.raised.filter((name) =>
      this.#of(name).some((one) =>
        one.options.some(({ words }) => normal(words[0]) === 'bond-master' && words[1] === bond),
      ),
    )
    return [...new Set([...named, ...own])]
  }

  /** The lines of its legs that ifenslave hands to the bond, too: which leg is preferred. */
  #ofLegs(bond: string): readonly InterfacesLine[] {
    return this.#file.stanzas
      .filter(({ options }) => options.some(({ words }) => normal(words[0]) === 'bond-master' && words[1] === bond))
      .flatMap(({ options }) => options.filter(({ words }) => /^bond-primary/.test(normal(words[0]))))
  }

  #bondWords(options: readonly InterfacesLine[], members: readonly string[]): readonly BondWord[] {
    return options.flatMap(({ words, where }): BondWord[] => {
      const name = bondWord(words[0])
      if (name === null) return []
      // The first of several that is a leg.
      const value = name === 'primary' ? words.slice(1).find((one) => members.includes(one)) : words.slice(1).join(',')
      return value === undefined ? [] : [{ name, value, what: `“${words.join(' ')}”`, where }]
    })
  }

  #addresses({ name, family, method, options }: Stanza): readonly string[] {
    if (method !== 'static') return []
    const mask = options.findLast(({ words }) => words[0] === 'netmask')?.words[1]
    const gateway = options.findLast(({ words }) => words[0] === 'gateway')
    const metric = options.findLast(({ words }) => words[0] === 'metric')?.words[1]
    if (gateway !== undefined) {
      const to = family === 'inet6' ? '::/0' : 'default'
      const more = metric === undefined ? {} : { metric: Number(metric) }
      this.#routes.push({ to, via: gateway.words[1] ?? '', device: name, ...more, where: gateway.where })
    }
    return options
      .filter(({ words }) => words[0] === 'address')
      .flatMap((line): string[] => {
        const [, text = ''] = line.words
        const address = text.includes('/') ? text : `${text}/${lengthOf(mask, family)}`
        if (parsePrefix(address) !== null) return [address]
        this.#refuse(line, name)
        return []
      })
  }

  #check(name: string, stanzas: readonly Stanza[]): void {
    for (const { family, method, options, where } of stanzas) {
      if (!/^(static|manual|loopback)$/.test(method) && family === 'inet')
        this.#refuse({ words: ['iface', name, family, method], where }, name)
      for (const line of options) if (!this.#reads(line, name)) this.#refuse(line, name)
    }
  }

  #reads({ words, where }: InterfacesLine, name: string): boolean {
    const word = normal(words[0])
    if (['address', 'netmask', 'gateway', 'metric', 'mtu', 'vlan-raw-device', 'bridge-ports'].includes(word))
      return true
    if (['bond-slaves', 'slaves', 'bond-master'].includes(word) || IDLE.test(words[0] ?? '')) return true
    if (word === 'bridge-stp') return /^(off|no)$/.test(words[1] ?? '')
    if (['bridge-fd', 'bridge-maxwait', 'bridge-waitport', 'bridge-hello', 'bridge-maxage'].includes(word)) return true
    // Options of the bond that stand at its legs, too, change nothing but which leg is preferred (ifenslave: setup_slave_device).
    if (word.startsWith('bond-')) return bondWord(words[0]) !== null
    if (['up', 'post-up', 'pre-up', 'down', 'pre-down', 'post-down'].includes(word)) {
      if (/down$/.test(word)) return true
      const route = routeOf(words.slice(1), name)
      if (route !== null) this.#routes.push({ ...route, where })
      return route !== null || isRaising(words.slice(1), name)
    }
    return false
  }

  #refuse({ words, where }: InterfacesLine, device: string | null): void {
    this.#unread.push({ what: `“${words.join(' ')}”`, where, device })
  }
}

/** ifupdown takes `bond_mode` for `bond-mode`. */
const normal = (word = ''): string => word.replaceAll('_', '-')

function bondWord(word: string | undefined): string | null {
  const name = normal(word).startsWith('bond-') ? normal(word).slice('bond-'.length).replaceAll('-', '_') : ''
  return BOND.includes(name) ? name : null
}

/** `ip link set bond0 up`, `ifconfig eth0 up`: it is up anyway. */
const isRaising = (words: readonly string[], name: string): boolean =>
  [`ip link set ${name} up`, `ip link set dev ${name} up`, `ifconfig ${name} up`].includes(
    words
      .join(' ')
      .replaceAll('$IFACE', name)
      .replace(/^\/(usr\/)?s?bin\//, ''),
  )

/** `255.255.255.0` or `24`; without one the address is one of its own. */
function lengthOf(mask: string | undefined, family: string): string {
  if (mask === undefined) return family === 'inet6' ? '64' : '32'
  if (!mask.includes('.')) return mask
  const bits = mask
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('')
  return /^1*0*$/.test(bits) && bits.length === 32 ? String(bits.lastIndexOf('1') + 1) : mask
}
