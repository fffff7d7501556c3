import type { Unread } from '../../model/own-file.ts'
import { isIPv4 } from 'node:net'
import { parsePrefix } from '../../model/address.ts'
import { unreadTold, type ContainerCommand } from '../../model/told.ts'
import type { NounContext } from '../contract/options.ts'
import { ANY, CommandDevices, type Refused } from './options-command-devices.ts'
import { CommandNexthops } from './options-command-nexthops.ts'
import { declareNetwork, type OwnRoute } from './options-declare.ts'
import { routeOf } from './options-ip-route.ts'

/** Programs that change nothing that packets of other programs meet. */
const IDLE = new Set([
  ...[
    'echo',
    'printf',
    'true',
    ':',
    'sleep',
    'date',
    'cat',
    'ls',
    'touch',
    'mkdir',
    'cp',
    'mv',
    'rm',
    'chmod',
    'chown',
  ],
  ...['hostname', 'ping', 'wait', 'set', 'cd', 'ethtool', 'tcpdump', 'iperf', 'iperf3', 'nginx', 'httpd', 'lighttpd'],
  ...['sshd', '/usr/sbin/sshd', 'python3', 'apk', 'apt-get', 'apt', 'exec', 'trap'],
])

/**
 * `ip`, `brctl`: what commands make of the interfaces of a container, whose ports are up when the first one runs (ip-link(8),
 * ip-address(8), ip-nexthop(8), ip-route(8)). A command that the kernel refuses changes nothing, and is named like one that is not understood.
 */
export function readCommands(commands: readonly ContainerCommand[], node: NounContext): void {
  const reader = new Commands(node.ports())
  for (const one of commands) reader.run(one)
  const { devices, unread } = reader.made.finished()
  declareNetwork(node, { manager: null, devices, routes: reader.routes, unread: [...reader.unread, ...unread] })
}

class Commands {
  readonly made: CommandDevices
  readonly routes: OwnRoute[] = []
  readonly unread: Unread[] = []
  readonly #nexthops: CommandNexthops

  constructor(ports: readonly string[]) {
    this.made = new CommandDevices(ports)
    this.#nexthops = new CommandNexthops(this.made)
  }

  run(told: ContainerCommand): void {
    const [program = '', ...words] = told.words
    const name = program.replace(/^\/(usr\/)?s?bin\//, '')
    if (name === 'ip') this.#ip(told, words)
    else if (name === 'brctl') this.#refuse(told, this.made.brctl(told, words))
    else if (!IDLE.has(name)) this.#refuse(told, ANY)
  }

  #ip(told: ContainerCommand, given: readonly string[]): void {
    const words = given.filter((word) => !/^-(4|o|br|s|d|f|force)$/.test(word))
    const isSix = words[0] === '-6'
    const [object = '', verb = 'show', ...rest] = isSix ? words.slice(1) : words
    if (/^(sh|sho|show|l|ls|li|lis|list|get)$/.test(verb)) return
    if (isShort(object, 'link')) this.#refuse(told, this.#link(told, verb, rest))
    else if (isShort(object, 'address')) this.#refuse(told, this.#address(told, verb, rest))
    else if (isShort(object, 'nexthop')) this.#refuse(told, this.#nexthops.add(told, verb, rest))
    // Probes are of IPv4.
    else if (isShort(object, 'route') && !isSix) this.#route(told, verb, rest)
    else if (!(isShort(object, 'route') && isSix)) this.#refuse(told, ANY)
  }

  #link(told: ContainerCommand, verb: string, words: readonly string[]): Refused {
    if (isShort(verb, 'add')) return this.made.add(told, words)
    if (!isShort(verb, 'set')) return ANY
    const [first = '', ...rest] = words[0] === 'dev' ? words.slice(1) : words
    // Its routes go with it.
    if (rest.includes('down') && this.routes.length > 0) return { device: null, because: ', after routes were set' }
    return this.made.set(told, first, rest)
  }

  #address(told: ContainerCommand, verb: string, words: readonly string[]): Refused {
    const at = words.indexOf('dev')
    const device = words[at < 0 ? 1 : at + 1] ?? ''
    if (isShort(verb, 'flush') && words.length <= 2 && this.routes.length === 0)
      return this.made.flush(words.at(-1) ?? '')
    const text = words[0] === 'local' ? words[1] : words[0]
    const whole =
      text?.includes('/') === true ? text : `${text ?? ''}/${text !== undefined && isIPv4(text) ? '32' : '128'}`
    const known = new Set(['local', text, 'dev', device, 'nodad', 'brd', 'broadcast', '+', 'label', 'scope', 'global'])
    const isKnown = words.every((word, place) => known.has(word) || ['label', 'brd'].includes(words[place - 1] ?? ''))
    if (!/^(a|ad|add|replace|change)$/.test(verb) || parsePrefix(whole) === null || !isKnown)
      return { device: this.made.known(device) }
    return this.made.address(told, device, whole)
  }

  #route(told: ContainerCommand, verb: string, words: readonly string[]): void {
    if (verb === 'del' && words[0] === 'default' && this.routes.every(({ to }) => to !== 'default')) return
    const route = this.#nexthops.routeOf(verb, words) ?? routeOf(['ip', 'route', verb, ...words], '')
    if (route === null) {
      this.#refuse(told, ANY)
      return
    }
    const known = this.routes.findIndex((one) => one.to === route.to && (one.metric ?? 0) === (route.metric ?? 0))
    if (known >= 0 && verb !== 'replace')
      this.#refuse(told, { device: null, because: ', though there is such a route' })
    else if (!this.made.leads(route))
      this.#refuse(told, { device: null, because: ', to where no interface leads then' })
    else {
      if (known >= 0) this.routes.splice(known, 1)
      this.routes.push({ ...route, where: told.where })
    }
  }

  #refuse(told: ContainerCommand, refused: Refused): void {
    if (refused === null) return
    const { device, because = '' } = refused
    this.unread.push({ ...unreadTold(told, because), device })
  }
}

/** iproute2 takes any beginning of a word. */
const isShort = (word: string, whole: string): boolean => word !== '' && whole.startsWith(word)
