import { isIPv4 } from 'node:net'
import { bareAddress, overlaps, parsePrefix } from '../../model/address.ts'
import type { OwnFile } from '../../model/own-file.ts'
import { ms, seconds } from '../../model/time.ts'
import type { NounContext } from '../contract/options.ts'
import { blocksOf, refuseTwice, textOf, unreadLine, type FrrLine } from '../frr/options-blocks.ts'
import { isNetwork, isRouterId, within } from '../frr/options-values.ts'
import { OSPF, type OspfFeature, type OspfInterface } from './data.ts'

/** FRR takes the speed of a veth, and of all that is made of veths, for 10 Gbit/s. OSPF's reference is 100 Mbit/s (ospf_if_get_output_cost). */
const SPEED_MBIT = 10_000
const REFERENCE_MBIT = 100

const IDLE = /^((no )?log-adjacency-changes( detail)?|ospf rfc1583compatibility|no rfc1583compatibility)$/

/** Reads what an `frr.conf` says of OSPF, with FRR's defaults; what is not understood is kept with its line. */
export function readOspf(file: OwnFile, node: NounContext): string {
  const blocks = blocksOf(file)
  const router = blocks.find(({ head }) => head.text === 'router ospf')
  if (router === undefined) return file.text
  const unread: FrrLine[] = []
  const said = new Router(router.lines, unread)
  const byInterface: string[] = []
  const interfaces = Object.entries(node.addresses()).flatMap(([name, addresses]): OspfInterface[] => {
    const lines = blocks.flatMap(({ head, lines: all }) => (head.text === `interface ${name}` ? all : []))
    const one = readInterface(lines, unread)
    if (one.area !== undefined) byInterface.push(name)
    const area = one.area ?? said.areaOf(addresses, unread)
    if (area === undefined) return []
    said.areas.add(area)
    const passive = one.passive ?? said.isPassive(name)
    if (!passive && !one.isPointToPoint) unread.push(one.first ?? router.head)
    const { helloNs, deadNs, key } = one
    const cost = one.cost ?? Math.max(1, Math.round(said.referenceMbit / SPEED_MBIT))
    const network = passive || one.isPointToPoint === true ? 'point-to-point' : 'broadcast'
    return [{ name, area, network, cost, passive, helloNs, deadNs, ...(key === undefined ? {} : { key }) }]
  })
  // ospfd takes either `network` lines or areas of interfaces, and refuses those that come second.
  if (byInterface.length > 0) unread.push(...said.networks.map(({ line }) => line))
  if (said.areas.size > 1) unread.push(router.head)
  node.place(OSPF, { site: { text: router.head.where } })
  node.feature<OspfFeature>(OSPF, (old) => {
    if (old !== undefined) refuseTwice(node, OSPF, router)
    return {
      routerId: said.routerId,
      interfaces,
      spf: said.spf,
      own: {
        lines: [
          ...textOf(
            blocks.filter(({ head }) => head.text.startsWith('interface ')),
            ({ text }) => /^\s*ip ospf /.test(text),
          ),
          ...textOf([router]),
        ],
      },
    }
  })
  node.unread([...new Set(unread)].map(unreadLine))
  return file.text
}

/** `router ospf`. */
class Router {
  readonly areas = new Set<string>()
  routerId = ''
  referenceMbit = REFERENCE_MBIT
  spf: OspfFeature['spf'] = { delayNs: 0, holdNs: ms(50), maxHoldNs: ms(5000) }
  readonly networks: { readonly network: string; readonly area: string; readonly line: FrrLine }[] = []
  #isPassive = false
  readonly #passives = new Map<string, boolean>()

