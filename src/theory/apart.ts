import { reason, type Reason } from '../model/reason.ts'
import { Damage, IP } from './damage.ts'
import { delivers } from './lan.ts'
import { on } from './wiring.ts'
import type { World } from './world.ts'

/**
 * Why nothing can be said where several nodes hold one address before any fault, as virtual routers do that never receive each other's
 * advertisements: behind isolated ports of one bridge. null: each receives those of the first.
 */
export function claimedApart(before: World): Reason | null {
  const whole = before.damaged(new Damage([]))
  for (const { claimants, addresses } of before.wiring.claims) {
    const [first, ...others] = claimants
    if (first === undefined) continue
    const at = on(first.node, first.interface)
    const deaf = others.find((one) => !delivers(whole, at, on(one.node, one.interface), IP))
    if (deaf !== undefined)
      return reason(
        'claimed-apart',
      )`${{ node: first.node }} and ${{ deaf: deaf.node }} both hold ${{ addresses: addresses.join(' ') }}: no frame of ${{ node: first.node }} reaches ${{ deaf: deaf.node }}, also while nothing is broken`
  }
  return null
}
