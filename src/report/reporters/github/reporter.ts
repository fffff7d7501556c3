import { appendFileSync } from 'node:fs'
import type { RunEvent, RunReport, VerdictReached } from '../../run-event.ts'
import { renderMarkdown } from '../markdown/markdown.ts'
import type { ReporterKind, ReporterPlace } from '../kind.ts'
import type { Reporter } from '../reporter.ts'
import { annotationsOf } from './annotations.ts'
import { stripsOf } from './strips.ts'

/** A job of GitHub Actions: the Markdown goes into the summary of its step, with a line of text for the trials of each target, and what is not met to the target's line of the lab file. */
export const github: ReporterKind = {
  name: 'github',
  hasOwnPlace: true,
  create: (place) => new GithubReporter(place),
  refuse: ({ env }) =>
    isSet(env.GITHUB_STEP_SUMMARY)
      ? null
      : {
          code: 'not-on-github',
          what: 'the reporter github writes into the file that GITHUB_STEP_SUMMARY names, and that is not set here',
          allowed: 'a step of GitHub Actions, or of what sets the same',
          next: '--reporter markdown=summary.md',
        },
}

class GithubReporter implements Reporter {
  readonly #place: ReporterPlace
  #verdicts: VerdictReached[] = []

  constructor(place: ReporterPlace) {
    this.#place = place
  }

  begin(): void {
    this.#verdicts = []
  }

  event(event: RunEvent): void {
    if (event.kind === 'verdict') this.#verdicts.push(event)
  }

  end({ summary, plan }: RunReport): void {
    const { env, cwd, err } = this.#place
    // Other steps' words, and other labs', stand in the same file.
    appendFileSync(env.GITHUB_STEP_SUMMARY ?? '', `${renderMarkdown(summary)}${stripsOf(summary, plan)}\n`)
    // The runner reads commands from both streams; the standard output may be another reporter's.
    err(annotationsOf(this.#verdicts, { file: summary.file, cwd, workspace: env.GITHUB_WORKSPACE ?? cwd }))
  }
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== ''
