import type { ExperimentSummary, Summary } from './schema.ts'

/** The command that brings one trial back. */
export function repeatCommand(summary: Summary, experiment: ExperimentSummary, trial: number | null): string {
  const only = `--only ${quote(experiment.name)}`
  const one = trial === null ? '' : ` --trial ${String(trial)}`
  return `backhoe run ${summary.file} ${only}${one} --seed ${String(summary.seed)}`
}

/** For a POSIX shell: names of experiments are sentences. */
const quote = (text: string): string => (/["$`\\!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`)
