import { expect, test } from 'vitest'
import { capabilitiesOf } from '../../src/kernel/capabilities.ts'
import { chooseKernel } from '../../src/kernel/choose.ts'
import { isCapability } from '../../src/mechanisms/all/needs.ts'
import type { Capability } from '../../src/model/capability.ts'
import { wiring } from '../../src/plan/wiring.ts'
import { inside } from '../guest/inside.ts'
import { CLEAN, cutOf, SMALL, smallOf, verdictOf } from './small.ts'
import type * as entry from './small.inside.ts'

/** In real time every second of settling is a second of the test. */
const NAMES = process.env['PROVE'] === '1' ? Object.keys(SMALL) : ['gatewayPair', 'dualHomedLag']
/** Of Debian's kernel: it has nft's masquerade, and not the chains that it goes into. */
const LACKS: Readonly<Record<string, readonly Capability[]>> = { dualUplink: ['nat'] }
const PATIENCE_MS = 600_000

test.each(NAMES)('%s, in real time on Debian’s kernel: everybody gets what is for him, once', async (name) => {
  const small = smallOf(name)
  const capabilities = await capabilitiesOf(chooseKernel('uml').kernel)
  if (!capabilities.known) throw new Error(capabilities.problem.what)
  const { findings } = capabilities
  const lacks = wiring(small.site.topology).needs.filter((need) => !isCapability(need) || !findings[need].ok)
  expect(lacks).toEqual(LACKS[name] ?? [])
  if (lacks.length > 0) return
  const options = { kernel: 'uml', timeoutMs: PATIENCE_MS } as const
  using guest = await inside<typeof entry>(new URL('small.inside.ts', import.meta.url), cutOf(small), options)
  expect(verdictOf(small, guest.result)).toEqual(CLEAN)
})
