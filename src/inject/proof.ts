import type { LiveCheck } from '../model/fault.ts'
import { formatNs, type Ns } from '../model/time.ts'
import { endpointText, type Endpoint } from '../model/topology.ts'
import type { Namespaces } from '../linux/netns.ts'
import { dumpFilters, dumpVlans } from '../linux/netlink/dump.ts'
import type { Daemon } from './daemon.ts'
import { linkOf, netemAt } from './interfaces.ts'
import { portVlans } from './open-vswitch.ts'
import { processesOf } from './stand-still.ts'

export interface ProofContext {
  /** Holds the nodes' folders. */
  readonly dir: string
  readonly namespaces: Namespaces
  /** The watcher's record of an interface's carrier, `up` or `down`, oldest first. */
  readonly history: (node: string, name: string, watch: 'carrier') => readonly { readonly t: Ns; readonly to: string }[]
  /** Of every node, whether they still run or not. */
  readonly daemons: readonly Pick<Daemon, 'node' | 'name' | 'process'>[]
  /** Programs of a node that live in the agent and stand still: ends of sessions. */
  readonly standing: (node: string) => number
  /** The injection. */
  readonly sinceNs: Ns
}

export interface Proof {
  readonly live: boolean
  readonly evidence: string
  /** What a counter has counted; absent where there is none in place. */
  readonly count?: number
}

/**
 * Every check holds. A counter that stands in place and has counted nothing is borne out by another one: a standby leg
 * sends nothing, and yet it hears.
 */
export function areLive(proofs: readonly Proof[]): boolean {
  const counted = proofs.some(({ count = 0 }) => count > 0)
  return proofs.every(({ live, count }) => live || (count === 0 && counted))
}

/** Was the fault live? Asked just before healing, of the kernel's counters and the watcher's record. */
export function checkLive(check: LiveCheck, context: ProofContext): Proof {
  switch (check.check) {
    case 'carrier':
      return carrier(check.at, check.is, context)
    case 'flaps':
      return flaps(check.at, check.count, context)
    case 'dead':
      return dead(check.node, context)
    case 'paused': {
      const { node } = check
      const found = processesOf(node, context.namespaces, context.daemons)
      const still = found.filter(({ stopped }) => stopped).length
      const ends = context.standing(node)
      const texts = [
        ...(found.length === 0 ? [] : [`${String(still)} of ${String(found.length)} processes`]),
        ...(ends === 0 ? [] : [ends === 1 ? '1 end of a session' : `${String(ends)} ends of sessions`]),
      ]
      const evidence =
        texts.length === 0
          ? `${node} runs nothing that could stand still`
          : `${texts.join(' and ')} of ${node} ${found.length === 0 && ends === 1 ? 'stands' : 'stand'} still`
      return { live: texts.length > 0 && still === found.length, evidence }
    }
    case 'admin-up': {
      const { adminUp } = linkOf(context.namespaces, check.at.node, check.at.interface)
      return { live: adminUp, evidence: `${endpointText(check.at)} is admin ${adminUp ? 'up' : 'down'}` }
    }
    case 'dropped': {
      const { index } = linkOf(context.namespaces, check.ns, check.name)
      const filters = dumpFilters(context.namespaces.netlink(check.ns), index)
      const filter = filters.find((candidate) => candidate.pref === check.pref && candidate.action === 'drop')
      const packets = filter?.stats.packets ?? 0
      const evidence = filter === undefined ? 'has no drop filter' : `dropped ${String(packets)} frames`
      return counter(filter, packets, `${check.ns}:${check.name} ${evidence}`)
    }
    case 'netem': {
      const { index } = linkOf(context.namespaces, check.ns, check.name)
      const netem = netemAt(context.namespaces, check.ns, index)
      const { packets, drops } = netem?.stats ?? { packets: 0, drops: 0 }
      const evidence =
        netem === undefined ? 'has no netem' : `netem passed ${String(packets)} and dropped ${String(drops)} packets`
      return counter(netem, packets + drops, `${check.ns}:${check.name} ${evidence}`)
    }
    case 'vlan-absent': {
      const { index } = linkOf(context.namespaces, check.at.node, check.at.interface)
      const vlans = dumpVlans(context.namespaces.netlink(check.at.node)).filter((vlan) => vlan.index === index)
      return carried(
        check,
        vlans.map(({ vlan }) => vlan),
      )
    }
    case 'ovs-vlan-absent':
      return carried(check, portVlans(context.dir, check.at.node, check.at.interface))
  }
}

function carried({ at, vlan }: { readonly at: Endpoint; readonly vlan: number }, vlans: readonly number[]): Proof {
  const has = vlans.length === 0 ? 'none' : vlans.join(', ')
  return { live: !vlans.includes(vlan), evidence: `${endpointText(at)} carries VLANs ${has}` }
}

function dead(node: string, { namespaces, daemons }: ProofContext): Proof {
  if (namespaces.owners().has(node)) {
    const left = processesOf(node, namespaces, daemons).length
    return { live: left === 0, evidence: `${node} runs ${left === 0 ? 'no process' : `${String(left)} processes`}` }
  }
  const running = daemons.filter((one) => one.node === node && hasNotEnded(one.process))
  const names = running.map(({ name }) => name).join(' and ')
  return { live: running.length === 0, evidence: `${node} runs ${names === '' ? 'no daemon' : names}` }
}

const hasNotEnded = ({ exitCode, signalCode }: Daemon['process']): boolean => exitCode === null && signalCode === null

const counter = (inPlace: object | undefined, count: number, evidence: string): Proof =>
  inPlace === undefined ? { live: false, evidence } : { live: count > 0, evidence, count }

/** `down`: at some time since the injection. `up`: all the time, for a fault that nobody's carrier shows. */
function carrier(at: Endpoint, is: 'up' | 'down', { history, sinceNs }: ProofContext): Proof {
  const changes = history(at.node, at.interface, 'carrier')
  const atInjection = changes.findLast((change) => change.t < sinceNs)?.to
  const later = changes.filter((change) => change.t >= sinceNs)
  const wasDown = atInjection === 'down' ? sinceNs : later.find((change) => change.to === 'down')?.t
  const evidence =
    wasDown === undefined ? 'kept its carrier' : `had no carrier ${formatNs(wasDown - sinceNs)} after the injection`
  return { live: (wasDown !== undefined) === (is === 'down'), evidence: `${endpointText(at)} ${evidence}` }
}

function flaps(at: Endpoint, count: number, { history, sinceNs }: ProofContext): Proof {
  const downs = history(at.node, at.interface, 'carrier').filter(
    (change) => change.t >= sinceNs && change.to === 'down',
  ).length
  return { live: downs >= count, evidence: `${endpointText(at)} lost carrier ${String(downs)} times` }
}
