import type { End, Ns } from './files.ts'
import { receiversOf, streamsOf, type Sighting } from './sightings.ts'
import type { Trial } from './trial.ts'
import { routersOf, type Router } from './vrrp.ts'

/** A probe that a cable delivered to the node that it was sent to. */
export interface Arrival {
  readonly sequence: number
  readonly departedNs: Ns
  readonly atNs: Ns
  /** Whether the node took the frame is not to be seen from outside. */
  readonly unsure: boolean
}

/** Every probe that came to its receiver, by stream, in order of arrival. */
export function arrivalsOf(trial: Trial, sightings: readonly Sighting[]): readonly (readonly Arrival[])[] {
  const streams = streamsOf(trial)
  const arrivals = streams.map((): Arrival[] => [])
  const receivers = new Set(streams.flatMap(receiversOf))
  const macs = new Map([...receivers].map((node) => [node, trial.macsOf(node)]))
  const takes = new Map(trial.captures.map(({ end }) => [end, takesAt(trial, end)]))
  const routers = routersOf(trial)
  const corrupts = JSON.stringify(trial.plan).includes('corruptPercent')
  for (const { stream, sequence, departedNs, atNs, end, mac, isAddressed, isCut } of sightings) {
    const plan = streams[stream]
    const { node } = end.end
    if (plan === undefined || !isAddressed || !receiversOf(plan).includes(node)) continue
    if (!isGroup(mac) && macs.get(node)?.has(mac) !== true) continue
    const lent = routers.find((one) => one.node === node && one.virtualAddresses.includes(plan.to.address))
    const taken = [takes.get(end.end)?.(atNs) ?? 'yes', lent === undefined ? 'yes' : holdsAt(trial, lent, atNs)]
    const unsure = taken.includes('unsure') || (corrupts && isCut)
    if (!taken.includes('no')) arrivals[stream]?.push({ sequence, departedNs, atNs, unsure })
  }
  return arrivals
}

/** Its lowest bit is the first on the wire: a group address, which every station takes. */
const isGroup = (mac: string): boolean => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1

/** keepalived adds and removes addresses beside its report of the state, not with it. */
const BESIDE_NS = 20e6

/** Whether the node has the address that its virtual router lends it: what is sent to it otherwise, the node drops (RFC 9568 6.4.2). */
function holdsAt(trial: Trial, { node, name }: Router, atNs: Ns): 'yes' | 'no' | 'unsure' {
  const states = new Set([-BESIDE_NS, 0, BESIDE_NS].flatMap((byNs) => trial.at('vrrp', node, name, atNs + byNs)))
  if (states.size !== 1) return 'unsure'
  return states.has('MASTER') ? 'yes' : 'no'
}

const STATIC: readonly string[] = ['balance-xor', 'balance-rr', 'broadcast']

/**
 * Whether the node takes what comes in by this end at an instant. A bond drops what comes in by a member that is inactive
 * (bond_should_deliver_exact_match): flooded copies of what the active member of an active-backup bond gets, and what a
 * LACP partner sends that distributes already, while the port itself does not collect yet (ad_mux_machine: the partner
 * only waits until the port is in sync).
 */
function takesAt(trial: Trial, end: End): (atNs: Ns) => 'yes' | 'no' | 'unsure' {
  const bond = trial.bondOf(end)
  if (bond === undefined) return () => 'yes'
  // A static LAG takes what comes in by any of its members; which of them these two use is not watched.
  if (bond.mode === 'balance-tlb' || bond.mode === 'balance-alb') return () => 'unsure'
  if (STATIC.includes(bond.mode)) return () => 'yes'
  const [watch, name, takes] =
    bond.mode === '802.3ad'
      ? (['lacpPort', end.interface, 'distributing'] as const)
      : (['bondActive', bond.name, end.interface] as const)
  return (atNs) => {
    const states = new Set(trial.at(watch, end.node, name, atNs))
    if (states.size !== 1) return 'unsure'
    return states.has(takes) ? 'yes' : 'no'
  }
}
