// Journals as an agent writes them, made up: plans and events are data.
import { vrrpAdvert } from '../../src/mechanisms/vrrp/data-kinds.ts'
import type { JournalBody, JournalEvent, SessionRecord, StreamRecord } from '../../src/model/journal.ts'
import type { ExperimentPlan, Plan } from '../../src/model/plan.ts'
import type { Target, TimeMetric } from '../../src/model/target.ts'
import { formatNs } from '../../src/model/time.ts'
import type { Ns } from '../../src/model/time.ts'
import type { Phase } from '../../src/model/phase.ts'
import type { Window } from '../../src/model/window.ts'
import type { RunMeta } from '../../src/report/meta.ts'
import { reason } from '../../src/model/reason.ts'

export const STEP_NS = 10e6
export const INJECT_NS = 8e9 + 3e6
export const HOLD_NS = 10e9
export const HEAL_NS = INJECT_NS + HOLD_NS
export const END_NS = 24e9

export const meta: RunMeta = {
  schema: 1,
  file: 'labs/gateway-pair.lab.ts',
  runtime: 'netns',
  kernel: 'virtual 7.3',
  hz: 1000,
  virtualTime: true,
  seed: 1,
  identity: 'sha256:0123456789ab',
  versions: { keepalived: '2.2.7', backhoe: '0.1.0' },
  wallMs: 31_400,
  status: 'completed',
}

/** The timer of the story: what decides over its windows, and is spread over. */
export const ADVERTS: Phase = {
  periodNs: 1e9,
  after: vrrpAdvert({ node: 'r2', interface: 'lan', vrid: 51 }),
  because: 'advertisements that r2 receives on lan',
}

export const window: Window = {
  on: 'web',
  direction: 'forward',
  lowNs: 2.609375e9,
  highNs: 3.609375e9,
  because: reason(
    'vrrp-silence',
  )`VRRPv3: 2A + skew … 3A + skew, A = ${{ intervalNs: 1e9 }}, skew = ${{ skewNs: 609e6 }}`,
  source: 'RFC 9568 6.1',
  detection: { watch: 'vrrp', node: 'r2', name: 'LAN', state: 'MASTER' },
  timers: [ADVERTS.because],
}

export const every = (on: string, metric: TimeMetric | 'stall', limitNs: Ns): Target => ({
  on,
  text: `${metric} < ${formatNs(limitNs)}`,
  metric,
  bound: { text: `< ${formatNs(limitNs)}`, statistic: { of: 'every' }, relation: '<', limitNs },
})

export const quantile = (on: string, share: number, limitNs: Ns): Target => ({
  on,
  text: `outage p${String(share * 100)} < ${formatNs(limitNs)}`,
  metric: 'outage',
  bound: { text: '', statistic: { of: 'quantile', quantile: share }, relation: '<', limitNs },
})

export function experimentPlan(changes: Partial<ExperimentPlan> = {}): ExperimentPlan {
  return {
    name: 'r1 loses its LAN cable',
    fault: { kind: 'linkCut', on: 'r1:lan--sw1:eth1', text: 'cut: both ends lose carrier', drift: null },
    drift: [],
    gate: { kind: 'full', states: [], carried: [], rehearsal: [] },
    settleNs: 2e9,
    holdNs: HOLD_NS,
    recoverNs: 6e9,
    trials: 20,
    variants: [
      {
        when: null,
        on: 'r1:lan--sw1:eth1',
        effect: [],
        inject: [],
        heal: [],
        proof: [],
        windows: [window, { ...window, direction: 'backward' }],
        silent: [],
        phases: { named: [ADVERTS], others: [], heardNs: null, onlyLongest: false, extraNs: 0 },
      },
    ],
    targets: [],
    ...changes,
  }
}

const socket = { node: 'host', address: '10.0.1.10', port: 7 }

