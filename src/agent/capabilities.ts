import { spawnSync } from 'node:child_process'
import { chownSync, closeSync, existsSync, mkdtempSync, openSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CAPABILITIES, type Finding, type KnownCapability } from '../model/capability.ts'
import type { Filter } from '../model/topology.ts'
import { availableClassifier } from '../inject/classifier.ts'
import { masquerading, publishing } from '../model/nat.ts'
import { ProgramError, PROGRAMS, type Program } from '../model/programs.ts'
import { runNft } from '../inject/nft.ts'
import { inScratch } from '../linux/scratch.ts'
import { calls, check } from '../linux/libc.ts'
import { accountOf } from '../linux/users.ts'
import { addVlan } from '../linux/netlink/bridge-vlan.ts'
import * as link from '../linux/netlink/link.ts'
import { ownFilter } from '../linux/netlink/filter.ts'
import { netem } from '../linux/netlink/netem.ts'
import { newRule } from '../linux/netlink/rule.ts'
import type { NetlinkSocket } from '../linux/netlink/socket.ts'
import * as tc from '../linux/netlink/tc.ts'
import { MODULES } from './capability-modules.ts'
import { unloaded } from '../linux/modules.ts'

/** Makes one of each in a namespace that goes away at once. Never throws. */
export function probeCapabilities(): Record<KnownCapability, Finding> {
  return Object.fromEntries(CAPABILITIES.map((capability) => [capability, probe(capability)])) as Record<
    KnownCapability,
    Finding
  >
}

function probe(capability: KnownCapability): Finding {
  const { made, make } = PROBES[capability]
  const modules = unloaded(MODULES[capability] ?? [])
  if (modules.length > 0) {
    const what = modules.length === 1 ? 'the module' : 'the modules'
    return { ok: false, why: `${what} ${modules.join(', ')} would have to be loaded`, modules }
  }
  try {
    inScratch((socket) => {
      make(socket)
    })
    return { ok: true, why: made }
  } catch (error) {
    // Of a program that says many the first is what failed.
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { ok: false, why, ...(error instanceof ProgramError && error.missing ? { program: error.program } : {}) }
  }
}

const NEAR = { name: 'near', index: 101, mac: '02:00:00:00:00:01' }
const FAR = { name: 'far', index: 102, mac: '02:00:00:00:00:02' }
const MADE = { name: 'made', index: 103, mac: '02:00:00:00:00:03' }
const MII = { by: 'mii', miimonNs: 100e6, updelayNs: 0, downdelayNs: 0 } as const
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

const PROBES: Readonly<
  Record<KnownCapability, { readonly made: string; readonly make: (socket: NetlinkSocket) => void }>
> = {
  veth: { made: 'a veth pair', make: veth },
  bonding: {
    made: 'an active-backup bond',
    make: (socket) => {
      execute(socket, link.bond(MADE, { mode: 'active-backup', monitor: MII, primaryReselect: 'always' }))
    },
  },
  lacp: {
    made: 'an 802.3ad bond with a member',
    make: (socket) => {
      veth(socket)
      const bond = { mode: '802.3ad', monitor: MII, lacpRate: 'fast', hash: 'layer3+4', minLinks: 1 } as const
      execute(socket, link.bond(MADE, bond), link.master(NEAR.index, MADE.index))
    },
  },
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
  'vrrp-multicast': { made: 'a VRRP socket in 224.0.0.18', make: vrrpMulticast },
  keepalived: program('keepalived'),
  openvswitch: program('openvswitch'),
  tun: { made: 'a look at /dev/net/tun', make: tun },
  perl: program('perl'),
  ping: program('ping', '-V'),
  nft: program('nft'),
  nat: {
    made: 'rules that masquerade and publish',
    make: () => {
      runNft(masquerading('lo'))
      runNft(publishing('lo', '127.0.0.1', '127.0.0.2'))
    },
  },
  'policy-routing': {
    made: 'a rule that asks another table',
    make: (socket) => {
      execute(socket, newRule(1, { from: '10.0.0.1', table: 1 }))
    },
  },
  frr: {
    made: 'zebra --version, and a folder that belongs to frr',
    make: (socket) => {
      program('frr').make(socket)
      ownFolder('frr')
    },
  },
  tcpdump: program('tcpdump'),
}

function execute(socket: NetlinkSocket, ...messages: readonly Buffer[]): void {
  socket.execute(messages.map((message) => ({ message, text: 'probe' })))
}

function veth(socket: NetlinkSocket): void {
  const here = openSync('/proc/thread-self/ns/net', 'r')
  try {
    execute(socket, link.veth(NEAR, FAR, here))
  } finally {
    closeSync(here)
  }
}

function classifier(kind: string, options: readonly Buffer[]): (typeof PROBES)[KnownCapability] {
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

const AF_INET = 2
const SOCK_RAW = 3
const IPPROTO_IP = 0
const IPPROTO_VRRP = 112
const IP_ADD_MEMBERSHIP = 35

/** struct ip_mreqn: group, address, interface. */
function vrrpMulticast(socket: NetlinkSocket): void {
  veth(socket)
  execute(socket, link.adminState(NEAR.index, true))
  const raw = check('socket', AF_INET, SOCK_RAW, IPPROTO_VRRP)
  try {
    const request = Buffer.alloc(12)
    request.set([224, 0, 0, 18])
    request.writeInt32LE(NEAR.index, 8)
    check('setsockopt', raw, IPPROTO_IP, IP_ADD_MEMBERSHIP, request, request.length)
  } finally {
    calls.close(raw)
  }
}

/** Where tap devices come from: the bridges of Open vSwitch's userspace datapath. */
function tun(): void {
  if (!existsSync('/dev/net/tun')) throw new Error('there is no /dev/net/tun')
}

function program(capability: Program, version = '--version'): (typeof PROBES)[KnownCapability] {
  const { name } = PROGRAMS[capability]
  return {
    made: `${name} ${version}`,
    make: () => {
      const { error, status } = spawnSync(name, [version], { stdio: 'ignore' })
      if (error !== undefined) throw new ProgramError(capability, error)
      if (status !== 0) throw new Error(`${name} ${version}: exit ${String(status)}`)
    },
  }
}

/** A program that becomes another user needs one that this kernel knows: in a user namespace it may know root alone. */
function ownFolder(user: string): void {
  const account = accountOf(user)
  if (account === null) throw new Error(`there is no user ${user}`)
  const folder = mkdtempSync(join(tmpdir(), 'backhoe-'))
  try {
    chownSync(folder, account.uid, account.gid)
  } catch (error) {
    // Without the folder's name: the answer is the same each time.
    throw new Error(`no file can belong to ${user}: ${(error as NodeJS.ErrnoException).code ?? ''}`, { cause: error })
  } finally {
    rmdirSync(folder)
  }
}
