import { formatNs } from '../../model/time.ts'
import type { Text } from '../contract/text.ts'
import { ospfOf, routerIdOf, type OspfInterface } from './data.ts'

export const ospfText: Text = {
  nodeLines: (node) => {
    const feature = ospfOf(node)
    if (feature === undefined) return []
    const { interfaces, area } = feature
    const passive = interfaces.filter((one) => one.passive).map(({ name }) => name)
    return [
      `OSPF: router ID ${routerIdOf(node)}, area ${area}`,
      ...interfaces.filter((one) => !one.passive).map(interfaceLine),
      ...(passive.length === 0 ? [] : [`OSPF announces ${passive.join(' and ')}`]),
    ]
  },
  states: {},
  waits: {},
  events: {},
}

const interfaceLine = ({ name, cost, helloNs, deadNs }: OspfInterface): string =>
  `OSPF on ${name}: cost ${String(cost)}, hello ${formatNs(helloNs)}, dead ${formatNs(deadNs)}`
