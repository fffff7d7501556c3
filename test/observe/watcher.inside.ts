import type { LacpCollected, Lacpdu } from '../../src/mechanisms/lacp/data-kinds.ts'
import type { PhaseEvent } from '../../src/model/phase.ts'
import { VRRP, vrrpOf } from '../../src/mechanisms/vrrp/data.ts'
import { captureFiles } from '../../src/model/capture.ts'
import { vrrpAdvert, type VrrpSettled } from '../../src/mechanisms/vrrp/data-kinds.ts'
import { panelEnd, WIRE } from '../../src/model/operation.ts'
import type { Ns } from '../../src/model/time.ts'
import type { Topology } from '../../src/model/topology.ts'
import type { Watcher } from '../../src/observe/watcher.ts'
import { Capture } from '../../src/observe/capture.ts'
import { TimerEvents } from '../../src/observe/timers/timer-events.ts'
import { dualHomedActiveBackup } from '../../topologies/dual-homed-active-backup.ts'
import { dualHomedLag } from '../../topologies/dual-homed-lag.ts'
import { gatewayPair } from '../../topologies/gateway-pair.ts'
import { redundantSwitches } from '../../topologies/redundant-switches.ts'
import { light, silence, Stand, type Seen } from './stand.ts'

export interface Watched {
  readonly seen: readonly Seen[]
  /** When it was broken, by name. */
  readonly brokenNs: Readonly<Record<string, Ns>>
  readonly helloNs: readonly Ns[]
  readonly evidence: readonly string[]
  /** Of the captures below `pcap`. */
  readonly epochSeconds: string
}

export type Topic = 'vrrp' | 'bond' | 'lacp' | 'deaf' | 'rstp'

export default async function ({ topic }: { readonly topic: Topic }): Promise<Watched> {
  return { vrrp, bond, lacp, deaf, rstp }[topic]()
}

/** Eight addresses more for each virtual router. */
const withMany = (topology: Topology): Topology => ({
  ...topology,
  nodes: topology.nodes.map((node) => ({
    ...node,
    features: {
      [VRRP]: {
        ...vrrpOf(node),
        routers: vrrpOf(node).routers.map((router) => ({
          ...router,
          addresses: [...router.addresses, ...Array.from({ length: 8 }, (_, n) => `10.9.0.${String(n + 1)}/24`)],
        })),
      },
    },
  })),
})

async function vrrp(): Promise<Watched> {
  const site = gatewayPair({})
  const stand = new Stand(withMany(site.topology))
  const watcher = await stand.watch()
  const capture = await captureOf(stand)
  const helloNs = await hellos(stand, watcher, vrrpAdvert({ node: 'r2', interface: 'lan', vrid: 51 }))
  const cutNs = await stand.at(stand.clock.now(), light(numberOf(stand, site.r1.lan.cable.name), false))
  await watcher.waitFor(activeOf('r2'), stand.clock.now() + 5e9)
  const refused = await failing(watcher.waitFor(activeOf('r1'), stand.clock.now()))
  await stand.at(stand.clock.now(), light(numberOf(stand, site.r1.lan.cable.name), true))
  const settled = await watcher.waitFor(activeOf('r1', 'r2'), stand.clock.now() + 10e9)
  const shutNs = await stand.at(stand.clock.now(), [{ op: 'down', ns: 'r2', name: 'lan' }])
  await stand.rest(1e9)
  const current = watcher.current({ watch: 'vrrp', node: 'r1', name: 'LAN', state: 'MASTER' })
  await watcher.stop()
  await capture.stop()
  return {
    ...recordOf(stand),
    brokenNs: { cut: cutNs, shut: shutNs },
    helloNs,
    evidence: [refused, settled, String(current)],
  }
}

