import type { Socket } from 'node:net'
import { fail } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import { connected } from './messages.ts'
import { benches, socketOf } from './place.ts'

/**
 * A connection to the command that has this lab up; null: the only one that is.
 * @throws BackhoeError (64) `no-lab-up`, `which-lab`
 */
export async function reach(lab: string | null): Promise<Socket> {
  const up = new Map<string, Socket>()
  for (const one of benches()) {
    const socket = await connected(socketOf(one))
    // Of a command that was killed, and its guest with it, only the folder is left.
    if (socket !== null) up.set(one, socket)
  }
  const names = [...up.keys()]
  const wanted = lab ?? (names.length === 1 ? names[0] : undefined)
  const socket = wanted === undefined ? undefined : up.get(wanted)
  for (const [name, other] of up) if (name !== wanted) other.destroy()
  if (socket !== undefined) return socket
  if (names.length === 0) return fail({ code: 'no-lab-up', what: 'no lab is up', next: 'backhoe up LAB' })
  if (lab === null)
    return fail({ code: 'which-lab', what: `${String(names.length)} labs are up`, allowed: names.join(', ') })
  return fail({ code: 'no-lab-up', what: `the lab ${lab} is not up`, ...remedyFor(lab, names) })
}
