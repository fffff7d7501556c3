import { lentAddresses } from '../mechanisms/all/data.ts'
import { Segments } from '../model/segments.ts'
import { endpointText, type Topology } from '../model/topology.ts'
import { bareAddress, isHostPrefix, overlaps, parsePrefix, type Prefix } from '../model/address.ts'
import type { Part, Report } from './report.ts'
import { strandedInterfaces } from './validate-vlans.ts'

interface Placed {
  readonly prefix: Prefix
  readonly place: Part
  readonly owner: string
  readonly segment: string
  /** On a loopback: other nodes may have it too. */
  readonly shared: boolean
}

/** Every address is one, belongs to one interface, and a network lies on one LAN only. */
export function addressProblems(topology: Topology, report: Report): void {
  const segments = new Segments(topology)
  // Theirs is another problem: they are on no LAN yet.
  const stranded = new Set(strandedInterfaces(topology).map((one) => segments.of(one)))
  const placed: Placed[] = []
  const read = (text: string, place: Part, owner: string): Prefix | null => {
    const prefix = parsePrefix(text)
    if (prefix === null)
      report(place, {
        code: 'bad-address',
        what: `${owner} has the address '${text}'`,
        allowed: 'an address with prefix length: 10.0.1.2/24',
      })
    return prefix
  }
  topology.nodes.forEach((node, number) => {
    for (const one of node.interfaces) {
      const endpoint = { node: node.name, interface: one.name }
      const place: Part = { node: number, what: one.name }
      for (const text of one.addresses) {
        const prefix = read(text, place, endpointText(endpoint))
        if (prefix !== null)
          placed.push({
            prefix,
            place,
            owner: endpointText(endpoint),
            segment: segments.of(endpoint),
            shared: one.kind === 'loopback',
          })
      }
    }
  })
  duplicates(placed, report)
  networks(placed.filter(isPlugged), report)
  topology.nodes.forEach((node, number) => {
    for (const { interface: device, address, by, place: what } of lentAddresses(node)) {
      if (!node.interfaces.some((one) => one.name === device)) continue
      const place: Part = { node: number, what }
      const segment = segments.of({ node: node.name, interface: device })
      virtualAddress(read(address, place, `${by} of ${node.name}`), segment, place)
    }
    const own = node.interfaces.flatMap((one) => one.addresses.map(bareAddress))
    for (const probe of node.probes) {
      if (!own.includes(probe.address)) {
        report(
          { node: number },
          {
            code: 'unknown-address',
            what: `probes of ${node.name} use ${probe.address}, which it has not`,
            allowed: own.join(', '),
          },
        )
      }
    }
  })

  function isPlugged({ segment }: Pick<Placed, 'segment'>): boolean {
    return !stranded.has(segment)
  }

  function virtualAddress(prefix: Prefix | null, segment: string, place: Part): void {
    if (prefix === null) return
    const holder = placed.find((other) => other.prefix.address === prefix.address)
    if (holder !== undefined) {
      report(place, {
        code: 'duplicate-address',
        what: `the virtual address ${prefix.address} is also ${holder.owner}'s own`,
        next: 'give the virtual router an address that no interface has',
      })
    }
    const elsewhere = placed.find(
      (other) =>
        other.segment !== segment && isPlugged(other) && !isHostPrefix(other.prefix) && overlaps(other.prefix, prefix),
    )
    if (elsewhere !== undefined && isPlugged({ segment })) {
      report(place, {
        code: 'overlapping-addresses',
        what: `the virtual address ${prefix.text} belongs to the network of ${elsewhere.owner}, ${elsewhere.prefix.text}, which is on another LAN`,
      })
    }
  }
}

function duplicates(placed: readonly Placed[], report: Report): void {
  const owners = new Map<string, Placed>()
  for (const one of placed) {
    const { prefix, place, owner } = one
    const key = `${String(prefix.family)} ${String(prefix.value)}`
    const other = owners.get(key)
    if (other === undefined) owners.set(key, one)
    else if (!(one.shared && other.shared && owner !== other.owner))
      report(place, { code: 'duplicate-address', what: `${prefix.address} is on ${other.owner} and on ${owner}` })
  }
}

/** Compares each network with the first of every other one: two LANs with one network, or one LAN with two lengths. */
function networks(placed: readonly Placed[], report: Report): void {
  const seen: Placed[] = []
  for (const one of placed) {
    if (isHostPrefix(one.prefix)) continue
    const clash = seen.find(
      (other) =>
        overlaps(other.prefix, one.prefix) && (other.segment !== one.segment || other.prefix.bits !== one.prefix.bits),
    )
    if (clash !== undefined) {
      report(one.place, {
        code: 'overlapping-addresses',
        what: `${one.prefix.text} of ${one.owner} overlaps ${clash.prefix.text} of ${clash.owner}, ${clash.segment === one.segment ? 'with another prefix length' : 'which is on another LAN'}`,
      })
    } else if (!seen.some((other) => other.segment === one.segment && overlaps(other.prefix, one.prefix)))
      seen.push(one)
  }
}
