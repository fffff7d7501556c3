import { isDiskFull } from '../journal/disk-full.ts'
import type { Problem } from '../model/problem.ts'
import { frozen } from '../report/reporters/frozen.ts'
import type { ReporterPlace } from '../report/reporters/kind.ts'
import type { Output, Reporter } from '../report/reporters/reporter.ts'
import type { RunEvent } from '../report/run-event.ts'
import { HANGS, orHangs } from './or-hangs.ts'
import { ReportFile } from './report-file.ts'
import { fileFor, type ChosenReporter } from './reporters.ts'
import { terminalStyle } from './terminal.ts'

interface Working {
  readonly name: string
  readonly reporter: Reporter
  readonly out: Output
  readonly file: ReportFile | null
}

/** The reporters of one run: each gets each event in turn. One that throws, or hangs until nothing else is left, is left out from then on. */
export class Reporting {
  /** What reporters failed with. */
  readonly problems: Problem[] = []
  readonly #chosen: readonly ChosenReporter[]
  readonly #place: ReporterPlace
  readonly #beforePrinting: () => void
  #working: readonly Working[] = []

  /** `beforePrinting` is called before anything goes to the terminal: what is rewritten there in place must go out of the way. */
  constructor(chosen: readonly ChosenReporter[], place: ReporterPlace, beforePrinting: () => void = () => undefined) {
    this.#chosen = chosen
    this.#beforePrinting = beforePrinting
    const err = (text: string): void => {
      beforePrinting()
      place.err(text)
    }
    this.#place = { ...place, err }
  }

  async show(given: RunEvent): Promise<void> {
    const event = frozen(given)
    if (event.kind === 'run-started') {
      this.#working = this.#chosen.flatMap((one) => this.#open(one, event.lab))
      await this.#each(async ({ reporter, out }) => reporter.begin(event, out))
    } else if (event.kind === 'run-ended') {
      await this.#each(async ({ reporter, out }) => reporter.end(event.report, out))
      this.close()
    } else await this.#each(async ({ reporter, out }) => reporter.event(event, out))
  }

  /** Also of a run that failed before its end. */
  close(): void {
    for (const { file } of this.#working) file?.close()
    this.#working = []
  }

  #open(chosen: ChosenReporter, lab: string): Working[] {
    const { name, create } = chosen
    try {
      const file = chosen.file === null ? null : new ReportFile(fileFor(chosen.file, lab))
      return [
        {
          name,
          reporter: create(this.#place),
          out: file === null ? standardOutput(this.#beforePrinting) : intoFile(file),
          file,
        },
      ]
    } catch (error) {
      this.#failed(name, error)
      return []
    }
  }

  async #each(work: (one: Working) => Promise<void>): Promise<void> {
    for (const one of this.#working) {
      try {
        if ((await orHangs(work(one))) !== HANGS) continue
        this.problems.push(hanging(one.name))
      } catch (error) {
        this.#failed(one.name, error)
      }
      this.#working = this.#working.filter((other) => other !== one)
      one.file?.close()
    }
  }

  #failed(name: string, error: unknown): void {
    if (isDiskFull(error)) {
      this.problems.push(diskFull(name))
      return
    }
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.problems.push({
      code: 'reporter-failed',
      what: `the reporter ${name} failed, and what it writes is not whole: ${what}`,
      next: again(name),
    })
  }
}

const diskFull = (name: string): Problem => ({
  code: 'disk-full',
  what: `no space is left for what the reporter ${name} writes, and that is not whole`,
  next: `free some space; ${again(name)}`,
})

const hanging = (name: string): Problem => ({
  code: 'reporter-hangs',
  what: `the reporter ${name} waits for what never comes, and what it writes is not whole`,
  allowed: 'functions that return nothing, or a promise that settles',
  next: again(name),
})

const again = (name: string): string =>
  `the run is whole, and can be reported again: backhoe report RUN --reporter ${name}`

function standardOutput(beforePrinting: () => void): Output {
  const { color, width } = terminalStyle(process.stdout)
  const write = (text: string): void => {
    beforePrinting()
    process.stdout.write(text)
  }
  return { write, isFile: false, color, width }
}

const intoFile = ({ write }: ReportFile): Output => ({ write, isFile: true, color: false, width: 100 })

/** This machine, as reporters of ours see it. */
export const hereForReporters = (): ReporterPlace => ({
  env: process.env,
  cwd: process.cwd(),
  err: (text) => {
    process.stderr.write(text)
  },
})
