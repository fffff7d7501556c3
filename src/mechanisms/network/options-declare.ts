import type { Unread } from '../../model/own-file.ts'
import type { OwnDevice } from '../../model/own-device.ts'
import type { Route } from '../../model/route.ts'
import type { NounContext } from '../contract/options.ts'
import { NETWORK, type Manager, type NetworkFeature } from './data.ts'

/** A route, and the line that says it. */
export interface OwnRoute extends Route {
  readonly where: string
}

/** What the files of one tool make of a node. */
export interface OwnNetwork {
  readonly manager: Manager | null
  readonly devices: readonly OwnDevice[]
  readonly routes: readonly OwnRoute[]
  readonly unread: readonly Unread[]
}

/**
 * The node gets the interfaces and routes. Of ports only those that have a cable in the lab: a file of production names more,
 * which matter where a route leads by them.
 */
export function declareNetwork(node: NounContext, { manager, devices, routes, unread }: OwnNetwork): void {
  const known = new Set([...node.ports(), ...devices.filter(({ kind }) => kind !== 'port').map(({ name }) => name)])
  const isThere = (name: string | undefined): boolean => name === undefined || known.has(name)
  for (const device of devices) if (known.has(device.name)) node.device(device)
  for (const { where, ...route } of routes.filter(({ device }) => isThere(device))) {
    const all = node.routing((old) => ({ ...old, routes: [...old.routes, route] })).routes
    node.place(`route ${String(all.length - 1)}`, { site: { text: where } })
  }
  const elsewhere = routes
    .filter(({ device }) => !isThere(device))
    .map(({ to, device = '', where }) => ({
      what: `a route to ${to} by ${device}, which has no cable in this lab,`,
      where,
      device: null,
    }))
  const left = unread.filter(({ device }) => device === null || known.has(device))
  node.unread([...left, ...elsewhere])
  if (manager !== null) node.feature<NetworkFeature>(NETWORK, () => ({ manager }))
}
