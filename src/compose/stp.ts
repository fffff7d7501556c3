import { seconds, type Ns } from '../model/time.ts'
import type { RapidSpanningTree, SpanningTree, StpPort } from '../model/topology.ts'
import type { Parameters } from '../words/parameters.ts'

/** IEEE 802.1D-2004 9.2.5: the upper 4 of the 16 bits. */
const PRIORITY_STEP = 4096

/** `stp` or `rstp` of a bridge's options. */
export function readTree(parameters: Parameters): { readonly stp?: SpanningTree; readonly rstp?: RapidSpanningTree } {
  if (parameters.has('mstp'))
    parameters.problem('no-mstp', 'a bridge has mstp, a tree for each group of VLANs', {
      allowed:
        'stp or rstp, one tree for all VLANs: mstpd works trees for VLANs out and gives none of them to the kernel',
    })
  const [kernel, rapid] = [parameters.has('stp'), parameters.has('rstp')]
  if (kernel && rapid) parameters.problem('two-trees', 'a bridge has stp and rstp', { allowed: 'one of them' })
  return {
    ...(kernel ? { stp: readSpanningTree(parameters.inner('stp')) } : {}),
    ...(rapid && !kernel ? { rstp: readRapidSpanningTree(parameters.inner('rstp')) } : {}),
  }
}

/** `ageing` of a bridge's options; above, the kernel's jiffies would overflow. */
export const readAgeing = (parameters: Parameters): { readonly ageingNs?: Ns } =>
  parameters.has('ageing') ? { ageingNs: wholeSeconds(parameters, 'ageing', '300s', [0, 1_000_000]) } : {}

function readSpanningTree(parameters: Parameters): SpanningTree {
  const priority = readBridgePriority(parameters)
  const timers = readStpTimers(parameters)
  parameters.rejectUnknown()
  return { priority, ...timers }
}

function readRapidSpanningTree(parameters: Parameters): RapidSpanningTree {
  const priority = readBridgePriority(parameters)
  const timers = readRstpTimers(parameters)
  const by = readRstpBy(parameters)
  parameters.rejectUnknown()
  return { priority, ...timers, ...(by === 'mstpd' ? { by } : {}) }
}

function readBridgePriority(parameters: Parameters): number {
  const priority = parameters.integer('priority', 32_768, { min: 0, max: 15 * PRIORITY_STEP })
  if (priority % PRIORITY_STEP !== 0)
    parameters.problem(
      'bad-priority',
      parameters.describe('priority'),
      {
        allowed: `multiples of ${String(PRIORITY_STEP)} (IEEE 802.1D-2004 9.2.5)`,
      },
      'priority',
    )
  return priority
}

/** `hello`, `maxAge` and `forwardDelay`, as IEEE 802.1D-1998 8.10.2 wants them of each other. */
export function readStpTimers(parameters: Parameters): Omit<SpanningTree, 'priority'> {
  const helloNs = wholeSeconds(parameters, 'hello', '2s', [1, 10])
  const maxAgeNs = wholeSeconds(parameters, 'maxAge', '20s', [6, 40])
  const forwardDelayNs = wholeSeconds(parameters, 'forwardDelay', '15s', [2, 30])
  agree(parameters, { helloNs, maxAgeNs, forwardDelayNs })
  return { helloNs, maxAgeNs, forwardDelayNs }
}

function agree(parameters: Parameters, timers: Omit<SpanningTree, 'priority'>): void {
  const { helloNs, maxAgeNs, forwardDelayNs } = timers
  if (2 * (forwardDelayNs - seconds(1)) >= maxAgeNs && maxAgeNs >= 2 * (helloNs + seconds(1))) return
  const [hello, maxAge, forwardDelay] = [helloNs, maxAgeNs, forwardDelayNs].map((ns) => String(ns / 1e9))
  parameters.problem(
    'stp-timers-disagree',
    `hello, maxAge and forwardDelay are ${String(hello)}s, ${String(maxAge)}s and ${String(forwardDelay)}s`,
    { allowed: '2 × (forwardDelay − 1s) ≥ maxAge ≥ 2 × (hello + 1s) (IEEE 802.1D-1998 8.10.2)' },
  )
}

/** `by` of a rapid spanning tree. */
export const readRstpBy = (parameters: Parameters): 'openvswitch' | 'mstpd' =>
  parameters.oneOf('by', 'openvswitch', ['openvswitch', 'mstpd'])

/** lib/rstp.h: RSTP_BRIDGE_HELLO_TIME; mstpd's mstp.c: MSTP_IN_set_cist_bridge_config. Nobody can set another. */
const RSTP_HELLO_NS = seconds(2)

/** `maxAge` and `forwardDelay` of a rapid tree, as IEEE 802.1D-2004 17.14 wants them of each other. */
export function readRstpTimers(parameters: Parameters): Omit<RapidSpanningTree, 'priority'> {
  const maxAgeNs = wholeSeconds(parameters, 'maxAge', '20s', [6, 40])
  const forwardDelayNs = wholeSeconds(parameters, 'forwardDelay', '15s', [4, 30])
  agree(parameters, { helloNs: RSTP_HELLO_NS, maxAgeNs, forwardDelayNs })
  return { maxAgeNs, forwardDelayNs }
}

/** BPDUs carry 1/256 s: only whole seconds pass unrounded at every HZ. */
function wholeSeconds(
  parameters: Parameters,
  name: string,
  fallback: `${number}s`,
  [min, max]: readonly [number, number],
): Ns {
  return parameters.duration(name, fallback, { min: seconds(min), max: seconds(max), whole: 'seconds' })
}

/** The `StpPortOptions` of a bridge port. */
export function readStpPort(parameters: Parameters): StpPort {
  const cost = parameters.integer('cost', 4, { min: 1, max: 65_535 })
  const priority = parameters.integer('priority', 32, { min: 0, max: 63 })
  const guard = parameters.has('guard') ? parameters.oneOf('guard', 'bpdu', ['bpdu', 'root']) : undefined
  const edge = parameters.boolean('edge', false)
  const pointToPoint = parameters.boolean('pointToPoint', true)
  parameters.rejectUnknown({ portfast: 'edge', adminEdge: 'edge', p2p: 'pointToPoint', linkType: 'pointToPoint' })
  return {
    ...{ cost, priority, ...(edge ? { edge } : {}), ...(pointToPoint ? {} : { pointToPoint }) },
    ...(guard === undefined ? {} : { guard }),
  }
}
