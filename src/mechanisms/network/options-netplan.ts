import { parsePrefix } from '../../model/address.ts'
import type { OwnDevice } from '../../model/own-device.ts'
import type { OwnFile, Unread } from '../../model/own-file.ts'
import { REFUSALS } from '../../model/route.ts'
import type { NetworkFiles, NounContext } from '../contract/options.ts'
import { settingOf, type Manager } from './data.ts'
import { ownBond } from './options-bond.ts'
import { declareNetwork, type OwnRoute } from './options-declare.ts'
import { bondWords, bridgeTree } from './options-netplan-parameters.ts'
import { isFalse, isTrue, readYaml, type YamlSetting, type YamlValue } from './options-yaml.ts'

/** `netplan.yaml`, or several below `netplan/`, which count together (netplan-yaml(5), version 0.106). */
export const NETPLAN: NetworkFiles = {
  of: /^(etc\/)?(netplan\/[^/]+\.yaml|netplan\.yaml)$/,
  read: (files, node) => {
    declareNetwork(node, new Netplan(files, node).network())
  },
}

const SECTIONS = ['ethernets', 'bonds', 'bridges', 'vlans'] as const
type Section = (typeof SECTIONS)[number]

/** Says nothing of when traffic moves, or only what concerns IPv6 or names. */
const IDLE =
  /^(renderer|match|set-name|dhcp[46]-overrides|dhcp6|dhcp-identifier|accept-ra|ipv6-.*|link-local|nameservers|optional|optional-addresses|critical|wakeonlan|emit-lldp|neigh-suppress|receive-checksum-offload|.*-offload|ignore-carrier)$/
/** Read below. */
const READ = ['addresses', 'mtu', 'routes', 'gateway4', 'gateway6', 'dhcp4', 'interfaces', 'parameters', 'id', 'link']
/** The MAC of a bridge decides its place in a tree, and that of any other interface nothing. */
const MAC: Readonly<Record<Section, boolean>> = { ethernets: true, bonds: true, vlans: true, bridges: false }

class Netplan {
  readonly #node: NounContext
  readonly #settings: readonly YamlSetting[]
  readonly #unread: Unread[] = []
  readonly #routes: OwnRoute[] = []

  constructor(files: readonly OwnFile[], node: NounContext) {
    this.#node = node
    const tops = files.map((file) => readYaml(file, node.problem))
    for (const { key, where } of tops.flatMap(({ settings }) => settings))
      if (key !== 'network') this.#refuse(key, where, null)
    this.#settings = tops.flatMap(({ settings }) => of(settings, 'network')).flatMap(({ value }) => value.settings)
  }

