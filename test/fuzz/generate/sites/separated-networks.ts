import { between, type DraftSite, type Pair } from '../draft.ts'

export const draftSeparated: DraftSite = (dice) => {
  const hosts = dice.integer(1, 2)
  const options = { ...(hosts === 1 ? {} : { hosts }), ...dice.maybe(0.4, () => ({ switches: 1 })) }
  const inNetwork = (network: 'service' | 'management'): Pair => ({
    from: { path: ['host', [1], network] },
    to: { path: ['server', network] },
  })
  return {
    topology: { generator: 'separatedNetworks', options },
    pairs: [inNetwork('service'), inNetwork('management'), between('h1', 'server')],
    selectors: [],
    patienceMs: [1000],
    spreads: false,
  }
}
