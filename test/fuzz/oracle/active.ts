import { virtualRouterGroups } from '../../../src/mechanisms/vrrp/data-groups.ts'
import { vrrpOf } from '../../../src/mechanisms/vrrp/data.ts'
import type { JournalEvent } from '../../../src/model/journal.ts'
import { seconds, type Ns } from '../../../src/model/time.ts'
import type { Topology } from '../../../src/model/topology.ts'
import { experimentOf } from '../run.ts'
import type { Finding, Oracle } from './finding.ts'
import { wholeTrials } from './whole.ts'

/** When all is whole again and was so for long, every virtual router has one active member; a bond's active member is one of its own. */
export const active: Oracle = (examined) => {
  const { plan, topology } = examined
  const { recoverNs, fault } = experimentOf(plan)
  const settled = fault.drift === null && recoverNs >= returnNs(topology)
  return wholeTrials(examined).flatMap(({ index, events }): Finding[] => [
    ...(settled ? masters(topology, events) : []).map((text) => ({ kind: 'story active', trial: index, text })),
    ...strangers(topology, events).map((text) => ({ kind: 'story member', trial: index, text })),
  ])
}

/** More than any of its protocols needs to come back: routers twice their timers, then LAGs and trees below them. */
function returnNs({ nodes }: Topology): Ns {
  const routers = nodes.flatMap((node) =>
    vrrpOf(node).routers.map(
      ({ advertIntervalNs, downTimerAdverts, preemptDelayNs, reach }) =>
        2 * (downTimerAdverts + 1) * Math.max(advertIntervalNs, seconds(1)) +
        preemptDelayNs +
        (vrrpOf(node).startupDelayNs ?? 0) +
        (reach === undefined ? 0 : (reach.rise + 1) * reach.intervalNs),
    ),
  )
  const links = nodes.flatMap(({ interfaces }) =>
    interfaces.map((one) => {
      if (one.kind === 'bond') return one.bond.mode === '802.3ad' ? seconds(40) : seconds(5)
      const tree = one.kind === 'bridge' ? (one.stp ?? one.rstp) : undefined
      return tree === undefined ? 0 : tree.maxAgeNs + 2 * tree.forwardDelayNs
    }),
  )
  return Math.max(0, ...routers) + Math.max(0, ...links) + seconds(12)
}

function masters(topology: Topology, events: readonly JournalEvent[]): string[] {
  return virtualRouterGroups(topology).flatMap((group) => {
    const states = group.map(({ node, router }) => {
      const last = events.findLast(
        (event) =>
          event.ev === 'state' && event.watch === 'vrrp' && event.node === node.name && event.name === router.name,
      )
      return `${node.name} ${router.name} ${last?.ev === 'state' ? last.to : 'unseen'}`
    })
    return states.filter((state) => state.endsWith(' MASTER')).length === 1 ? [] : [`in the end ${states.join(', ')}`]
  })
}

function strangers(topology: Topology, events: readonly JournalEvent[]): string[] {
  return events.flatMap((event) => {
    if (event.ev !== 'state' || event.watch !== 'bondActive' || event.to === '' || event.to === 'none') return []
    const node = topology.nodes.find(({ name }) => name === event.node)
    const member = node?.interfaces.find(({ name, master }) => name === event.to && master === event.name)
    return member === undefined ? [`${event.node}:${event.name} has the active member ${event.to}`] : []
  })
}
