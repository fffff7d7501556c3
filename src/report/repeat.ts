import type { ExperimentSummary, Summary } from './schema.ts'

/** The command that brings one trial back; of a lab that was given as an object, the call. */
export function repeatCommand(summary: Summary, experiment: ExperimentSummary, trial: number | null): string {
  if (summary.file === '') return repeatCall(summary, experiment, trial)
  const only = `--only ${quote(experiment.name)}`
  const one = trial === null ? '' : ` --trial ${String(trial)}`
  const flags = (summary.flags ?? []).map((flag) => ` ${flag}`).join('')
  return `backhoe run ${summary.file} ${only}${one} --seed ${String(summary.seed)}${flags}`
}

function repeatCall({ seed, flags = [] }: Summary, { name }: ExperimentSummary, trial: number | null): string {
  const options = {
    only: name,
    ...(trial === null ? {} : { trial }),
    seed,
    ...Object.fromEntries(flags.map(optionOf)),
  }
  const written = Object.entries(options).map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
  return `run(lab, { ${written.join(', ')} })`
}

/** `--trials 5` → trials, 5. */
function optionOf(flag: string): readonly [string, unknown] {
  const [, name = '', value] = /^--(\S+)(?: (.*))?$/.exec(flag) ?? []
  return [name, value === undefined ? true : /^\d+$/.test(value) ? Number(value) : value]
}

/** For a POSIX shell: names of experiments are sentences. */
const quote = (text: string): string => (/["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`)
