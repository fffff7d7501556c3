// Runs with something to tell, for the golden reports.
import type { JournalEvent } from '../../src/model/journal.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Window } from '../../src/model/window.ts'
import type { RunMeta } from '../../src/report/meta.ts'
import {
  HEAL_NS,
  INJECT_NS,
  between,
  every,
  experimentPlan,
  failovers,
  meta,
  planOf,
  quantile,
  sessionRecord,
  streamRecord,
  trialJournal,
  window,
} from './story.ts'
import { worded } from '../../src/model/reason.ts'

export interface Scene {
  readonly plan: Plan
  readonly events: readonly JournalEvent[]
  readonly meta: RunMeta
}

const atLeast = (verdict: 'untouched' | 'survived') => ({
  on: 'ssh',
  text: `atLeast ${verdict}`,
  metric: 'atLeast' as const,
  atLeast: verdict,
})

/** A VRRP failover as it should be, with promises of every kind. */
function failover(): Scene {
  const targets = [
    every('web', 'outage', 4e9),
    every('web', 'outage', 3.5e9),
    quantile('web', 0.95, 3.65e9),
    every('web', 'reversionOutage', 1e8),
    every('ssh', 'stall', 7.5e9),
    atLeast('survived'),
    atLeast('untouched'),
  ]
  const [variant] = experimentPlan().variants
  if (variant === undefined) throw new Error('the story has a variant')
  const { lowNs, because, source, timers } = window
  const stall: Window = { on: 'ssh', lowNs, highNs: 7.15e9, because, source, detection: null, timers }
  const variants = [{ ...variant, windows: [...variant.windows, stall] }]
  return { plan: planOf([experimentPlan({ targets, variants })]), events: failovers(), meta }
}

/** The backup leg lacks the VLAN: all lights green, and gone for ever. One direction loses every other stream. */
function forEver(): Scene {
  const [variant] = experimentPlan().variants
  if (variant === undefined) throw new Error('the story has a variant')
  const experiment = experimentPlan({
    name: 'the active leg is cut and the other one forgot the VLAN',
    fault: {
      kind: 'linkCut',
      on: 'host:eth0--sw1:eth1',
      text: 'cut: both ends lose carrier',
      drift: 'sw2:eth2 does not carry VLAN 100: nobody has noticed',
    },
    trials: 2,
    variants: [
      { ...variant, windows: [{ ...window, lowNs: 0, highNs: null, because: worded('VLAN 100 has no way left') }] },
    ],
    targets: [every('web', 'outage', 1e9), every('web', 'back', 1e9), atLeast('survived')],
  })
  const gone = (direction: 'forward' | 'backward', stream: number) =>
    streamRecord({
      direction,
      stream,
      lost: direction === 'forward' || stream === 1 ? [between(INJECT_NS, HEAL_NS + 4e8)] : [],
    })
  const records = [gone('forward', 0), gone('forward', 1), gone('backward', 0), gone('backward', 1)]
  const dead = sessionRecord({
    stalls: [{ startNs: INJECT_NS - 4e7, endNs: null }],
    lastProgressNs: INJECT_NS - 4e7,
    // TCP tried again 12.8 s after its last byte, when the path was back, and was not answered.
    pending: [{ end: 'client', sentNs: INJECT_NS + 12.8e9, dueNs: INJECT_NS + 38.4e9 }],
  })
  const trials = [0, 1].map((trial) => trialJournal({ trial, outageNs: 2e8, instead: [...records, dead] }))
  return { plan: planOf([experiment]), events: [...trialJournal({ trial: null }), ...trials.flat()], meta }
}

