import type { ExperimentSummary, Summary } from './schema.ts'

/** The command that brings one trial back. */
export function repeatCommand(summary: Summary, experiment: ExperimentSummary, trial: number | null): string {
  const only = `--only ${quote(experiment.name)}`
  const one = trial === null ? '' : ` --trial ${String(trial)}`
  const flags = (summary.flags ?? []).map((flag) => ` ${flag}`).join('')
  return `backhoe run ${summary.file} ${only}${one} --seed ${String(summary.seed)}${flags}`
}

/** For a POSIX shell: names of experiments are sentences. */
const quote = (text: string): string => (/["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`)
