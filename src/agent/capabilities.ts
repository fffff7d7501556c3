import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableClassifier } from '../inject/classifier.ts'
import { runNft } from '../inject/nft.ts'
import { unloaded } from '../linux/modules.ts'
import { addVlan } from '../linux/netlink/bridge-vlan.ts'
import { ownFilter } from '../linux/netlink/filter.ts'
import * as link from '../linux/netlink/link.ts'
import { netem } from '../linux/netlink/netem.ts'
import * as tc from '../linux/netlink/tc.ts'
import { inScratch } from '../linux/scratch.ts'
import { CAPABILITIES, needNamed, type KnownCapability } from '../mechanisms/all/needs.ts'
import type { WIRE_NEEDS } from '../mechanisms/all/needs-wire.ts'
import { MECHANISM_PROBES } from '../mechanisms/all/probe.ts'
import type { Program } from '../mechanisms/contract/needs.ts'
import { execute, FAR, MADE, NEAR, veth, type Probe, type Probes } from '../mechanisms/contract/probe.ts'
import { ProgramError, type Finding } from '../model/capability.ts'
import { masquerading, publishing } from '../model/nat.ts'
import type { Filter } from '../model/topology.ts'

/** Makes one of each in a namespace that goes away at once. Never throws. */
export function probeCapabilities(): Record<KnownCapability, Finding> {
  return Object.fromEntries(CAPABILITIES.map((capability) => [capability, probe(capability)])) as Record<
    KnownCapability,
    Finding
  >
}

function probe(capability: KnownCapability): Finding {
  const { modules: kept = [], program } = needNamed(capability)
  const modules = unloaded(kept)
  if (modules.length > 0) {
    const what = modules.length === 1 ? 'the module' : 'the modules'
    return { ok: false, why: `${what} ${modules.join(', ')} would have to be loaded`, modules }
  }
  const tried = PROBES[capability]
  try {
    const started = program === undefined ? [] : [start(capability, program)]
    if (tried !== undefined) inScratch(tried.make)
    return { ok: true, why: [...started, ...(tried === undefined ? [] : [tried.made])].join(', and ') }
  } catch (error) {
    // Of a program that says many the first is what failed.
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { ok: false, why, ...(error instanceof ProgramError && error.missing ? { program: error.program } : {}) }
  }
}

/** Asks a program for its version; gives what was called. */
function start(capability: string, { name, versionOption = '--version' }: Program): string {
  const { error, status } = spawnSync(name, [versionOption], { stdio: 'ignore' })
  if (error !== undefined) throw new ProgramError(capability, name, error)
  const called = `${name} ${versionOption}`
  if (status !== 0) throw new Error(`${called}: exit ${String(status)}`)
  return called
}

const ALL = { match: 'all' } as const
const LABELLING: readonly Filter[] = [
  {
    at: 'ingress',
    pref: 1,
    match: { match: 'label', label: 100 },
    actions: [{ act: 'pop-label' }, { act: 'mark', mark: 1 }, { act: 'enter', by: FAR.name }],
  },
  { at: 'egress', pref: 1, match: { match: 'mark', mark: 1 }, actions: [{ act: 'drop' }] },
]

const WIRE_PROBES: Probes<typeof WIRE_NEEDS> = {
  veth: { made: 'a veth pair', make: veth },
  bridge: {
    made: 'a bridge',
    make: (socket) => {
      execute(socket, link.bridge(MADE, { vlanFiltering: false }))
    },
  },
  '802.1q': {
    made: 'a VLAN interface',
    make: (socket) => {
      veth(socket)
      execute(socket, link.vlan(MADE, NEAR.index, 10))
    },
  },
  'vlan-filtering': {
    made: 'a port of a filtering bridge with a VLAN',
    make: (socket) => {
      veth(socket)
      execute(
        socket,
        link.bridge(MADE, { vlanFiltering: true }),
        link.master(NEAR.index, MADE.index),
        addVlan(NEAR.index, 10, 'native'),
      )
    },
  },
  macvlan: {
    made: 'a macvlan interface',
    make: (socket) => {
      veth(socket)
      execute(socket, link.macvlan(MADE, NEAR.index))
    },
  },
  netem: {
    made: 'a netem qdisc with burst loss',
    make: (socket) => {
      veth(socket)
      execute(socket, netem(NEAR.index, { limit: 1000, delayNs: 1e6, loss: { model: 'gilbert-elliott', p: 1, r: 10 } }))
    },
  },
  'tc-matchall': classifier('matchall', tc.everyFrame('matchall')),
  'tc-flower': classifier('flower', []),
  'tc-u32': classifier('u32', tc.everyFrame('u32')),
  'tc-mirred': {
    made: 'a redirect from one interface to another',
    make: (socket) => {
      veth(socket)
      execute(socket, tc.clsact(NEAR.index), tc.redirect(NEAR.index, FAR.index, 1, availableClassifier()))
    },
  },
  'tc-drop': {
    made: 'a filter that drops',
    make: (socket) => {
      veth(socket)
      execute(socket, tc.clsact(NEAR.index), tc.drop(NEAR.index, 1, ALL, availableClassifier()))
    },
  },
  'tc-label': {
    made: 'filters that take a label off and follow a mark',
    make: (socket) => {
      veth(socket)
      const index = (name: string): number => (name === NEAR.name ? NEAR.index : FAR.index)
      execute(socket, tc.clsact(NEAR.index), ...LABELLING.map((one) => ownFilter(NEAR.index, one, index)))
    },
  },
  conntrack: { made: 'a connection table', make: conntrack },
  nat: {
    made: 'rules that masquerade and publish',
    make: () => {
      runNft(masquerading('lo'))
      runNft(publishing('lo', '127.0.0.1', '127.0.0.2'))
    },
  },
}

const PROBES: Readonly<Partial<Record<KnownCapability, Probe>>> = { ...WIRE_PROBES, ...MECHANISM_PROBES }

function classifier(kind: string, options: readonly Buffer[]): Probe {
  return {
    made: `a ${kind} filter`,
    make: (socket) => {
      veth(socket)
      execute(socket, tc.clsact(NEAR.index), tc.filter(NEAR.index, 1, ALL, kind, ...options))
    },
  }
}

function conntrack(): void {
  if (!existsSync('/proc/sys/net/netfilter/nf_conntrack_max')) throw new Error('no connection table in a new namespace')
}
