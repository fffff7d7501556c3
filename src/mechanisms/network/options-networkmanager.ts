import { parsePrefix } from '../../model/address.ts'
import type { OwnDevice } from '../../model/own-device.ts'
import type { OwnFile, Unread } from '../../model/own-file.ts'
import type { NetworkFiles } from '../contract/options.ts'
import { settingOf } from './data.ts'
import { ownBond, type BondWord } from './options-bond.ts'
import { declareNetwork, type OwnNetwork, type OwnRoute } from './options-declare.ts'
import { kernelTree } from './options-tree.ts'
import { entriesOf, type KeyfileEntry } from './options-keyfile.ts'

/** Keyfiles (nm-settings-keyfile(5), NetworkManager 1.42), one a connection. */
export const NETWORKMANAGER: NetworkFiles = {
  of: /^(etc\/)?(NetworkManager\/)?(system-connections\/)?[^/]+\.nmconnection$/,
  read: (files, node) => {
    declareNetwork(node, new Connections(files).network())
  },
}

/** Says nothing of when traffic moves, or only what concerns IPv6 or names. */
const IDLE = [
  /^connection\.(id|uuid|type|interface-name|timestamp|permissions|zone|autoconnect-(priority|retries|slaves|ports)|master|controller|slave-type|port-type|lldp|mdns|llmnr|stable-id)$/,
  /^(ipv6|proxy|user|match)\./,
  /^ipv4\.(method|never-default|address\d*|gateway|route\d+|route-metric|dns.*|may-fail|ignore-auto-.*|dhcp-.*)$/,
  /^ethernet\.(mtu|mac-address|cloned-mac-address|auto-negotiate|duplex|speed|wake-on-lan)$/,
  /^vlan\.(id|parent|flags|interface-name)$/,
  /^bridge\.(stp|priority|hello-time|max-age|forward-delay|interface-name|multicast-snooping)$/,
]

/** NetworkManager's metrics of routes by the type of their device (nm_device_get_route_metric_default). */
const METRICS: Readonly<Record<string, number>> = { ethernet: 100, bond: 300, vlan: 400, bridge: 425 }

type Connection = readonly KeyfileEntry[]
const last = (all: Connection, ...names: readonly string[]): string | undefined =>
  all.findLast(({ section, key }) => names.includes(`${section}.${key}`))?.value

class Connections {
  readonly #all: readonly Connection[]
  readonly #unread: Unread[] = []
  readonly #routes: OwnRoute[] = []