  constructor(lines: readonly FrrLine[], unread: FrrLine[]) {
    for (const line of lines) if (!this.#reads(line)) unread.push(line)
  }

  /** The area of the `network` lines that hold an address. Where they name several areas, those of the others are not understood. */
  areaOf(addresses: readonly string[], unread: FrrLine[]): string | undefined {
    const hosts = addresses.flatMap((one) => parsePrefix(`${bareAddress(one)}/32`) ?? [])
    const holding = this.networks.filter(({ network }) => {
      const held = parsePrefix(network)
      return held !== null && hosts.some((one) => overlaps(held, one))
    })
    const [first, ...others] = holding
    for (const { area, line } of others) if (area !== first?.area && !unread.includes(line)) unread.push(line)
    return first?.area
  }

  isPassive = (name: string): boolean => this.#passives.get(name) ?? this.#isPassive

  #reads(line: FrrLine): boolean {
    const text = line.text.trim()
    const { words } = line
    const last = words.at(-1) ?? ''
    if (/^(ospf )?router-id \S+$/.test(text) && isRouterId(last)) this.routerId = last
    else if (/^(no )?passive-interface default$/.test(text)) {
      // It undoes what earlier lines have set for single interfaces (ospf_passive_interface_default).
      this.#isPassive = words[0] !== 'no'
      this.#passives.clear()
    } else if (/^(no )?passive-interface \S+$/.test(text)) this.#passives.set(last, words[0] !== 'no')
    else if (/^network \S+ area \S+$/.test(text)) {
      const [area, network = ''] = [areaText(last), words[1]]
      if (area === null || !isNetwork(network)) return false
      this.networks.push({ network, area, line })
    } else if (/^auto-cost reference-bandwidth \S+$/.test(text) && within(last, 1, 4_294_967))
      this.referenceMbit = Number(last)
    else if (/^timers throttle spf( \S+){3}$/.test(text) && words.slice(3).every((one) => within(one, 0, 600_000))) {
      const [delayNs = 0, holdNs = 0, maxHoldNs = 0] = words.slice(3).map((word) => ms(Number(word)))
      this.spf = { delayNs, holdNs, maxHoldNs }
    } else return IDLE.test(text)
    return true
  }
}

interface Read {
  readonly area?: string
  readonly cost?: number
  readonly passive?: boolean
  readonly isPointToPoint?: boolean
  readonly helloNs: number
  readonly deadNs: number
  readonly key?: string
  readonly first?: FrrLine
}

/** Reads the `ip ospf …` lines of an interface. Its dead interval is four hellos by default (RFC 2328 C.3). */
function readInterface(lines: readonly FrrLine[], unread: FrrLine[]): Read {
  const read: { -readonly [Key in keyof Read]: Read[Key] } = { helloNs: seconds(10), deadNs: seconds(40) }
  const own = lines.filter(({ text }) => /^\s*ip ospf /.test(text))
  const [first] = own
  if (first !== undefined) read.first = first
  const find = (what: string): FrrLine | undefined => own.find(({ words }) => words[2] === what)
  for (const line of own) if (!readLine(line, read)) unread.push(line)
  if (find('dead-interval') === undefined) read.deadNs = 4 * read.helloNs
  // No neighbour would stay up.
  const dead = find('dead-interval')
  if (dead !== undefined && read.deadNs <= read.helloNs) unread.push(dead)
  // A key without authentication protects nothing, and authentication without a key uses one that nobody has set.
  const [key, authentication] = [find('message-digest-key'), find('authentication')]
  if ((key === undefined) !== (authentication === undefined))
    unread.push(...[key ?? authentication].flatMap((one) => one ?? []))
  return read
}

/** false: the line is not known, or ospfd refuses its value (ospfd/ospf_vty.c). */
function readLine(line: FrrLine, read: { -readonly [Key in keyof Read]: Read[Key] }): boolean {
  const [, , what = '', value = '', ...more] = line.words
  const text = line.words.slice(2).join(' ')
  if (text === 'passive') read.passive = true
  else if (text === 'network point-to-point') read.isPointToPoint = true
  else if (what === 'message-digest-key') {
    const [kind, key = '', ...others] = more
    const isKey = within(value, 1, 255) && kind === 'md5' && /^\S{1,16}$/.test(key) && others.length === 0
    // Of several keys ospfd uses one.
    if (!isKey || (read.key !== undefined && read.key !== key)) return false
    read.key = key
  } else if (more.length > 0) return false
  else if (what === 'area') {
    const area = areaText(value)
    // ospfd keeps the first one.
    if (area === null || (read.area !== undefined && read.area !== area)) return false
    read.area = area
  } else if (what === 'cost' && within(value, 1, 65_535)) read.cost = Number(value)
  else if (what === 'hello-interval' && within(value, 1, 65_535)) read.helloNs = seconds(Number(value))
  else if (what === 'dead-interval' && within(value, 1, 65_535)) read.deadNs = seconds(Number(value))
  else return isIdle(text, what, value)
  return true
}

const isIdle = (text: string, what: string, value: string): boolean =>
  text === 'authentication message-digest' ||
  text === 'mtu-ignore' ||
  (what === 'priority' && within(value, 0, 255)) ||
  (/^(retransmit-interval|transmit-delay)$/.test(what) && within(value, 1, 65_535))

/** `0` and `0.0.0.0` name one area. null: it names none. */
function areaText(text: string): string | null {
  if (isIPv4(text)) return text
  if (!within(text, 0, 2 ** 32 - 1)) return null
  return [24, 16, 8, 0].map((shift) => String((Number(text) >>> shift) & 255)).join('.')
}
