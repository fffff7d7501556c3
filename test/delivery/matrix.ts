import { panelEnd, WIRE } from '../../src/model/operation.ts'
import type { Ns } from '../../src/model/time.ts'
import { endpointText, type Topology } from '../../src/model/topology.ts'
import type { Namespaces } from '../../src/linux/netns.ts'
import { frame } from './frame.ts'
import { Tap } from './tap.ts'

/** An end of the network: frames begin and end at its device. */
export interface Station {
  /** The node's, or `node:device` where it has several. */
  readonly name: string
  readonly node: string
  readonly device: string
  readonly mac: string
}

export const KINDS = ['known', 'unknown', 'broadcast', 'multicast'] as const
export type Kind = (typeof KINDS)[number]

/** One frame that was sent, and what became of it. */
export interface Sent {
  readonly kind: Kind
  readonly from: string
  /** Whom it was for; null: everybody. */
  readonly to: string | null
  readonly flow: number
  /** How often it came to each station. */
  readonly arrived: Readonly<Record<string, number>>
  /** Ends of cables that it left more than once: `h1:eth0 2`. A storm begins there. */
  readonly repeated: readonly string[]
  /** Of known unicast the way that it took: each cable that it crossed, from one node to the other. */
  readonly crossed: readonly (readonly [from: string, to: string])[]
}

/** A broadcast that may have gone round. */
export interface Circling {
  /** Since the first. */
  readonly sentNs: Ns
  readonly from: string
  /** How often it left the end of a cable, where it did so most often. */
  readonly crossed: number
  /** How often it came to each station that it came to. */
  readonly arrived: Readonly<Record<string, number>>
}

const DESTINATION = {
  unknown: '02:bb:bb:bb:bb:bb',
  broadcast: 'ff:ff:ff:ff:ff:ff',
  multicast: '01:00:5e:01:02:03',
} as const

/** Nobody's address. */
const STRANGER = '02:cc:cc:cc:cc:cc'

/** As many as a LAG needs that some take every leg. */
const FLOWS = 16
const TRAVEL_NS: Ns = 20e6

interface Surroundings {
  readonly namespaces: Namespaces
  readonly topology: Topology
  readonly rest: (ns: Ns) => Promise<void>
  /** Longer than any frame is on its way. Default 20 ms. */
  readonly travelNs?: Ns
}

/**
 * Every station to every station, in every way: who got what, how often, and which cable carried a frame twice.
 * For files that run in a guest; `judge` says what of it is wrong.
 */
export class Matrix {
  readonly #around: Surroundings
  readonly #stations: readonly (Station & { readonly tap: Tap })[]
  readonly #cables: readonly { readonly name: string; readonly way: readonly [string, string]; readonly tap: Tap }[]
  #number = 0

  constructor(around: Surroundings, stations: readonly Station[]) {
    const { namespaces, topology } = around
    this.#around = around
    this.#stations = stations.map((one) => ({ ...one, tap: new Tap(namespaces, one.node, one.device) }))
    this.#cables = topology.cables.flatMap((cable, number) =>
      (['a', 'b'] as const).map((end) => ({
        name: endpointText(cable[end]),
        way: [cable[end].node, cable[end === 'a' ? 'b' : 'a'].node],
        tap: new Tap(namespaces, WIRE, panelEnd(number, end).name),
      })),
    )
  }

  /** Every station says where it is: its address is known from then on. */
  async announce(): Promise<void> {
    for (const { mac, tap } of this.#stations) tap.send(frame(this.#next(), mac, DESTINATION.broadcast, 0))
    await this.#settle()
  }

  /** Known unicast comes first: before anything is learned anew. `knows`: who has been heard of where; by default all by all. */
  async measure(knows: (from: string, to: string) => boolean = () => true): Promise<Sent[]> {
    const sent: Sent[] = []
    for (const kind of KINDS) {
      for (const from of this.#stations) {
        for (const to of kind === 'known'
          ? this.#stations.filter((one) => one !== from && knows(from.name, one.name))
          : [null])
          sent.push(...(await this.#send(kind, from, to)))
      }
    }
    return sent
  }

  /** A broadcast of one station after the other every so often, for so long, and what became of each. Nobody learns from it. */
  async circling(forNs: Ns, everyNs: Ns): Promise<Circling[]> {
    const senders: string[] = []
    const first = this.#number + 1
    for (let atNs = 0; atNs < forNs; atNs += everyNs) {
      const from = this.#stations[senders.length % this.#stations.length]
      if (from === undefined) throw new Error('nobody to send')
      from.tap.send(frame(this.#next(), STRANGER, DESTINATION.broadcast, senders.length % FLOWS))
      senders.push(from.name)
      await this.#around.rest(everyNs)
    }
    const { arrivals, crossings } = await this.#settle()
    const [copies, crossed] = [tallies(arrivals), tallies(crossings)]
    return senders.map((from, k) => ({
      sentNs: k * everyNs,
      from,
      crossed: Math.max(...crossed.map(([, times]) => times.get(first + k) ?? 0)),
      arrived: Object.fromEntries(
        copies.flatMap(([name, times]) => {
          const here = times.get(first + k)
          return here === undefined ? [] : [[name, here]]
        }),
      ),
    }))
  }

  async #send(kind: Kind, from: Station & { readonly tap: Tap }, to: Station | null): Promise<Sent[]> {
    const first = this.#number + 1
    const destination = to?.mac ?? DESTINATION[kind as keyof typeof DESTINATION]
    for (let flow = 0; flow < FLOWS; flow++) from.tap.send(frame(this.#next(), from.mac, destination, flow))
    const { arrivals, crossings } = await this.#settle()
    return Array.from({ length: FLOWS }, (_, flow) => ({
      kind,
      from: from.name,
      to: to?.name ?? null,
      flow,
      arrived: Object.fromEntries(this.#stations.map(({ name }) => [name, count(arrivals.get(name), first + flow)])),
      repeated: [...crossings].flatMap(([cable, numbers]) => {
        const times = count(numbers, first + flow)
        return times > 1 ? [`${cable} ${String(times)}`] : []
      }),
      crossed: this.#cables
        .filter(({ name }) => kind === 'known' && count(crossings.get(name), first + flow) > 0)
        .map(({ way }) => way),
    }))
  }

  close(): void {
    for (const { tap } of [...this.#stations, ...this.#cables]) tap.close()
  }

  async #settle(): Promise<{ arrivals: Map<string, number[]>; crossings: Map<string, number[]> }> {
    await this.#around.rest(this.#around.travelNs ?? TRAVEL_NS)
    return {
      arrivals: new Map(this.#stations.map(({ name, tap }) => [name, tap.heard()])),
      crossings: new Map(this.#cables.map(({ name, tap }) => [name, tap.heard()])),
    }
  }

  #next(): number {
    this.#number += 1
    return this.#number
  }
}

const count = (numbers: readonly number[] | undefined, number: number): number =>
  numbers?.filter((one) => one === number).length ?? 0

/** How often each number was heard, by where. */
const tallies = (heard: ReadonlyMap<string, number[]>): [name: string, times: ReadonlyMap<number, number>][] =>
  [...heard].map(([name, numbers]) => {
    const times = new Map<number, number>()
    for (const number of numbers) times.set(number, (times.get(number) ?? 0) + 1)
    return [name, times]
  })
