import fc from 'fast-check'
import {
  activeActive,
  campus,
  dualHomedActiveBackup,
  dualHomedLag,
  dualUplink,
  dualUplinkBgp,
  gatewayPair,
  leafSpine,
  mlagPair,
  nPlusOne,
  redundantSwitches,
  routedCampus,
  routerPair,
  separatedNetworks,
} from '../../topologies/index.ts'
import type {
  ActiveActiveOptions,
  CampusOptions,
  DualHomedActiveBackupOptions,
  DualHomedLagOptions,
  DualUplinkBgpOptions,
  DualUplinkOptions,
  GatewayPairOptions,
  LeafSpineOptions,
  MlagPairOptions,
  NPlusOneOptions,
  RedundantSwitchesOptions,
  RouterPairOptions,
  SeparatedNetworksOptions,
} from '../../topologies/index.ts'
import type { Topology } from '../../src/model/topology.ts'

const priorities = fc
  .uniqueArray(fc.integer({ min: 1, max: 254 }), { minLength: 2, maxLength: 2 })
  .map(([r1 = 150, r2 = 100]) => ({ r1, r2 }))
const groups = fc
  .uniqueArray(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 9 })
  .chain((vrids) => fc.tuple(...vrids.map((vrid) => priorities.map((priority) => ({ vrid, priority })))))
const timers = fc.oneof(
  fc.record({
    version: fc.constant(2 as const),
    advertInterval: fc.integer({ min: 1, max: 255 }).map((s) => `${String(s)}s` as const),
  }),
  fc.record({
    version: fc.constant(3 as const),
    advertInterval: fc.integer({ min: 1, max: 4095 }).map((cs) => `${String(cs * 10)}ms` as const),
  }),
)
const preemption = fc.oneof(
  fc.constant({ preempt: false }),
  fc.integer({ min: 0, max: 1000 }).map((s) => ({ preemptDelay: `${String(s)}s` as const })),
)

export const gatewayPairOptions: fc.Arbitrary<GatewayPairOptions> = fc
  .tuple(
    timers,
    preemption,
    fc.oneof(
      priorities.map((priority) => ({ priority })),
      groups.map((list) => ({ groups: list })),
    ),
    fc.record({
      downTimerAdverts: fc.integer({ min: 1, max: 100 }),
      syncGroup: fc.boolean(),
      trackUplink: fc.boolean(),
    }),
  )
  .map((parts) => Object.assign({}, ...parts) as GatewayPairOptions)

const milliseconds = (factor: number): `${number}ms` => `${factor}ms`
const mii = fc
  .record({ miimon: fc.integer({ min: 1, max: 1000 }), up: fc.nat(20), down: fc.nat(20) })
  .map(({ miimon, up, down }) => ({
    miimon: milliseconds(miimon),
    updelay: milliseconds(up * miimon),
    downdelay: milliseconds(down * miimon),
  }))
const arp = fc
  .record({
    interval: fc.integer({ min: 1, max: 1000 }).map(milliseconds),
    missedMax: fc.integer({ min: 1, max: 255 }),
    validate: fc.constantFrom('none', 'active', 'backup', 'all'),
  })
  .map((arpMonitor) => ({ arpMonitor }))

