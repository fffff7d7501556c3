import type { Named } from '../../compose/options.ts'
import type { NounContext, Options } from '../contract/options.ts'
import { KEEPALIVED_CONF, VRRP, type SyncGroup, type VirtualRouter, type VrrpFeature } from './data.ts'
import { readKeepalived } from './options-own.ts'
import { vrrpProblems } from './options-problems.ts'
import { readReach } from './options-reach.ts'
import { PRIORITY, readVrrp, VRID } from './options-timers.ts'
import type { VirtualRouterOptions } from './options-types.ts'

export interface VrrpNouns {
  /** A virtual router of VRRP, run by keepalived. */
  virtualRouter(name: string, options: VirtualRouterOptions): { readonly name: string }
  /** Virtual routers that change state together: keepalived's `vrrp_sync_group`. */
  syncGroup(name: string, members: readonly Named[]): this
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
            priority: parameters.integer('priority', 100, PRIORITY),
            addresses: parameters.names('addresses'),
            track: parameters.names('track'),
            ...(parameters.has('reach') ? { reach: readReach(parameters.inner('reach')) } : {}),
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
  }),
  problems: vrrpProblems,
  reads: { [KEEPALIVED_CONF]: readKeepalived },
}

interface More {
  readonly routers?: readonly VirtualRouter[]
  readonly syncGroups?: readonly SyncGroup[]
}

function add(node: NounContext, { routers = [], syncGroups = [] }: More): void {
  node.feature<VrrpFeature>(VRRP, (old) => ({
    routers: [...(old?.routers ?? []), ...routers],
    syncGroups: [...(old?.syncGroups ?? []), ...syncGroups],
  }))
}
