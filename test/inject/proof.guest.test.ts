import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './proof.inside.ts'

test('a fault is live once the kernel has counted it', async () => {
  using guest = await inside<typeof entry>(new URL('proof.inside.ts', import.meta.url))
  const { proofs, packets } = guest.result
  const live = Object.fromEntries(Object.entries(proofs).map(([name, proof]) => [name, proof.live]))
  expect(live).toEqual({
    'dropped: before': false,
    'dropped: idle': false,
    'dropped: met traffic': true,
    'netem: before': false,
    'netem: idle': false,
    'netem: met traffic': true,
    'admin up': true,
    'admin down': false,
    'VLAN 10 absent': true,
    'VLAN 20 present': false,
  })
  expect(proofs['dropped: met traffic']?.evidence).toBe('wire:c0a dropped 2 frames')
  expect(proofs['VLAN 10 absent']?.evidence).toBe('b:port carries VLANs 1, 20')
  expect(packets).toBeGreaterThanOrEqual(2)
})
