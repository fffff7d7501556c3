import { handles } from '../../src/compose/index.ts'
import type { CableGroup, CableHandle } from '../../src/model/handle.ts'

export type StackMemberName = 'm1' | 'm2'

/** One member of a stack: its cables, each near the stack. `linkCut` of it: it dies. */
export interface StackMember extends CableGroup {
  readonly name: StackMemberName
}

/** `cables`: all of the stack, near the other end; those of a member carry its risk. */
export function stackMembers(cables: readonly CableHandle[]): (name: StackMemberName) => StackMember {
  const nearStack = cables.map(({ cable, near, far }): CableHandle => ({
    handle: 'cable',
    cable,
    near: far,
    far: near,
  }))
  const member = (name: StackMemberName): StackMember => ({
    handle: 'cables',
    name,
    text: `stack member ${name}`,
    cables: nearStack.filter(({ cable }) => cable.risks.includes(name)),
  })
  const members = handles('the stack', { m1: member('m1'), m2: member('m2') })
  return (name) => members[name]
}
