import type { Parameters } from '../../words/parameters.ts'
import { seconds, type Ns } from '../../model/time.ts'
import type { Problem } from '../../model/problem.ts'
import type { Node } from '../../model/topology.ts'
import { vrrpOf, type InterfaceDelay, type VirtualRouter } from './data.ts'
import { dependsOn } from './data-groups.ts'

/** One of `interfaceDelays`. */
export function readDelay(parameters: Parameters): InterfaceDelay {
  const delay = {
    interface: parameters.named('interface') ?? '',
    downNs: milliseconds(parameters, 'down', seconds(255)),
    upNs: milliseconds(parameters, 'up', seconds(255)),
  }
  parameters.rejectUnknown()
  return delay
}

export const milliseconds = (parameters: Parameters, name: string, max: Ns): Ns =>
  parameters.duration(name, '0s', { min: 0, max, whole: 'milliseconds' })

/** From it on a delay is too long for a virtual router: keepalived shortens it (check_debounce_timers), or a backup takes over first. */
export const tooLongNs = ({ downTimerAdverts, advertIntervalNs }: VirtualRouter): Ns =>
  (downTimerAdverts - 1) * advertIntervalNs

export const delayProblems = (node: Node): readonly Problem[] =>
  (vrrpOf(node).delays ?? []).flatMap((delay, at, all): readonly Problem[] => {
    const { interface: device, downNs, upNs } = delay
    const isTwice = all.findIndex((one) => one.interface === device) < at
    const routers = vrrpOf(node).routers.filter((router) => dependsOn(node, router).includes(device))
    const short = routers.filter((router) => Math.max(downNs, upNs) >= tooLongNs(router))
    return [
      ...(isTwice ? [{ code: 'delayed-twice', what: `${node.name} gives ${device} delays twice` }] : []),
      ...short.map(({ name, downTimerAdverts }) => ({
        code: 'delay-too-long',
        what: `${node.name} delays ${device}, on which virtual router ${name} depends, for longer than a backup waits`,
        allowed: `delays below ${String(downTimerAdverts - 1)} of its advertisement intervals`,
        next: 'shorten the delay, or give the virtual router a longer advertInterval',
      })),
    ]
  })