/** What must not pass silently: outside the window, doubtful trials, a noisy control, fewer trials than planned. */
function outOfOrder(): Scene {
  const targets = [every('web', 'outage', 4e9), every('web', 'detection', 4e9)]
  const noisy = (['forward', 'backward'] as const).flatMap((direction) =>
    [0, 1].map((stream) => streamRecord({ direction, stream, lost: [between(9e9, 9.03e9)] })),
  )
  const events = [
    ...trialJournal({ trial: null, instead: noisy }),
    ...trialJournal({ trial: 0, outageNs: 3e9 }),
    ...trialJournal({ trial: 1, outageNs: 0 }),
    ...trialJournal({ trial: 2, outageNs: 3.9e9 }),
  ]
  const failed = [
    ...trialJournal({
      trial: 0,
      experiment: 1,
      instead: [
        {
          ev: 'gate',
          passed: false,
          because: 'was not redundant before the fault: leg 2 never carried a packet',
          evidence: [],
        },
      ],
      without: ['phase', 'inject', 'heal', 'proof', 'removed'],
    }),
    ...trialJournal({ trial: 1, experiment: 1, outageNs: 3e9, without: ['end'] }),
  ]
  const second = experimentPlan({ name: 'r2 is asked to take over', trials: 2, targets: [every('web', 'outage', 4e9)] })
  const never = experimentPlan({ name: 'the kernel cannot', trials: 2, targets: [every('web', 'outage', 4e9)] })
  return {
    plan: planOf([experimentPlan({ trials: 4, targets }), second, never]),
    events: [...events, ...failed],
    meta: { ...meta, status: 'interrupted', kernel: 'uml 6.1.0', virtualTime: false },
  }
}

/** A flapping uplink: many outages, a long list of events. */
function flapping(): Scene {
  const flaps = Array.from({ length: 8 }, (_, index) => INJECT_NS + index * 1e9)
  const lost = flaps.map((at) => between(at, at + 6e7))
  const streams = (['forward', 'backward'] as const).flatMap((direction) =>
    [0, 1].map((stream) => streamRecord({ direction, stream, lost, reordered: [900], duplicated: [[950, 2]] })),
  )
  const carriers = flaps.flatMap((at, index): JournalEvent[] => [
    ...(index === 0
      ? []
      : [
          {
            t: at,
            ev: 'inject' as const,
            variant: 0,
            beforeNs: at,
            afterNs: at + 9000,
            text: ['light cable=1 end=a on=false'],
          },
        ]),
    { t: at + 1e4, ev: 'state', watch: 'carrier', node: 'host', name: 'eth0', from: 'up', to: 'down' },
    { t: at + 6e7, ev: 'state', watch: 'bondActive', node: 'host', name: 'bond0', from: 'eth0', to: 'eth1' },
    { t: at + 5e8, ev: 'state', watch: 'carrier', node: 'host', name: 'eth0', from: 'down', to: 'up' },
  ])
  const flapped = (trial: number): JournalEvent[] => {
    const own = trialJournal({ trial, outageNs: 1e9, instead: [...streams, sessionRecord()] }).filter(
      (event) => event.ev !== 'state' || event.t < INJECT_NS,
    )
    const end = own.findIndex((event) => event.ev === 'stream' || event.t >= HEAL_NS)
    return [...own.slice(0, end), ...carriers, ...own.slice(end)]
  }
  const [variant] = experimentPlan().variants
  if (variant === undefined) throw new Error('the story has a variant')
  const windows = (['forward', 'backward'] as const).map((direction) => ({
    ...window,
    direction,
    lowNs: 0,
    highNs: 1.1e8,
    because: worded('active-backup, miimon 100 ms: up to one poll and a jiffy'),
    detection: { watch: 'bondActive' as const, node: 'host', name: 'bond0', state: 'eth1' },
  }))
  const experiment = experimentPlan({
    name: 'the uplink flaps eight times',
    fault: { kind: 'linkFlap', on: 'host:eth0--sw1:eth1', text: 'flaps: 8 times, down 500 ms of 1 s', drift: null },
    trials: 2,
    variants: [{ ...variant, windows }],
    targets: [
      every('web', 'outage', 2e8),
      {
        on: 'web',
        text: 'total < 1 s',
        metric: 'total',
        bound: { text: '< 1s', statistic: { of: 'every' }, relation: '<', limitNs: 1e9 },
      },
    ],
  })
  return {
    plan: planOf([experiment]),
    events: [0, 1].flatMap(flapped),
    meta: { ...meta, wallMs: 900 },
  }
}

export const scenes: Readonly<Record<string, () => Scene>> = {
  failover,
  'for-ever': forEver,
  'out-of-order': outOfOrder,
  flapping,
}