export const activeBackupOptions: fc.Arbitrary<DualHomedActiveBackupOptions> = fc
  .tuple(
    fc.oneof(mii, arp),
    fc.record(
      {
        primary: fc.constantFrom('leg1', 'leg2'),
        primaryReselect: fc.constantFrom('always', 'better', 'failure'),
        vlans: fc.uniqueArray(fc.integer({ min: 1, max: 4094 }), { maxLength: 8 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as DualHomedActiveBackupOptions)

const rate = fc.constantFrom('fast', 'slow')
export const lagOptions: fc.Arbitrary<DualHomedLagOptions> = fc
  .tuple(
    mii,
    fc.record(
      {
        legs: fc.integer({ min: 2, max: 8 }),
        hash: fc.constantFrom('layer2', 'layer2+3', 'layer3+4'),
        lacpRate: fc.record({ host: rate, switch: rate, server: rate }, { requiredKeys: [] }),
        minLinks: fc.nat(2),
      },
      { requiredKeys: [] },
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as DualHomedLagOptions)

const tens = (min: number, max: number) => fc.integer({ min, max }).map((ten) => milliseconds(10 * ten))
export const mlagOptions: fc.Arbitrary<MlagPairOptions> = fc
  .tuple(
    fc.record(
      {
        hosts: fc.integer({ min: 1, max: 16 }),
        servers: fc.integer({ min: 1, max: 16 }),
        orphans: fc.nat(8),
        pairs: fc.constantFrom(1, 2),
        vlans: fc.uniqueArray(fc.integer({ min: 1, max: 4094 }), { maxLength: 3 }),
        lacpRate: rate,
        hash: fc.constantFrom('layer2', 'layer2+3', 'layer3+4'),
        miimon: fc.integer({ min: 1, max: 1000 }).map(milliseconds),
        splitBrain: fc.constantFrom('shutSecondary', 'bothActive'),
        delayRestore: tens(10, 360_000),
        aloneAfter: tens(10, 360_000),
      },
      { requiredKeys: [] },
    ),
    fc.record({ keepalive: tens(1, 1000), deadAfter: tens(2000, 6000) }, { requiredKeys: [] }),
  )
  .map((parts) => Object.assign({}, ...parts) as MlagPairOptions)
  .filter(({ keepalive, deadAfter }) => keepalive === undefined || deadAfter !== undefined)

export const separatedOptions: fc.Arbitrary<SeparatedNetworksOptions> = fc.record(
  { hosts: fc.integer({ min: 1, max: 16 }), switches: fc.constantFrom(1, 2) },
  { requiredKeys: [] },
)

export const activeActiveOptions: fc.Arbitrary<ActiveActiveOptions> = fc
  .tuple(
    timers,
    preemption,
    fc.record(
      { hosts: fc.integer({ min: 2, max: 64 }), returnPath: fc.constantFrom('ecmp', 'symmetric') },
      { requiredKeys: [] },
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as ActiveActiveOptions)

export const dualUplinkOptions: fc.Arbitrary<DualUplinkOptions> = fc
  .tuple(
    timers,
    preemption,
    fc.record(
      {
        lastMile: fc.constantFrom('diverse', 'shared'),
        reach: fc
          .record({ interval: fc.integer({ min: 1, max: 255 }), fall: fc.integer({ min: 1, max: 100 }) })
          .map(({ interval, fall }) => ({ interval: `${interval}s` as const, fall })),
      },
      { requiredKeys: [] },
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as DualUplinkOptions)

const bgpTimers = fc
  .record({ keepalive: fc.integer({ min: 1, max: 60 }), more: fc.nat(60), connect: fc.integer({ min: 1, max: 120 }) })
  .map(({ keepalive, more, connect }) => ({
    keepalive: `${keepalive}s` as const,
    hold: `${3 * keepalive + more}s` as const,
    connect: `${connect}s` as const,
  }))
const eachProvider = (max: number) => fc.record({ a: fc.nat(max), b: fc.nat(max) })

export const dualUplinkBgpOptions: fc.Arbitrary<DualUplinkBgpOptions> = fc
  .tuple(
    bgpTimers,
    fc.record(
      {
        localPreference: eachProvider(4_294_967_295),
        prepend: eachProvider(10),
        edges: fc.constantFrom(1, 2),
        lastMile: fc.constantFrom('diverse', 'shared'),
      },
      { requiredKeys: [] },
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as DualUplinkBgpOptions)

export const leafSpineOptions: fc.Arbitrary<LeafSpineOptions> = fc
  .tuple(
    bgpTimers,
    fc.record(
      {
        leaves: fc.integer({ min: 2, max: 16 }),
        spines: fc.integer({ min: 1, max: 8 }),
        ecmp: fc.integer({ min: 1, max: 8 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as LeafSpineOptions)

export const nPlusOneOptions: fc.Arbitrary<NPlusOneOptions> = fc
  .tuple(timers, preemption, fc.record({ servers: fc.integer({ min: 2, max: 16 }) }, { requiredKeys: [] }))
  .map((parts) => Object.assign({}, ...parts) as NPlusOneOptions)

const stpTimers = fc.constantFrom(
  {},
  { hello: '1s', maxAge: '6s', forwardDelay: '4s' } as const,
  { hello: '10s', maxAge: '40s', forwardDelay: '30s' } as const,
)
const treeOptions: fc.Arbitrary<RedundantSwitchesOptions> = fc
  .tuple(
    stpTimers,
    fc.record(
      {
        access: fc.integer({ min: 1, max: 16 }),
        hosts: fc.integer({ min: 1, max: 8 }),
        vlans: fc.uniqueArray(fc.integer({ min: 1, max: 4094 }), { maxLength: 3 }),
        cost: fc.record({ uplink: fc.integer({ min: 1, max: 65_535 }), peer: fc.integer({ min: 1, max: 65_535 }) }),
        bpduGuard: fc.boolean(),
        rootGuard: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as RedundantSwitchesOptions)

export const redundantSwitchesOptions: fc.Arbitrary<RedundantSwitchesOptions> = fc.oneof(
  treeOptions,
  fc.record(
    {
      loopFree: fc.constant('rstp' as const),
      access: fc.integer({ min: 1, max: 16 }),
      vlans: fc.uniqueArray(fc.integer({ min: 1, max: 4094 }), { maxLength: 3 }),
      cost: fc.record({ uplink: fc.integer({ min: 1, max: 65_535 }), peer: fc.integer({ min: 1, max: 65_535 }) }),
    },
    { requiredKeys: ['loopFree'] },
  ),
  fc.record(
    {
      loopFree: fc.constantFrom('lag', 'mlag'),
      access: fc.integer({ min: 1, max: 16 }),
      hosts: fc.integer({ min: 1, max: 8 }),
      vlans: fc.uniqueArray(fc.integer({ min: 1, max: 4094 }), { maxLength: 3 }),
      lacpRate: rate,
      miimon: fc.integer({ min: 1, max: 1000 }).map(milliseconds),
    },
    { requiredKeys: ['loopFree'] },
  ),
)

const treeCampusOptions: fc.Arbitrary<CampusOptions> = fc
  .tuple(
    timers,
    stpTimers,
    fc.record(
      {
        access: fc.integer({ min: 2, max: 8 }),
        hosts: fc.integer({ min: 1, max: 20 }),
        servers: fc.integer({ min: 0, max: 16 }),
        vlans: fc.uniqueArray(fc.integer({ min: 2, max: 4094 }), { minLength: 1, maxLength: 8 }),
      },
      { requiredKeys: [] },
    ),
  )
  .map((parts) => Object.assign({}, ...parts) as CampusOptions)

const mlagCampusOptions: fc.Arbitrary<CampusOptions> = fc
  .tuple(
    timers,
    fc.record({
      loopFree: fc.constant('mlag' as const),
      access: fc.integer({ min: 1, max: 20 }).map((pairs) => 2 * pairs),
      hosts: fc.integer({ min: 1, max: 20 }),
      servers: fc.integer({ min: 0, max: 16 }),
      vlans: fc.uniqueArray(fc.integer({ min: 2, max: 4094 }), { minLength: 1, maxLength: 8 }),
    }),
  )
  .map((parts) => Object.assign({}, ...parts) as CampusOptions)

const rapidCampusOptions: fc.Arbitrary<CampusOptions> = fc
  .tuple(
    timers,
    fc.record({
      loopFree: fc.constant('rstp' as const),
      // By mstpd containers cannot run it.
      access: fc.integer({ min: 2, max: 8 }),
      hosts: fc.integer({ min: 1, max: 20 }),
      vlans: fc.uniqueArray(fc.integer({ min: 2, max: 4094 }), { minLength: 1, maxLength: 8 }),
    }),
  )
  .map((parts) => Object.assign({}, ...parts) as CampusOptions)

export const campusOptions = fc.oneof(treeCampusOptions, rapidCampusOptions, mlagCampusOptions)

const cost = fc.integer({ min: 1, max: 65_535 })
const routerPairOptions: fc.Arbitrary<RouterPairOptions> = fc
  .record({ hello: fc.integer({ min: 1, max: 30_000 }), missed: fc.integer({ min: 1, max: 30_000 }) })
  .chain(({ hello, missed }) =>
    fc.record(
      {
        hello: fc.constant(`${hello}s` as const),
        dead: fc.constant(`${hello + missed}s` as const),
        cost: fc.record({ r1: cost, r2: cost }),
        authentication: fc.constantFrom('secret', '!"#$%&()*+,-./~'),
        bfd: fc.constantFrom({}, { interval: '50ms' as const, multiplier: 255 }),
      },
      { requiredKeys: ['hello', 'dead'] },
    ),
  )

/** A generator with valid options: build it as often as you like. */
export const generated: fc.Arbitrary<() => Topology> = fc.oneof(
  gatewayPairOptions.map((options) => () => gatewayPair(options).topology),
  activeBackupOptions.map((options) => () => dualHomedActiveBackup(options).topology),
  lagOptions.map((options) => () => dualHomedLag(options).topology),
  mlagOptions.map((options) => () => mlagPair(options).topology),
  activeActiveOptions.map((options) => () => activeActive(options).topology),
  dualUplinkBgpOptions.map((options) => () => dualUplinkBgp(options).topology),
  leafSpineOptions.map((options) => () => leafSpine(options).topology),
  dualUplinkOptions.map((options) => () => dualUplink(options).topology),
  nPlusOneOptions.map((options) => () => nPlusOne(options).topology),
  redundantSwitchesOptions.map((options) => () => redundantSwitches(options).topology),
  campusOptions.map((options) => () => campus(options).topology),
  fc.integer({ min: 2, max: 8 }).map((buildings) => () => routedCampus({ buildings }).topology),
  routerPairOptions.map((options) => () => routerPair(options).topology),
  separatedOptions.map((options) => () => separatedNetworks(options).topology),
)
