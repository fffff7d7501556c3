import { expect, test } from 'vitest'
import { inside } from '../guest/inside.ts'
import type * as entry from './death.inside.ts'

test('a node that shuts its port, or whose interfaces go away, darkens its neighbour', async () => {
  using guest = await inside<typeof entry>(new URL('death.inside.ts', import.meta.url))
  const { shut, opened, died } = guest.result
  expect([shut.carrier, opened.carrier, died.carrier]).toEqual(['down', 'up', 'down'])
  // Two system calls of the panel, and linkwatch at once: the ends' indexes differ. A real PHY needs longer.
  for (const { afterNs } of [shut, opened, died]) expect(afterNs).toBeLessThan(20e6)
})
