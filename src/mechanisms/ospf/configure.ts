import type { Node } from '../../model/topology.ts'
import { bfdOf, PROFILE } from '../bfd/data.ts'
import type { Configure } from '../contract/configure.ts'
import { frrDaemon, frrFile, frrText } from '../frr/data.ts'
import { ospfOf, routerIdOf, WATCHED, type OspfFeature, type OspfInterface } from './data.ts'

export const ospfConfigure: Configure = {
  files: (node) => {
    const feature = ospfOf(node)
    return feature === undefined ? {} : { [frrFile('ospfd')]: renderOspfd(node, feature) }
  },
  daemons: (node) => (ospfOf(node) === undefined ? [] : [frrDaemon('ospfd')]),
}

/** Calculations are watched by what ospfd logs about each, which is information; what the same word of debugging brings besides is left out. */
const CALCULATIONS = ['log stdout informational', 'debug ospf event']

function renderOspfd(node: Node, { interfaces, spf, own }: OspfFeature): string {
  if (own !== undefined) return frrText(node, [...CALCULATIONS, ...own.lines, 'router ospf', WATCHED, 'exit'])
  const ms = (ns: number): string => String(ns / 1e6)
  return frrText(node, [
    ...CALCULATIONS,
    ...interfaces.flatMap((one) => interfaceLines(one, bfdOf(node) !== undefined)),
    'router ospf',
    ` ospf router-id ${routerIdOf(node)}`,
    WATCHED,
    ` timers throttle spf ${ms(spf.delayNs)} ${ms(spf.holdNs)} ${ms(spf.maxHoldNs)}`,
    'exit',
  ])
}

const interfaceLines = (one: OspfInterface, hasBfd: boolean): readonly string[] => {
  const { name, area, network, priority, cost, passive, helloNs, deadNs, key } = one
  return [
    `interface ${name}`,
    ` ip ospf area ${area}`,
    ` ip ospf cost ${String(cost)}`,
    ...(passive
      ? // Without it ospfd waits for an election there, and announces itself anew when nobody has come.
        [' ip ospf network point-to-point', ' ip ospf passive']
      : [
          ` ip ospf network ${network}`,
          ...(priority === undefined ? [] : [` ip ospf priority ${String(priority)}`]),
          ` ip ospf hello-interval ${String(helloNs / 1e9)}`,
          ` ip ospf dead-interval ${String(deadNs / 1e9)}`,
          ...(hasBfd ? [' ip ospf bfd', ` ip ospf bfd profile ${PROFILE}`] : []),
        ]),
    ...(key === undefined
      ? []
      : [' ip ospf authentication message-digest', ` ip ospf message-digest-key 1 md5 ${key}`]),
    'exit',
  ]
}
