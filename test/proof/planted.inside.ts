import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { panelEnd, WIRE } from '../../src/model/operation.ts'
import type { StreamRecord } from '../../src/model/journal.ts'
import type { Ns } from '../../src/model/time.ts'
import { ProbeStreams } from '../../src/observe/streams/probes.ts'
import { A, B, flowBetween, pair } from '../observe/pair.ts'
import { Stand } from '../observe/stand.ts'

export interface Plan {
  readonly ratePps: number
  /** One stream of each payload. */
  readonly sizesBytes: readonly number[]
  readonly lengthsSeconds: readonly number[]
}

/** An outage that a shell made: the instants before and after each of its two commands, by its own clock. */
export interface Planted {
  readonly cutNs: readonly [Ns, Ns]
  readonly healedNs: readonly [Ns, Ns]
  /** Packets of each stream that the kernel's filter has dropped, by its own counters. */
  readonly dropped: readonly number[]
}

export interface Observed {
  readonly planted: readonly Planted[]
  readonly records: readonly StreamRecord[]
  /** Packets of each stream that have entered the cable, by the kernel's counters. */
  readonly entered: readonly number[]
}

/** The first outage begins when neighbours and senders have been at work for so long. */
const LEAD_NS = 500e6
const DIR = '/tmp/planted'

/**
 * Drops what a sends for so long each time; nothing of the agent is in it, neither its clock nor its netlink.
 * Each stream and each outage has an action of its own, whose counter outlives the filter.
 */
const SHELL = `
rest=$1; shift
number=0
for length in "$@"; do
  number=$((number + 1))
  sleep "$rest"
  date +%s%N; tc -batch ${DIR}/cut$number; date +%s%N
  sleep "$length"
  date +%s%N; tc -batch ${DIR}/heal; date +%s%N
done
sleep "$rest"
`

/** Five packets in a row show that an outage is over: eight may leave between two outages. */
const restSeconds = ({ ratePps }: Plan): number => Math.max(0.5, 8 / ratePps)

const portOf = (stream: number): number => 20_001 + 100 * stream
/** Of the action that counts a stream in the outage; 0: all that enters the cable. */
const indexOf = (outage: number, stream: number): number => 1 + 100 * outage + stream

export default async function (plan: Plan): Promise<Observed> {
  const stand = new Stand(pair())
  const { namespaces, clock, virtualTime } = stand
  const { sizesBytes, lengthsSeconds, ratePps } = plan
  // A neighbour that is asked for in vain holds packets back, and hands them over when the outage is over.
  const mac = stand.topology.nodes.find(({ name }) => name === B.node)?.interfaces[0]?.mac ?? ''
  const entry = ['neigh', 'replace', B.address, 'lladdr', mac, 'dev', 'eth0', 'nud', 'permanent']
  namespaces.within(A.node, () => spawnSync('ip', entry))
  count(stand, plan)
  const flows = sizesBytes.map((size, stream) => {
    const flow = flowBetween(String(size), ratePps, 1, portOf(stream) - 1, size)
    return { ...flow, streams: flow.streams.filter(({ direction }) => direction === 'forward') }
  })
  const probes = await ProbeStreams.start({ namespaces, clock, virtualTime, flows, fateKnownNs: 1e9 })
  await stand.rest(LEAD_NS)
  const shell = namespaces.within(WIRE, () =>
    spawn('sh', ['-c', SHELL, 'sh', ...[restSeconds(plan), ...lengthsSeconds].map(String)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  )
  let text = ''
  shell.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(shell, 'close')
  const stamps = text
    .trim()
    .split('\n')
    .map((line) => Number(BigInt(line) - clock.epochSeconds * 1_000_000_000n))
  const records = await probes.stop()
  const counted = counters(stand)
  const countOf = (outage: number): number[] =>
    sizesBytes.map((_, stream) => counted.get(indexOf(outage, stream)) ?? NaN)
  const planted = lengthsSeconds.map((_, index): Planted => {
    const [before = 0, cut = 0, late = 0, healed = 0] = stamps.slice(index * 4)
    return { cutNs: [before, cut], healedNs: [late, healed], dropped: countOf(index + 1) }
  })
  return { planted, records, entered: countOf(0) }
}

/** Writes the shell's batches, and counts what enters the cable from now on. */
function count({ namespaces }: Stand, { sizesBytes, lengthsSeconds }: Plan): void {
  mkdirSync(DIR, { recursive: true })
  const write = (name: string, lines: readonly string[]): void => {
    writeFileSync(`${DIR}/${name}`, `${lines.join('\n')}\n`)
  }
  const dev = `dev ${panelEnd(0, 'a').name} ingress`
  const both = (pref: number, outage: number): { action: string; filter: string }[] =>
    sizesBytes.map((_, stream) => {
      const action = `action ${outage === 0 ? 'continue' : 'drop'} index ${String(indexOf(outage, stream))}`
      const match = `protocol ip flower ip_proto udp dst_port ${String(portOf(stream))}`
      return { action: `actions add ${action}`, filter: `filter add ${dev} pref ${String(pref)} ${match} ${action}` }
    })
  const entering = both(1, 0)
  const cuts = lengthsSeconds.map((_, index) => both(2, index + 1))
  for (const [index, cut] of cuts.entries())
    write(
      `cut${String(index + 1)}`,
      cut.map(({ filter }) => filter),
    )
  write('heal', [`filter del ${dev} pref 2`])
  write('count', [...[entering, ...cuts].flat().map(({ action }) => action), ...entering.map(({ filter }) => filter)])
  namespaces.within(WIRE, () => spawnSync('tc', ['-batch', `${DIR}/count`], { stdio: 'inherit' }))
}

/** Packets of each action, by its index. */
function counters({ namespaces }: Stand): Map<number, number> {
  const text = namespaces.within(WIRE, () => spawnSync('tc', ['-s', 'actions', 'ls', 'action', 'gact'])).stdout
  const found = text.toString().matchAll(/ index (\d+) [^]*? bytes (\d+) pkt/g)
  return new Map([...found].map(([, index, packets]) => [Number(index), Number(packets)]))
}
