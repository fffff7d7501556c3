import type { Named } from '../../compose/options.ts'
import type { NounContext, Options } from '../contract/options.ts'
import { KEEPALIVED_CONF, VRRP, type VrrpFeature } from './data.ts'
import { containedKeepalived } from './options-contained.ts'
import { readKeepalived } from './options-own.ts'
import { vrrpProblems } from './options-problems.ts'
import { seconds } from '../../model/time.ts'
import { milliseconds, readDelay } from './options-delays.ts'
import { readGarp } from './options-garp.ts'
import { readReach } from './options-reach.ts'
import { ANY_PRIORITY, readVrrp, VRID } from './options-timers.ts'
import { readPeers, readTrack, readVmac } from './options-track.ts'
import type { NodeVrrpOptions, VirtualRouterOptions } from './options-types.ts'

export interface VrrpNouns {
  /** A virtual router of VRRP, run by keepalived. */
  virtualRouter(name: string, options: VirtualRouterOptions): { readonly name: string }
  /** Virtual routers that change state together: keepalived's `vrrp_sync_group`. */
  syncGroup(name: string, members: readonly Named[]): this
  /** What holds for all virtual routers of the node: keepalived's `global_defs`. */
  vrrp(options: NodeVrrpOptions): this
}

export const vrrpOptions: Options<VrrpNouns> = {
  nouns: (node) => ({
    virtualRouter(name, options) {
      const parameters = node.parameters(`virtual router ${name} of ${node.node}`, options)
      add(node, {
        routers: [
          {
            name,
            interface: parameters.named('interface') ?? '',
            vrid: parameters.integer('vrid', 1, VRID),
            priority: parameters.integer('priority', 100, ANY_PRIORITY),
            addresses: parameters.names('addresses'),
            ...readTrack(parameters),
            ...(parameters.has('reach') ? { reach: readReach(parameters.inner('reach')) } : {}),
            ...(parameters.has('peers') ? { peers: readPeers(parameters) } : {}),
            ...readVmac(parameters),
            ...(parameters.boolean('strict', false) ? { strict: true } : {}),
            ...(parameters.has('accept') ? { accept: parameters.boolean('accept', true) } : {}),
            ...(parameters.has('garp') ? { garp: readGarp(parameters.inner('garp')) } : {}),
            ...readVrrp(parameters),
          },
        ],
      })
      node.place(`vrrp ${name}`, parameters)
      parameters.rejectUnknown()
      return { name }
    },
    syncGroup(name, members) {
      const parameters = node.parameters(`sync group ${name} of ${node.node}`, { members })
      add(node, { syncGroups: [{ name, members: parameters.names('members') }] })
      return this
    },
    vrrp(options) {
      const parameters = node.parameters(`vrrp of ${node.node}`, options)
      const startupDelayNs = milliseconds(parameters, 'startupDelay', seconds(1000))
      const delays = parameters.inners('interfaceDelays').map(readDelay)
      add(node, { ...(startupDelayNs === 0 ? {} : { startupDelayNs }), ...(delays.length === 0 ? {} : { delays }) })
      parameters.rejectUnknown()
      return this
    },
  }),
  problems: vrrpProblems,
  reads: { [KEEPALIVED_CONF]: readKeepalived },
  contained: containedKeepalived,
}

function add(node: NounContext, { routers = [], syncGroups = [], ...more }: Partial<VrrpFeature>): void {
  node.feature<VrrpFeature>(VRRP, (old) => ({
    ...old,
    ...more,
    routers: [...(old?.routers ?? []), ...routers],
    syncGroups: [...(old?.syncGroups ?? []), ...syncGroups],
  }))
}
