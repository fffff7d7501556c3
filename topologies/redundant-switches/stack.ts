import { nth, type InterfaceOptions, type Network, type NodeBuilder } from '../../src/compose/index.ts'
import type { CableHandle } from '../../src/model/handle.ts'
import type { PairOptions } from '../mlag/pair.ts'
import { stackMembers, type StackMember, type StackMemberName } from '../parts/stack.ts'
import { accessNode, LaggedAccess } from './lagged-access.ts'
import { trunkOf, type Layers, type Socket } from './layers.ts'
import type { Vlan } from '../../src/model/vlans.ts'

interface Own {
  member(name: StackMemberName): StackMember
}

/** The distribution is one logical switch, hence one node; each of its ports is labelled with the member it belongs to. */
export class Stack implements Layers<Own> {
  readonly distribution: readonly [NodeBuilder]
  readonly access: readonly LaggedAccess[]
  readonly #trunk: InterfaceOptions
  readonly #ports: string[] = []

  constructor(net: Network, count: number, vlans: readonly Vlan[], bond: PairOptions['bond']) {
    this.#trunk = trunkOf(vlans)
    const stack = net.node('stack', { role: 'switch', risks: ['stack'] })
    this.distribution = [stack]
    this.access = Array.from({ length: count }, (_, k) => {
      const node = accessNode(net, k + 1)
      const socket = (member: StackMemberName): Socket => ({
        port: stack.port(`${node.name}-${member}`, of(member)),
        risks: [member],
      })
      const far = [socket('m1'), socket('m2')] as const
      const name = `lag-${node.name}`
      stack.bond(name, { ...bond, ...this.#trunk, mode: '802.3ad', members: far.map(({ port }) => port) })
      this.#ports.push(name)
      return new LaggedAccess(net, { node, far }, bond, this.#trunk)
    })
  }

  atDistribution(position: number, name: string): Socket {
    const member = nth('member', MEMBERS, position)
    this.#ports.push(name)
    return { port: this.distribution[0].port(name, { ...this.#trunk, ...of(member) }), risks: [member] }
  }

  atAccess(position: number, name: string): Socket {
    return nth('access', this.access, position).socket(name)
  }

  finish(servers: readonly CableHandle[]): Own {
    this.distribution[0].bridge('br0', { ports: this.#ports })
    for (const one of this.access) one.finish()
    return { member: stackMembers([...this.access.flatMap(({ uplink1, uplink2 }) => [uplink1, uplink2]), ...servers]) }
  }

  ownOf(): object {
    return {}
  }
}

const MEMBERS: readonly StackMemberName[] = ['m1', 'm2']

const of = (member: StackMemberName) => ({ stackMember: member, risks: [member] })