  network(): Parameters<typeof declareNetwork>[1] {
    for (const { key, where } of this.#settings)
      if (!['version', 'renderer', ...SECTIONS].includes(key)) this.#refuse(key, where, null)
    const devices = SECTIONS.flatMap((section) => this.#idsOf(section).flatMap((id) => this.#devices(section, id)))
    return { manager: this.#manager(), devices, routes: this.#routes, unread: this.#unread }
  }

  /** networkd is what servers have; a desktop names the other one. */
  #manager(): Manager {
    const all = [
      ...this.#settings,
      ...SECTIONS.flatMap((section) => of(this.#settings, section)).flatMap(settingsBelow),
    ]
    return of(all, 'renderer').some(({ value }) => value.text === 'NetworkManager')
      ? 'NetworkManager'
      : 'systemd-networkd'
  }

  #idsOf(section: Section): readonly string[] {
    return [...new Set(of(this.#settings, section).flatMap(({ value }) => value.settings.map(({ key }) => key)))]
  }

  /** All that the files say of an ID. */
  #of(section: Section, id: string): readonly YamlSetting[] {
    return of(this.#settings, section)
      .flatMap(({ value }) => of(value.settings, id))
      .flatMap(({ value }) => value.settings)
  }

  /** The kernel's names of what has this ID: that of set-name, those that match, or the ID itself. */
  #names(id: string): readonly string[] {
    const said = this.#of('ethernets', id)
    const name = last(said, 'set-name')?.text
    if (name !== undefined && name !== null) return [name]
    const match = last(said, 'match')
    if (match === undefined) return [id]
    const glob = last(match.settings, 'name')?.text
    const pattern = new RegExp(
      `^${(glob ?? '*')
        .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
    )
    const others = match.settings.filter(({ key }) => key !== 'name')
    for (const { key, where } of others) this.#refuse(`${key} without set-name`, where, null)
    return others.length > 0 ? [] : this.#node.ports().filter((port) => pattern.test(port))
  }

  #devices(section: Section, id: string): readonly OwnDevice[] {
    const [head] = of(this.#settings, section).flatMap(({ value }) => of(value.settings, id))
    const where = head?.where ?? ''
    return (section === 'ethernets' ? this.#names(id) : [id]).map((name) => this.#device(section, id, name, where))
  }

  #device(section: Section, id: string, name: string, where: string): OwnDevice {
    const said = this.#of(section, id)
    this.#checkSettings(section, said, name)
    this.#readRoutes(said, name)
    const mtu = Number(last(said, 'mtu')?.text ?? Number.NaN)
    const addresses = this.#addresses(said, name)
    const common = { name, where, addresses, ...(Number.isInteger(mtu) ? { mtu } : {}) }
    const members = items(said, 'interfaces').flatMap(({ text }) => this.#names(text ?? ''))
    const parameters = of(said, 'parameters').flatMap(({ value }) => value.settings)
    switch (section) {
      case 'ethernets':
        return { ...common, kind: name === 'lo' ? 'loopback' : 'port' }
      case 'bonds': {
        const { bond, unread } = ownBond(bondWords(parameters, (one) => this.#names(one)[0] ?? one))
        this.#unread.push(...unread.map((line) => settingOf(line, name)))
        return { ...common, kind: 'bond', bond, members }
      }
      case 'bridges': {
        const { stp, unread } = bridgeTree(parameters)
        for (const one of unread) this.#refuseSetting(one, name)
        return { ...common, kind: 'bridge', members, ...(stp === null ? {} : { stp }) }
      }
      case 'vlans': {
        const link = last(said, 'link')?.text ?? ''
        return { ...common, kind: 'vlan', parent: this.#names(link)[0] ?? link, vlan: Number(last(said, 'id')?.text) }
      }
    }
  }

  #checkSettings(section: Section, said: readonly YamlSetting[], name: string): void {
    for (const setting of said) {
      const { key, value } = setting
      const isKnown = READ.includes(key) || IDLE.test(key) || (key === 'macaddress' && MAC[section])
      if (!isKnown || (key === 'dhcp4' && !isFalse(value.text))) this.#refuseSetting(setting, name)
    }
  }

  #addresses(said: readonly YamlSetting[], name: string): readonly string[] {
    return items(said, 'addresses').flatMap((item): string[] => {
      // With options of its own it is a mapping: "10.0.0.1/24": {label: web}.
      const text = item.text ?? item.settings[0]?.key ?? ''
      if (parsePrefix(text) !== null) return [text]
      this.#refuse(`addresses: ${text}`, item.where, name)
      return []
    })
  }

  #readRoutes(said: readonly YamlSetting[], name: string): void {
    for (const [key, to] of [
      ['gateway4', 'default'],
      ['gateway6', '::/0'],
    ] as const)
      for (const { value, where } of of(said, key))
        this.#routes.push({ to, via: value.text ?? '', device: name, where })
    for (const { settings, where } of items(said, 'routes')) {
      const unread = settings.filter((one) => !isReadOfRoute(one))
      for (const one of unread) this.#refuseSetting(one, name)
      if (unread.length === 0) this.#routes.push({ ...routeOf(settings, name), where })
    }
  }

  #refuseSetting({ key, value, where }: YamlSetting, device: string): void {
    this.#refuse(value.text === null ? key : `${key}: ${value.text}`, where, device)
  }

  #refuse(what: string, where: string, device: string | null): void {
    this.#unread.push({ what: `“${what}”`, where, device })
  }
}

/** A route in another table needs a rule, and one that is on-link a neighbour that is in no network. */
function isReadOfRoute({ key, value: { text } }: YamlSetting): boolean {
  if (['to', 'via', 'metric'].includes(key)) return true
  if (key === 'on-link') return !isTrue(text)
  if (key === 'table') return text === '254'
  return key === 'type' && (text === 'unicast' || REFUSALS.some((one) => one === text))
}

function routeOf(settings: readonly YamlSetting[], device: string): Omit<OwnRoute, 'where'> {
  const [to = '', via, metric, type] = ['to', 'via', 'metric', 'type'].map((key) => last(settings, key)?.text)
  const refuse = REFUSALS.find((one) => one === type)
  return {
    to: to === '0.0.0.0/0' ? 'default' : (to ?? ''),
    ...(via === undefined || via === null ? {} : { via }),
    ...(refuse === undefined ? { device } : { refuse }),
    ...(metric === undefined ? {} : { metric: Number(metric) }),
  }
}

const of = (settings: readonly YamlSetting[], key: string): readonly YamlSetting[] =>
  settings.filter((one) => one.key === key)
const last = (settings: readonly YamlSetting[], key: string): YamlValue | undefined => of(settings, key).at(-1)?.value
const items = (settings: readonly YamlSetting[], key: string): readonly YamlValue[] =>
  of(settings, key).flatMap(({ value }) => value.items)
const settingsBelow = ({ value }: YamlSetting): readonly YamlSetting[] =>
  value.settings.flatMap((one) => one.value.settings)
