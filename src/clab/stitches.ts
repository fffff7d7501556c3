import { createHash } from 'node:crypto'
import { cableName, endpointText, type Endpoint } from '../model/topology.ts'
import type { Half, Stitch } from '../model/stitch.ts'
import type { ClabFile } from './file.ts'
import { deviceIn, wiresOf, type Wire } from './topology.ts'
import { isMapping, list, mapping, text } from './values.ts'

/** constants.DefaultLinkMTU of containerlab. */
const DEFAULT_MTU = 9500
/** IFNAMSIZ without its zero. */
const LONGEST_NAME = 15

/**
 * How containerlab has made every cable that has a middle (links/link_veth_stitched.go, link_host.go): the names of the devices
 * on the host's side, and by which it knows them again. `given` holds the addresses that it has chosen itself, by endpoint.
 */
export function stitchesOf(clab: ClabFile, given: ReadonlyMap<string, string>): readonly Stitch[] {
  return wiresOf(clab)
    .filter((wire) => reasonAgainst(clab, wire) === null)
    .map((wire): Stitch => {
      const ends = [wire.a, wire.b] as const
      return {
        cable: cableName(...ends),
        halves: [halfOf(clab.lab, wire, 0, given), halfOf(clab.lab, wire, 1, given)],
        qdisc: wire.links.length === 2 ? 'clsact' : 'ingress',
      }
    })
}

/** A cable that nobody but containerlab can make again. */
export interface Unmendable {
  readonly cable: string
  /** As far as their devices' names are known. */
  readonly ends: readonly Endpoint[]
  readonly because: string
}

export const unmendableOf = (clab: ClabFile): readonly Unmendable[] =>
  wiresOf(clab).flatMap((wire) => {
    const because = reasonAgainst(clab, wire)
    if (because === null) return []
    const known = [wire.a, wire.b].flatMap((end) => {
      const device = deviceIn(clab.nodes, end)
      return device === null ? [] : [{ node: end.node, interface: device }]
    })
    return [{ cable: cableName(wire.a, wire.b), ends: known, because }]
  })

/** null: made again, it is what it was. */
function reasonAgainst({ nodes }: ClabFile, { a, b, plain }: Wire): string | null {
  if (plain !== null) return 'a plain veth, whose other end died with it and took its configuration along'
  for (const { node, interface: name } of [a, b]) {
    const { kind, kindClass } = nodes.find((one) => one.name === node) ?? {}
    if (kindClass !== 'linux')
      return `${node} is a ${kind ?? 'stranger'}, and what it does with a port that comes later is its own`
    if (name.length > LONGEST_NAME) return `${name} is longer than a name of the kernel's`
  }
  return null
}

function halfOf(lab: string, { a, b, links }: Wire, number: 0 | 1, given: ReadonlyMap<string, string>): Half {
  const [end, other] = number === 0 ? [a, b] : [b, a]
  const at = { node: end.node, interface: end.interface }
  const mac = end.mac ?? given.get(endpointText(at)) ?? null
  const [first, second = first] = links
  const link = number === 0 ? first : second
  const mtu = link?.mtu ?? DEFAULT_MTU
  const own = links.length === 2 ? link?.hostInterface : null
  const name = own ?? `clab-s-${sha1(lab, end.node, end.interface).slice(0, 8)}`
  // The name that says whose a middle is, is of the other end: what leaves there goes to it.
  const crossed =
    own == null ? [`clab-stitch-${[lab, other.node, other.interface].join('-').replaceAll(/[/ ]/g, '-')}`] : []
  return {
    at,
    port: { name: end.interface, mac, mtu, altNames: [owned(end.node, end.interface)] },
    middle: { name, mac: own == null ? mac : null, mtu, altNames: [owned('host', name), ...crossed] },
  }
}

const owned = (node: string, device: string): string => `clab-o-${sha1(node, device).slice(0, 16)}`

const sha1 = (...words: readonly string[]): string => createHash('sha1').update(words.join('\0')).digest('hex')

/** Of a lab's `topology-data.json`: each endpoint's hardware address. */
export function addressesIn(exported: unknown): ReadonlyMap<string, string> {
  const links = isMapping(exported) ? list(exported.links) : []
  return new Map(
    links.flatMap((link) =>
      ['a', 'z'].flatMap((end): (readonly [string, string])[] => {
        const found = mapping(mapping(link, 'endpoints'), end)
        const [node, name, mac] = [text(found.node), text(found.interface), text(found.mac)]
        return node === null || name === null || mac === null ? [] : [[`${node}:${name}`, mac]]
      }),
    ),
  )
}