async function bond(): Promise<Watched> {
  const site = dualHomedActiveBackup({})
  const stand = new Stand(site.topology)
  const watcher = await stand.watch()
  const first = watcher.history('host', 'bond0', 'bondActive').at(-1)?.to ?? ''
  const [one = 0, two = 1] = stand.topology.cables.flatMap(({ a, b }, number) =>
    a.node === 'host' || b.node === 'host' ? [number] : [],
  )
  const firstNs = await stand.at(stand.clock.now(), light(one, false))
  await stand.rest(500e6)
  const bothNs = await stand.at(stand.clock.now(), light(two, false))
  await stand.rest(500e6)
  await watcher.stop()
  return { ...recordOf(stand), brokenNs: { first: firstNs, both: bothNs }, helloNs: [], evidence: [first] }
}

async function lacp(): Promise<Watched> {
  const stand = new Stand(dualHomedLag({}).topology)
  const watcher = await stand.watch()
  const helloNs = await hellos(stand, watcher, LACPDU)
  const brokenNs = await stand.at(stand.clock.now(), [...silence(0, 'a', true), ...silence(0, 'b', true)])
  await stand.rest(10e9)
  const collected: LacpCollected = { wait: 'lacpCollected', node: 'host', name: 'bond0', members: 2 }
  const refused = await failing(watcher.waitFor(collected, stand.clock.now()))
  const events = new TimerEvents(LACPDU, stand.namespaces, watcher)
  const silent = await events.next(400e6)
  events.forget()
  events.close()
  await watcher.stop()
  return { ...recordOf(stand), brokenNs: { silent: brokenNs }, helloNs, evidence: [refused, String(silent)] }
}

/** What the host sends on its first leg is lost: the switch does not hear it, and it hears the switch. */
async function deaf(): Promise<Watched> {
  const stand = new Stand(dualHomedLag({}).topology)
  const watcher = await stand.watch()
  const capture = await captureOf(stand)
  const brokenNs = await stand.at(stand.clock.now(), silence(0, 'a', true))
  await stand.rest(12e9)
  await watcher.stop()
  await capture.stop()
  return { ...recordOf(stand), brokenNs: { silent: brokenNs }, helloNs: [], evidence: [] }
}

async function rstp(): Promise<Watched> {
  const site = redundantSwitches({ loopFree: 'rstp' })
  const stand = new Stand(site.topology)
  const watcher = await stand.watch()
  const capture = await captureOf(stand)
  const cutNs = await stand.at(stand.clock.now(), light(numberOf(stand, site.access(1).uplink1.cable.name), false))
  await stand.rest(3e9)
  await watcher.stop()
  await capture.stop()
  return { ...recordOf(stand), brokenNs: { cut: cutNs }, helloNs: [], evidence: [] }
}

/** Of every cable at its first end. */
async function captureOf({ namespaces, topology }: Stand): Promise<Capture> {
  const points = captureFiles(topology.cables).map(({ a }, number) => ({
    file: a,
    ns: WIRE,
    device: panelEnd(number, 'a').name,
  }))
  const died = (error: Error): never => {
    throw error
  }
  return await Capture.start(points, { namespaces, dir: '/media/out/pcap', snapBytes: 256, died })
}

const recordOf = ({ seen, clock }: Stand): Pick<Watched, 'seen' | 'epochSeconds'> => ({
  seen,
  epochSeconds: String(clock.epochSeconds),
})

const activeOf = (active: string, ...backups: readonly string[]): VrrpSettled => ({
  wait: 'vrrpSettled',
  active: { node: active, name: 'LAN' },
  backups: backups.map((node) => ({ node, name: 'LAN' })),
})

const LACPDU: Lacpdu = { event: 'lacpdu', node: 'host', interface: 'eth0' }

const numberOf = (stand: Stand, name: string): number => stand.topology.cables.findIndex((cable) => cable.name === name)

async function hellos({ namespaces }: Stand, watcher: Watcher, event: PhaseEvent): Promise<Ns[]> {
  const events = new TimerEvents(event, namespaces, watcher)
  const heard: Ns[] = []
  while (heard.length < 4) heard.push((await events.next(4e9)) ?? 0)
  events.forget()
  events.close()
  return heard
}

async function failing(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'did not fail',
    (error: unknown) => (error instanceof Error ? error.message : ''),
  )
}