  constructor(files: readonly OwnFile[]) {
    this.#all = files.map((file) =>
      // Older names of the type are those of the setting.
      entriesOf(file).map((one) => (one.section === '802-3-ethernet' ? { ...one, section: 'ethernet' } : one)),
    )
  }

  network(): OwnNetwork {
    const devices = this.#all.flatMap((one) => this.#device(one))
    return { manager: 'NetworkManager', devices, routes: this.#routes, unread: this.#unread }
  }

  /** The interface of a connection, by its UUID or by the interface's name. */
  #named(text: string): string {
    const found = this.#all.find((one) => last(one, 'connection.uuid') === text)
    return (found === undefined ? undefined : last(found, 'connection.interface-name')) ?? text
  }

  #device(all: Connection): readonly OwnDevice[] {
    const [head] = all
    const type = (last(all, 'connection.type') ?? '').replace('802-3-', '')
    const name = last(all, 'connection.interface-name', `${type}.interface-name`)
    if (head === undefined) return []
    if (name === undefined || METRICS[type] === undefined) {
      const what = name === undefined ? 'a connection without interface-name' : `a connection of type ${type}`
      this.#unread.push({ what, where: head.where, device: null })
      return []
    }
    for (const one of all) if (!isRead(one, type)) this.#refuse(one, name)
    const mtu = last(all, 'ethernet.mtu')
    const addresses = this.#addresses(all, name, type)
    const common = { name, where: head.where, addresses, ...(mtu === undefined ? {} : { mtu: Number(mtu) }) }
    switch (type) {
      case 'bond': {
        const { bond, unread } = ownBond(bondWords(all))
        this.#unread.push(...unread.map((line) => settingOf(line, name)))
        return [{ ...common, kind: 'bond', bond, members: this.#members(name) }]
      }
      case 'vlan': {
        const parent = this.#named(last(all, 'vlan.parent') ?? '')
        return [{ ...common, kind: 'vlan', parent, vlan: Number(last(all, 'vlan.id')) }]
      }
      case 'bridge':
        return [{ ...common, kind: 'bridge', members: this.#members(name), ...treeOf(all) }]
      default:
        return [{ ...common, kind: 'port' }]
    }
  }

  /** In the order of their names (NetworkManager.conf(5): slaves-order). */
  #members(controller: string): readonly string[] {
    return this.#all
      .filter((one) => this.#named(last(one, 'connection.master', 'connection.controller') ?? '') === controller)
      .flatMap((one) => last(one, 'connection.interface-name') ?? [])
      .toSorted()
  }

  /** `address1=10.0.0.5/24,10.0.0.1`: with a gateway behind it. */
  #addresses(all: Connection, name: string, type: string): readonly string[] {
    const metric = Number(last(all, 'ipv4.route-metric') ?? METRICS[type])
    const own = (key: string): Connection =>
      all.filter((one) => one.section === 'ipv4' && new RegExp(key).test(one.key))
    for (const { value, where } of own('^route\\d+$')) {
      const [to = '', via, given] = value.split(',')
      const by = via === undefined || via === '' || via === '0.0.0.0' ? {} : { via }
      this.#routes.push({
        to: to === '0.0.0.0/0' ? 'default' : to,
        ...by,
        device: name,
        metric: Number(given ?? metric),
        where,
      })
    }
    const addresses = own('^address\\d*$')
    for (const { value, where } of [
      ...addresses.map((one) => ({ ...one, value: one.value.split(',')[1] ?? '' })),
      ...own('^gateway$'),
    ])
      if (value !== '') this.#routes.push({ to: 'default', via: value, device: name, metric, where })
    return addresses.flatMap((one): string[] => {
      const [text = ''] = one.value.split(',')
      if (parsePrefix(text) !== null) return [text]
      this.#refuse(one, name)
      return []
    })
  }

  #refuse({ key, value, where }: KeyfileEntry, device: string): void {
    this.#unread.push({ what: `“${key}=${value}”`, where, device })
  }
}

function isRead({ section, key, value }: KeyfileEntry, type: string): boolean {
  const name = `${section}.${key}`
  if (name === 'ipv4.method') return value === 'manual' || value === 'disabled'
  if (name === 'connection.autoconnect') return value === 'true'
  if (section === 'bond') return true
  // What is no ethernet has a MAC of its own, which decides the place of a bridge in a tree.
  if (name === 'ethernet.cloned-mac-address') return type !== 'bridge'
  return IDLE.some((known) => known.test(name))
}

/** Without any monitor NetworkManager sets miimon 100 (nm-setting-bond.c: nm_setting_bond_get_option_or_default). */
function bondWords(all: Connection): readonly BondWord[] {
  const words = all
    .filter(({ section }) => section === 'bond')
    .map(({ key, value, where }) => ({ name: key, value, what: `“${key}=${value}”`, where }))
  const isWatched = words.some(({ name, value }) => name === 'miimon' || (name === 'arp_interval' && value !== '0'))
  return isWatched ? words : [...words, { name: 'miimon', value: '100', what: 'miimon=100', where: '' }]
}

/** A bridge has a tree unless it says otherwise, with the kernel's timers. */
function treeOf(all: Connection): Pick<Extract<OwnDevice, { kind: 'bridge' }>, 'stp'> {
  if (last(all, 'bridge.stp') === 'false') return {}
  return { stp: kernelTree((key) => last(all, `bridge.${key}`)) }
}
