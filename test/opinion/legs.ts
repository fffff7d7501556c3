import type { End, Ns } from './files.ts'
import type { Trial } from './trial.ts'

/** Whether a node takes frames that come in by a port. */
export type Takes = 'yes' | 'no' | 'unsure'

/** How well the instant of a change of a bond is known: rtnetlink tells at once. */
const CHANGE_NS = 1e6

/**
 * Whether the node takes what comes in by this end at an instant. A bond drops what comes in by a member that is not
 * active (bond_should_deliver_exact_match): flooded copies of what its active member gets.
 */
export function legOf(trial: Trial, { node, interface: port }: End): (atNs: Ns) => Takes {
  const bond = trial.plan.build.findLast((one) => one.op === 'master' && one.ns === node && one.name === port)?.master
  const activeBackup = trial.plan.watch.bonds.some(
    (one) => one.node === node && one.name === bond && one.mode === 'active-backup',
  )
  if (bond === undefined || bond === null || !activeBackup) return () => 'yes'
  const changes = trial.states('bondActive', node, bond)
  return (atNs) => {
    if (changes.some(({ t }) => Math.abs(t - atNs) <= CHANGE_NS)) return 'unsure'
    return changes.findLast(({ t }) => t < atNs)?.to === port ? 'yes' : 'no'
  }
}