export function planOf(experiments: readonly ExperimentPlan[]): Plan {
  return {
    schema: 2,
    lab: 'gateway-pair',
    topology: 'gateway-pair',
    runtime: { kind: 'netns' },
    nodes: [],
    cables: [],
    needs: [],
    build: [],
    daemons: [],
    settle: [],
    flows: [
      {
        name: 'web',
        ratePps: 1e9 / STEP_NS,
        sizeBytes: 100,
        overdueNs: 2e8,
        streams: (['forward', 'backward'] as const).flatMap((direction) =>
          [0, 1].map(() => ({ direction, from: socket, to: socket })),
        ),
      },
    ],
    sessions: [
      { name: 'ssh', kind: 'tcp', client: socket, server: socket, intervalNs: 1e8, sizeBytes: 64, rateKbit: 0 },
    ],
    watch: { bonds: [], virtualRouters: [] },
    experiments,
  }
}

export function streamRecord(changes: Partial<StreamRecord> = {}): StreamRecord {
  const firstNs = changes.firstNs ?? 1e9
  return {
    ev: 'stream',
    flow: 'web',
    direction: 'forward',
    stream: 0,
    firstNs,
    stepNs: STEP_NS,
    sent: Math.floor((END_NS - firstNs) / STEP_NS),
    lost: [],
    overdue: [],
    duplicated: [],
    reordered: [],
    late: [],
    delay: { minNs: 20_000, medianNs: 24_000, maxNs: 61_000 },
    clockErrorNs: 1000,
    ...changes,
  }
}

/** The packets that left between two instants. */
export const between = (fromNs: Ns, untilNs: Ns, firstNs = 1e9): [number, number] => [
  Math.ceil((fromNs - firstNs) / STEP_NS),
  Math.ceil((untilNs - firstNs) / STEP_NS) - 1,
]

export function sessionRecord(changes: Partial<SessionRecord> = {}): SessionRecord {
  return {
    ev: 'session',
    name: 'ssh',
    kind: 'tcp',
    connections: [connection('10.0.1.10:40000-10.0.2.10:22', 'c1')],
    stalls: [],
    paceNs: 210e6,
    bytesSent: 10_000,
    bytesReceived: 10_000,
    continuous: true,
    counterResets: 0,
    clientStarts: 1,
    lastProgressNs: END_NS - 1e7,
    watchedUntilNs: END_NS,
    ...changes,
  }
}

export const connection = (tuple: string, nonce: string): SessionRecord['connections'][number] => ({
  openedNs: 1.1e9,
  closedNs: null,
  closedBy: null,
  tuple,
  bootNonce: 'b1',
  connectionNonce: nonce,
  retransmits: 0,
})

export interface Story {
  readonly experiment?: number
  readonly trial: number | null
  readonly outageNs?: Ns
  readonly reversionNs?: Ns
  /** Events put in the place of those of the same kind. */
  readonly instead?: readonly JournalBody[]
  readonly without?: readonly JournalBody['ev'][]
}

/** Trials that are spread evenly over the advertisements. */
export function phaseEvent(trial: number): Extract<JournalBody, { ev: 'phase' }> {
  const offsetNs = Math.round(((trial * 0.618) % 1) * ADVERTS.periodNs)
  return {
    ev: 'phase',
    timer: ADVERTS.because,
    source: 'theory',
    periodNs: ADVERTS.periodNs,
    stepNs: 0,
    eventNs: INJECT_NS - offsetNs,
    offsetNs,
    because: `${ADVERTS.because}: ${formatNs(offsetNs)} after it`,
  }
}

