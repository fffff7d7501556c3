import { networkOf } from '../../model/address.ts'
import type { Ns } from '../../model/time.ts'
import type { Node } from '../../model/topology.ts'
import { bfdOf, PROFILE } from '../bfd/data.ts'
import type { Configure } from '../contract/configure.ts'
import { frrDaemon, frrFile, frrText } from '../frr/data.ts'
import { bgpOf, routerIdOf, WATCHED, type BgpFeature, type BgpNeighbour, type Dampening } from './data.ts'

export const bgpConfigure: Configure = {
  files: (node) => {
    const feature = bgpOf(node)
    return feature === undefined ? {} : { [frrFile('bgpd')]: renderBgpd(node, feature) }
  },
  daemons: (node) => (bgpOf(node) === undefined ? [] : [frrDaemon('bgpd')]),
}

/**
 * Policies are those that are written here alone (`no bgp ebgp-requires-policy`), and which of several equal paths is used does not
 * depend on which came first (`bestpath compare-routerid`).
 */
function renderBgpd(node: Node, feature: BgpFeature): string {
  const { neighbours, ecmp, gracefulRestartNs, dampening, own } = feature
  if (own !== undefined) return frrText(node, [...own.lines, `router bgp ${String(feature.as)}`, WATCHED, 'exit'])
  return frrText(node, [
    `router bgp ${String(feature.as)}`,
    ` bgp router-id ${routerIdOf(node)}`,
    WATCHED,
    ' no bgp ebgp-requires-policy',
    ' bgp network import-check',
    ' bgp bestpath compare-routerid',
    ...(ecmp > 1 ? [' bgp bestpath as-path multipath-relax'] : []),
    ` timers bgp ${whole(feature.keepaliveNs)} ${whole(feature.holdNs)}`,
    ...(gracefulRestartNs === undefined
      ? []
      : [' bgp graceful-restart', ` bgp graceful-restart restart-time ${whole(gracefulRestartNs)}`]),
    ...neighbours.flatMap((one) => neighbourLines(one, feature, bfdOf(node) !== undefined)),
    ' address-family ipv4 unicast',
    ...networksOf(node, feature).map((network) => `  network ${network}`),
    `  maximum-paths ${String(ecmp)}`,
    `  maximum-paths ibgp ${String(ecmp)}`,
    ...(dampening === undefined ? [] : [dampeningLine(dampening)]),
    ...neighbours.filter(({ as }) => as === feature.as).map(({ address }) => `  neighbor ${address} next-hop-self`),
    ...neighbours.flatMap(policyLines),
    ' exit-address-family',
    'exit',
    ...(neighbours.some(({ announce }) => announce === 'own') ? ['bgp as-path access-list own seq 5 permit ^$'] : []),
    ...neighbours.flatMap((one) => [...prefixLists(one), ...importMap(one), ...exportMap(one, feature)]),
  ])
}

const dampeningLine = ({ halfLifeNs, reuse, suppress, longestNs }: Dampening): string =>
  `  bgp dampening ${[halfLifeNs / 60e9, reuse, suppress, longestNs / 60e9].join(' ')}`

const networksOf = ({ interfaces }: Node, { networks }: BgpFeature): readonly string[] =>
  interfaces
    .filter(({ name }) => networks.includes(name))
    .flatMap(({ addresses }) => addresses.filter((one) => !one.includes(':')).flatMap((one) => networkOf(one) ?? []))

const neighbourLines = (
  { address, as, connectNs }: BgpNeighbour,
  { advertisementNs }: BgpFeature,
  hasBfd: boolean,
): readonly string[] => [
  ` neighbor ${address} remote-as ${String(as)}`,
  ` neighbor ${address} timers connect ${whole(connectNs)}`,
  ` neighbor ${address} advertisement-interval ${whole(advertisementNs)}`,
  ...(hasBfd ? [` neighbor ${address} bfd profile ${PROFILE}`] : []),
]

const importsBy = ({ localPreference, preferences }: BgpNeighbour): boolean =>
  localPreference !== 100 || preferences.length > 0
const exportsBy = ({ prepend, communities }: BgpNeighbour): boolean => prepend > 0 || communities.length > 0

const policyLines = (one: BgpNeighbour): readonly string[] => [
  ...(importsBy(one) ? [`  neighbor ${one.address} route-map from-${one.address} in`] : []),
  ...(exportsBy(one) ? [`  neighbor ${one.address} route-map to-${one.address} out`] : []),
  ...(one.announce === 'own' ? [`  neighbor ${one.address} filter-list own out`] : []),
  ...listed(one).map(({ way, name }) => `  neighbor ${one.address} prefix-list ${name} ${way}`),
]

const listed = ({ address, prefixes }: BgpNeighbour) => [
  ...(prefixes.in === null ? [] : [{ way: 'in', name: `from-${address}`, prefixes: prefixes.in }]),
  ...(prefixes.out === null ? [] : [{ way: 'out', name: `to-${address}`, prefixes: prefixes.out }]),
]

/** The end of a list denies; a list without entries would not be there, and would permit everything. */
const prefixLists = (one: BgpNeighbour): readonly string[] =>
  listed(one).flatMap(({ name, prefixes }) => [
    ...prefixes.map((prefix, at) => `ip prefix-list ${name} seq ${String(5 * (at + 1))} permit ${prefix}`),
    ...(prefixes.length === 0 ? [`ip prefix-list ${name} seq 5 deny any`] : []),
  ])

function importMap(one: BgpNeighbour): readonly string[] {
  if (!importsBy(one)) return []
  const { address, localPreference, preferences } = one
  const map = `route-map from-${address}`
  return [
    ...preferences.map(({ community }, at) => `bgp community-list standard ${listOf(address, at)} permit ${community}`),
    ...preferences.flatMap((each, at) => [
      `${map} permit ${String(10 * (at + 1))}`,
      ` match community ${listOf(address, at)}`,
      ` set local-preference ${String(each.localPreference)}`,
      'exit',
    ]),
    `${map} permit ${String(10 * (preferences.length + 1))}`,
    ` set local-preference ${String(localPreference)}`,
    'exit',
  ]
}

const listOf = (address: string, at: number): string => `from-${address}-${String(at + 1)}`

function exportMap(one: BgpNeighbour, { as }: BgpFeature): readonly string[] {
  if (!exportsBy(one)) return []
  const { address, prepend, communities } = one
  return [
    `route-map to-${address} permit 10`,
    ...(prepend > 0 ? [` set as-path prepend ${Array.from({ length: prepend }, () => String(as)).join(' ')}`] : []),
    ...(communities.length > 0 ? [` set community ${communities.join(' ')} additive`] : []),
    'exit',
  ]
}

const whole = (ns: Ns): string => String(ns / 1e9)
