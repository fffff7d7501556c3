import { expect, test } from 'vitest'
import { redundantSwitches } from '../../topologies/index.ts'
import { inside } from '../guest/inside.ts'
import type * as entry from './guards.inside.ts'

// Each better BPDU begins the port's forward_delay anew (br_root_port_block): at a hello a second it stays listening.
test.each([
  [true, { edge: 'disabled', distribution: 'listening', isRoot: true }],
  [false, { edge: 'forwarding', distribution: 'forwarding', isRoot: false }],
])('BPDUs of a stranger, with guards %s', async (guarded, expected) => {
  const { topology } = redundantSwitches({
    ...{ hello: '1s', maxAge: '6s', forwardDelay: '4s' },
    ...{ access: 1, bpduGuard: guarded, rootGuard: guarded },
  })
  using guest = await inside<typeof entry>(new URL('guards.inside.ts', import.meta.url), topology)
  expect(guest.result).toEqual(expected)
})
