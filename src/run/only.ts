import { fail } from '../model/problem.ts'

/**
 * What `--only TEXT` chooses: the experiment of that very name, else all whose name holds the text. A report says
 * `Again: … --only NAME`, and one name may hold another.
 */
export function chosenBy<Named extends { readonly name: string }>(
  only: string | null,
  all: readonly Named[],
): readonly Named[] {
  if (only === null) return all
  const exact = all.filter(({ name }) => name === only)
  return exact.length > 0 ? exact : all.filter(({ name }) => name.includes(only))
}

/**
 * What `--trial INDEX` chooses is one of the trials that the experiments have, with `--trials` in place of their own number.
 * @throws BackhoeError 64 where one of them has no trial of that number
 */
export function refuseMissingTrial(
  trial: number | null,
  chosen: readonly { readonly name: string; readonly trials: number }[],
  where: string | undefined,
): void {
  const short = chosen.find(({ trials }) => trial !== null && trial >= trials)
  if (short === undefined) return
  fail({
    code: 'unknown-trial',
    what: `experiment ${JSON.stringify(short.name)} has no trial ${String(trial)}`,
    ...(where === undefined ? {} : { where }),
    allowed: short.trials === 1 ? '--trial 0' : `--trial 0 to ${short.trials - 1}`,
    next: `--trials ${String(Number(trial) + 1)} or more beside it, or --only another experiment`,
  })
}
