import { between, paths, type DraftSite } from '../draft.ts'
import { bondMonitor, vlans } from '../timers.ts'

export const draftActiveBackup: DraftSite = (dice) => {
  const monitor = bondMonitor(dice)
  const options = {
    ...monitor.options,
    ...dice.maybe(0.5, () => ({ primary: dice.pick(['leg1', 'leg2']) })),
    ...dice.maybe(0.3, () => ({ primaryReselect: dice.pick(['always', 'better', 'failure']) })),
    // The ARP monitor asks without a tag: it needs the untagged LAN.
    ...('arpMonitor' in monitor.options ? {} : dice.maybe(0.4, () => ({ vlans: vlans(dice, 3) }))),
  }
  return {
    topology: { generator: 'dualHomedActiveBackup', options },
    pairs: [between('host', 'server'), between('server', 'host')],
    selectors: paths(['activeLeg'], ['standbyLeg']),
    patienceMs: [monitor.patienceMs],
    spreads: false,
  }
}
