import { isIPv4 } from 'node:net'
import { networkOf } from '../../model/address.ts'
import type { OwnFile } from '../../model/own-file.ts'
import { ms, seconds } from '../../model/time.ts'
import type { NounContext } from '../contract/options.ts'
import { blocksOf, refuseTwice, textOf, unreadLine, type FrrLine } from '../frr/options-blocks.ts'
import { OSPF, type OspfFeature, type OspfInterface } from './data.ts'

/** A veth, and all that is made of veths, has 10 Gbit/s for FRR, and OSPF's reference are 100 Mbit/s (ospf_if_get_output_cost). */
const SPEED_MBIT = 10_000
const REFERENCE_MBIT = 100

const IDLE = /^(log-adjacency-changes|no log-adjacency-changes|ospf rfc1583compatibility|no rfc1583compatibility)\b/
const IDLE_OF_INTERFACES = /^(priority|mtu-ignore|retransmit-interval|transmit-delay)\b/

/** Reads what an `frr.conf` says of OSPF, with FRR's defaults; what is not understood is kept with its line. */
export function readOspf(file: OwnFile, node: NounContext): string {
  const blocks = blocksOf(file)
  const router = blocks.find(({ head }) => head.text === 'router ospf')
  if (router === undefined) return file.text
  const unread: FrrLine[] = []
  const said = new Router(router.lines, unread)
  const interfaces = Object.entries(node.addresses()).flatMap(([name, addresses]): OspfInterface[] => {
    const lines = blocks.flatMap(({ head, lines: all }) => (head.text === `interface ${name}` ? all : []))
    const one = readInterface(name, lines, unread)
    const area = one.area ?? said.areaOf(addresses)
    if (area === undefined) return []
    said.areas.add(area)
    const passive = one.passive ?? said.isPassive(name)
    if (!passive && !one.isPointToPoint) unread.push(one.first ?? router.head)
    const { helloNs, deadNs, key } = one
    const cost = one.cost ?? Math.max(1, Math.round(said.referenceMbit / SPEED_MBIT))
    const network = passive || one.isPointToPoint === true ? 'point-to-point' : 'broadcast'
    return [{ name, area, network, cost, passive, helloNs, deadNs, ...(key === undefined ? {} : { key }) }]
  })
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
  node.unread(unread.map(unreadLine))
  return file.text
}

/** `router ospf`. */
class Router {
  readonly areas = new Set<string>()
  routerId = ''
  referenceMbit = REFERENCE_MBIT
  spf: OspfFeature['spf'] = { delayNs: 0, holdNs: ms(50), maxHoldNs: ms(5000) }
  readonly #networks: { readonly network: string; readonly area: string }[] = []
  #isPassive = false
  readonly #exceptions = new Set<string>()

  constructor(lines: readonly FrrLine[], unread: FrrLine[]) {
    for (const line of lines) if (!this.#reads(line.text.trim(), line.words)) unread.push(line)
  }

  areaOf(addresses: readonly string[]): string | undefined {
    const networks = addresses.filter((one) => !one.includes(':')).map(networkOf)
    return this.#networks.find(({ network }) => networks.includes(network))?.area
  }

  isPassive = (name: string): boolean => this.#isPassive !== this.#exceptions.has(name)

  #reads(text: string, words: readonly string[]): boolean {
    const last = words.at(-1) ?? ''
    if (/^(ospf )?router-id /.test(text)) this.routerId = last
    else if (text === 'passive-interface default') this.#isPassive = true
    else if (/^(no )?passive-interface \S+$/.test(text)) this.#exceptions.add(last)
    else if (/^network \S+ area \S+$/.test(text)) this.#networks.push({ network: words[1] ?? '', area: areaText(last) })
    else if (/^auto-cost reference-bandwidth \d+$/.test(text)) this.referenceMbit = Number(last)
    else if (/^timers throttle spf \d+ \d+ \d+$/.test(text)) {
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

/** `ip ospf …` of an interface; its dead interval is four hellos where none is said (RFC 2328 C.3). */
function readInterface(name: string, lines: readonly FrrLine[], unread: FrrLine[]): Read {
  const read: { -readonly [Key in keyof Read]: Read[Key] } = { helloNs: seconds(10), deadNs: seconds(40) }
  const own = lines.filter(({ text }) => /^\s*ip ospf /.test(text))
  const [first] = own
  if (first !== undefined) read.first = first
  for (const line of own) {
    const text = line.words.slice(2).join(' ')
    const last = line.words.at(-1) ?? ''
    if (/^area \S+$/.test(text)) read.area = areaText(last)
    else if (/^cost \d+$/.test(text)) read.cost = Number(last)
    else if (text === 'passive') read.passive = true
    else if (text === 'network point-to-point') read.isPointToPoint = true
    else if (/^hello-interval \d+$/.test(text)) {
      read.helloNs = seconds(Number(last))
      if (!own.some((other) => /dead-interval/.test(other.text))) read.deadNs = 4 * read.helloNs
    } else if (/^dead-interval \d+$/.test(text)) read.deadNs = seconds(Number(last))
    else if (/^message-digest-key \d+ md5 \S+$/.test(text)) read.key = last
    else if (text !== 'authentication message-digest' && !IDLE_OF_INTERFACES.test(text)) unread.push(line)
  }
  return read
}

const areaText = (text: string): string =>
  isIPv4(text) ? text : [24, 16, 8, 0].map((shift) => String((Number(text) >>> shift) & 255)).join('.')
