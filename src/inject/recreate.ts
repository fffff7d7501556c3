import { REDIRECT_PREF, WIRE } from '../model/operation.ts'
import type { Half, Stitch, VethEnd } from '../model/stitch.ts'
import { dumpFilters, dumpLinks, dumpQdiscs } from '../linux/netlink/dump.ts'
import { adminState, deleteLink } from '../linux/netlink/link.ts'
import { deleteFilter, ingressParent, place, redirect } from '../linux/netlink/tc.ts'
import { altName, checksumBeforeSending, moveLink, vethPair } from '../linux/netlink/veth.ts'
import type { Namespaces } from '../linux/netns.ts'
import { joined, middleOf } from './resolve.ts'

const ALL = { match: 'all' } as const

/** Halves of a cable that are gone: a container that started anew has none of its ports. Empty: at most its redirects are. */
export const lostHalves = (namespaces: Namespaces, { halves }: Stitch): readonly Half[] =>
  halves.filter(({ at, port }) => typeof middleIndex(namespaces, at.node, port.name) === 'string')

/** null: nothing is wrong with it. */
export function damage(namespaces: Namespaces, { halves }: Stitch): string | null {
  const [a, b] = halves.map(({ at, port }) => middleIndex(namespaces, at.node, port.name))
  if (typeof a === 'string') return a
  if (typeof b === 'string') return b
  return a === undefined || b === undefined ? null : joined(namespaces, a, b)
}

/** Makes what a cable has lost as it was, and joins its middle again. What is whole is left alone. */
export function recreate(namespaces: Namespaces, stitch: Stitch): void {
  for (const half of lostHalves(namespaces, stitch)) make(namespaces, half)
  const [a, b] = stitch.halves.map(({ at, port }) => middleIndex(namespaces, at.node, port.name))
  if (typeof a !== 'number' || typeof b !== 'number') throw new Error(`${stitch.cable} could not be made again`)
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const)
    join(namespaces, from, to, stitch.qdisc)
}

function make(namespaces: Namespaces, { at, port, middle }: Half): void {
  const wire = namespaces.netlink(WIRE)
  // Where its port has only just died, or is not seen from here any more.
  const stale = dumpLinks(wire).find(({ name }) => name === middle.name)
  if (stale !== undefined) wire.execute([{ message: deleteLink(stale.index), text: `delete ${middle.name}` }])
  const temporary = { ...port, name: `bh-${String(process.pid)}` }
  wire.execute([{ message: vethPair(middle, temporary), text: `make ${at.node}:${port.name}` }])
  const index = dumpLinks(wire).find(({ name }) => name === temporary.name)?.index ?? 0
  wire.execute([{ message: moveLink(index, namespaces.fd(at.node), port.name), text: `give ${at.node} ${port.name}` }])
  finish(namespaces, WIRE, middle)
  finish(namespaces, at.node, port)
}

function finish(namespaces: Namespaces, ns: string, { name, altNames }: VethEnd): void {
  namespaces.within(ns, () => {
    checksumBeforeSending(name)
  })
  const socket = namespaces.netlink(ns)
  const index = dumpLinks(socket).find((link) => link.name === name)?.index ?? 0
  socket.execute([
    ...altNames.map((alt) => ({ message: altName(index, alt), text: `altname ${alt} of ${name}` })),
    { message: adminState(index, true), text: `up ${ns}:${name}` },
  ])
}

/** What comes out of one end leaves by the other. Others' filters are not touched. */
function join(namespaces: Namespaces, from: number, to: number, kind: Stitch['qdisc']): void {
  const wire = namespaces.netlink(WIRE)
  const redirects = dumpFilters(wire, from).filter(({ action }) => action === 'redirect')
  if (redirects.some(({ toIndex }) => toIndex === to)) return
  const has = dumpQdiscs(wire).some((one) => one.index === from && one.kind === kind)
  const text = `join ${String(from)} to ${String(to)}`
  wire.execute([
    ...redirects.map(({ pref }) => ({ message: deleteFilter(from, pref, ALL), text })),
    ...(has ? [] : [{ message: place(from, kind), text }]),
    { message: redirect(from, to, REDIRECT_PREF, { kind: 'u32' }, ingressParent(kind)), text },
  ])
}

const middleIndex = (namespaces: Namespaces, node: string, name: string): number | string =>
  middleOf((ns) => dumpLinks(namespaces.netlink(ns)), { node, interface: name })