/** A VRRP failover as the agent tells it. */
export function trialJournal({
  experiment = 0,
  trial,
  outageNs = 0,
  reversionNs = 0,
  instead = [],
  without = [],
}: Story): JournalEvent[] {
  const healthy = trial === null
  const lost: [number, number][] = healthy || outageNs === 0 ? [] : [between(INJECT_NS, INJECT_NS + outageNs)]
  if (!healthy && reversionNs > 0) lost.push(between(HEAL_NS + 3e9, HEAL_NS + 3e9 + reversionNs))
  const stall = outageNs > 0 ? [{ startNs: INJECT_NS - 5e7, endNs: INJECT_NS + 2 * outageNs }] : []
  const vrrp = (t: Ns, node: string, from: string | null, to: string): JournalEvent => ({
    t,
    ev: 'state',
    watch: 'vrrp',
    node,
    name: 'LAN',
    from,
    to,
  })
  const fault: JournalEvent[] = [
    { t: INJECT_NS, ...phaseEvent(trial ?? 0) },
    {
      t: INJECT_NS,
      ev: 'inject',
      variant: 0,
      beforeNs: INJECT_NS,
      afterNs: INJECT_NS + 14_000,
      text: ['light cable=2 end=a on=false'],
    },
    { t: INJECT_NS + 20_000, ev: 'state', watch: 'carrier', node: 'r1', name: 'lan', from: 'up', to: 'down' },
    vrrp(INJECT_NS + 90_000, 'r1', 'MASTER', 'FAULT'),
    vrrp(INJECT_NS + outageNs - 4e6, 'r2', 'BACKUP', 'MASTER'),
    { t: HEAL_NS, ev: 'proof', live: true, evidence: ['r1:lan lost its carrier'] },
    { t: HEAL_NS, ev: 'heal', beforeNs: HEAL_NS, afterNs: HEAL_NS + 10_000, text: ['light cable=2 end=a on=true'] },
    { t: HEAL_NS + 30_000, ev: 'state', watch: 'carrier', node: 'r1', name: 'lan', from: 'down', to: 'up' },
    vrrp(HEAL_NS + 40_000, 'r1', 'FAULT', 'BACKUP'),
    vrrp(HEAL_NS + 3.414e9, 'r1', 'BACKUP', 'MASTER'),
    vrrp(HEAL_NS + 3.4141e9, 'r2', 'MASTER', 'BACKUP'),
    { t: END_NS, ev: 'removed', removed: true, evidence: ['the state is what it was before'] },
  ]
  const events: JournalEvent[] = [
    {
      t: 0,
      ev: 'start',
      experiment,
      trial,
      seed: 1000 + (trial ?? -1),
      kernel: '7.3',
      hz: 1000,
      virtualTime: true,
      versions: { keepalived: '2.2.7' },
    },
    vrrp(2e8, 'r1', null, 'MASTER'),
    vrrp(2e8, 'r2', null, 'BACKUP'),
    { t: 7e9, ev: 'gate', passed: true, because: 'every stream clean for 2 s', evidence: [] },
    ...(healthy ? [] : fault),
    ...(['forward', 'backward'] as const).flatMap((direction) =>
      [0, 1].map((stream): JournalEvent => ({
        t: END_NS,
        ...streamRecord({ direction, stream, firstNs: 1e9 + stream * 1e6, lost }),
      })),
    ),
    {
      t: END_NS,
      ...sessionRecord({
        stalls: healthy ? [] : stall,
        connections: [{ ...connection('10.0.1.10:40000-10.0.2.10:22', 'c1'), retransmits: stall.length * 4 }],
      }),
    },
    { t: END_NS, ev: 'end', status: 'completed' },
  ]
  const replaced = instead.map((body) => body.ev)
  return [
    ...events.filter((event) => !replaced.includes(event.ev) && !without.includes(event.ev)),
    ...instead.map((body): JournalEvent => ({ t: END_NS, ...body })),
  ]
}

/** Twenty trials over the window, evenly, and their control. */
export const failovers = (count = 20, experiment = 0): JournalEvent[] => [
  ...trialJournal({ experiment, trial: null }),
  ...Array.from({ length: count }, (_, trial) =>
    trialJournal({
      experiment,
      trial,
      outageNs: Math.round(2.65e9 + ((trial * 0.618) % 1) * 0.94e9),
      reversionNs: trial % 3 === 0 ? 2e7 : 0,
    }),
  ).flat(),
]
