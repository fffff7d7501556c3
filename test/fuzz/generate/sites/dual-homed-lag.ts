import { TRANSMIT_HASHES } from '../../../../src/model/bond.ts'
import { between, paths, type DraftSite } from '../draft.ts'
import { mii, miiOrNone } from '../timers.ts'

export const draftLag: DraftSite = (dice) => {
  const isStatic = dice.chance(0.25)
  const timers = isStatic ? miiOrNone(dice) : mii(dice)
  const legs = dice.weighted([
    [5, 2],
    [2, 3],
    [1, 4],
    [1, 8],
  ])
  const rate = () => dice.weighted([[3, 'fast'] as const, [1, 'slow'] as const])
  const rates = dice.maybe(isStatic ? 0 : 0.5, () => ({ lacpRate: { host: rate(), switch: rate(), server: rate() } }))
  const options = {
    ...(isStatic ? { mode: 'balance-xor' } : {}),
    ...timers.options,
    ...(legs === 2 ? {} : { legs }),
    ...rates,
    ...dice.maybe(0.4, () => ({ hash: dice.pick(TRANSMIT_HASHES) })),
    ...dice.maybe(isStatic ? 0 : 0.3, () => ({ minLinks: dice.integer(0, legs) })),
  }
  const slow = 'lacpRate' in rates && Object.values(rates.lacpRate).includes('slow')
  return {
    topology: { generator: 'dualHomedLag', options },
    pairs: [between('host', 'server'), between('server', 'host')],
    selectors: paths(['member', ['m1']], ['member', ['m2']]),
    patienceMs: [timers.patienceMs, slow ? 100_000 : 9000],
    spreads: true,
  }
}
