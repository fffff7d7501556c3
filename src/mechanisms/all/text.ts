import { ownedBy } from '../../model/owned.ts'
import type { NamedWait } from '../../model/operation.ts'
import type { PhaseEvent } from '../../model/phase.ts'
import type { WatchPlan } from '../../model/plan.ts'
import type { Node, Topology } from '../../model/topology.ts'
import { bfdText } from '../bfd/text.ts'
import { bgpText } from '../bgp/text.ts'
import { bondText } from '../bond/text.ts'
import type { JointNodes, NodeLabel, Text } from '../contract/text.ts'
import { lacpText } from '../lacp/text.ts'
import { linkText } from '../link/text.ts'
import { mlagText } from '../mlag/text.ts'
import { routeText } from '../route/text.ts'
import { openVSwitchText } from '../openvswitch/text.ts'
import { ospfText } from '../ospf/text.ts'
import { treeText } from '../stp/text.ts'
import { tcpText } from '../tcp/text.ts'
import { vrrpText } from '../vrrp/text.ts'

/** Lines of pictures and plans come in this order. */
export const TEXTS: readonly Text[] = [
  linkText,
  bondText,
  lacpText,
  vrrpText,
  treeText,
  openVSwitchText,
  mlagText,
  routeText,
  tcpText,
  ospfText,
  bgpText,
  bfdText,
]

export const nodeLines = (node: Node): readonly string[] => TEXTS.flatMap((one) => one.nodeLines?.(node) ?? [])

export const nodeLabels = (node: Node, topology: Topology): readonly NodeLabel[] =>
  TEXTS.flatMap((one) => one.labels?.(node, topology) ?? [])

export const nodeGroups = (topology: Topology): readonly JointNodes[] =>
  TEXTS.flatMap((one) => one.groups?.(topology) ?? [])

export const watchedLines = (watch: WatchPlan): readonly string[] => TEXTS.flatMap((one) => one.watched?.(watch) ?? [])

/** The word for a kind of state; of one that nobody knows any more, its own name. */
export const stateWord = (kind: string): string => TEXTS.find(({ states }) => kind in states)?.states[kind] ?? kind

/** @throws BackhoeError (70) where no mechanism owns its kind */
export const waitText = (wait: NamedWait): string =>
  ownedBy(
    'wait',
    wait.wait,
    TEXTS.map(({ waits }) => waits),
  )(wait)

/** @throws BackhoeError (70) where no mechanism owns its kind */
export const eventText = (event: PhaseEvent): string =>
  ownedBy(
    'timer event',
    event.event,
    TEXTS.map(({ events }) => events),
  )(event)
