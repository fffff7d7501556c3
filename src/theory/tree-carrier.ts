import { reason, type Reason } from '../model/reason.ts'
import type { Opening } from './opening.ts'
import { on } from './wiring.ts'

/**
 * Why nothing can be said where a spanning tree takes the carrier of a bridge that has addresses of its own, or interfaces on it:
 * it has carrier only while a port forwards, and gets it back when its tree opens one (net/bridge/br_stp.c:
 * br_port_state_selection; net/bridge/br_stp_timer.c: br_forward_delay_timer_expired). Its node then asks for all of its
 * neighbours again, and its virtual routers leave FAULT. null: each has carrier all along, or no port of it has light.
 */
export function carrierOfTree({ broken, changes }: Opening): Reason | null {
  const opens = ({ reaction }: Opening['changes'][number]): boolean =>
    reaction.react === 'stp-port' && reaction.forwards
  const closed = broken.after(...changes.filter((change) => !opens(change)).map(({ reaction }) => reaction))
  for (const { name: node, interfaces } of broken.wiring.topology.nodes)
    for (const one of interfaces) {
      const bridge = on(node, one.name)
      if (one.kind !== 'bridge' || one.stp === undefined || !broken.wiring.isUsedItself(bridge)) continue
      if (closed.hasLitPort(bridge) && !closed.hasCarrier(bridge))
        return reason(
          'tree-carrier',
        )`${{ node }}:${{ bridge: one.name }} has no carrier until its spanning tree opens a port, and what its node does then is not modelled`
    }
  return null
}
