import { createInterface, type Interface } from 'node:readline'
import { setTimeout as timeout } from 'node:timers/promises'
import type { Bench } from '../live/bench.ts'
import type { BenchEvent, BenchFault } from '../live/event.ts'
import { linesOf, nameOf, statusLines } from '../live/text.ts'
import { saveLab } from '../live/save-file.ts'
import { complete, HELP, readOrder, type Order } from '../live/words.ts'
import type { Plan } from '../model/plan.ts'
import { BackhoeError, fail, type FailureExit } from '../model/problem.ts'
import { remedyFor } from '../words/nearest.ts'
import { reportFailure } from './output.ts'
import { terminalStyle } from './terminal.ts'

const LOOK_MS = 100

/** What a person types to a lab that is up, and reads of it: on a terminal with history and completion, else plain lines. */
export class Prompt {
  readonly #plan: Plan
  readonly #labFile: string
  readonly #lines: Interface
  /** From the beginning: what a script writes while the lab comes up waits here. */
  readonly #typed: AsyncIterableIterator<string>
  readonly #isLive = terminalStyle(process.stdout).live && process.stdin.isTTY
  readonly #watched = new Set<string>()
  #isAsking = false
  #code: FailureExit | 0 = 0

  /** `labFile`: the lab's own. */
  constructor(plan: Plan, names: readonly string[], labFile: string) {
    this.#plan = plan
    this.#labFile = labFile
    this.#lines = createInterface({
      input: process.stdin,
      output: process.stdout,
      terminal: this.#isLive,
      prompt: this.#isLive ? `${plan.lab}> ` : '',
      completer: (line: string) => complete(line, names, this.#traffic),
    })
    this.#typed = this.#lines[Symbol.asyncIterator]()
    // On a terminal it takes Ctrl-C for itself.
    this.#lines.on('SIGINT', () => process.emit('SIGINT', 'SIGINT'))
  }

  /** Above the line that is being typed. */
  say(text: string): void {
    if (this.#isLive && this.#isAsking) process.stdout.write('\r\u001B[K')
    process.stdout.write(`${text}\n`)
    if (this.#isLive && this.#isAsking) this.#lines.prompt(true)
  }

  show(event: BenchEvent): void {
    for (const line of linesOf(event, this.#plan, this.#watched)) this.say(line)
  }

  /**
   * Does what each line asks for, one after the other, until one says quit or there are no more.
   * The exit code: of a script that of its first failure.
   */
  async run(bench: Bench): Promise<number> {
    this.#ask()
    for await (const line of this.#typed) {
      this.#isAsking = false
      try {
        const order = readOrder(line)
        if (order?.order === 'quit') break
        if (order !== null) await this.#perform(order, bench)
      } catch (error) {
        if (!(error instanceof BackhoeError)) throw error
        const code = reportFailure(error)
        if (!this.#isLive && this.#code === 0) this.#code = code
      }
      this.#ask()
    }
    return this.#code
  }

  close(): void {
    this.#lines.close()
    // Whoever writes to it may go on, and this command ends all the same.
    process.stdin.destroy()
  }

  #ask(): void {
    this.#isAsking = true
    if (this.#isLive) this.#lines.prompt(true)
  }

  get #traffic(): readonly string[] {
    return this.#plan.flows.map(({ name }) => name)
  }

  async #perform(order: Exclude<Order, { readonly order: 'quit' }>, bench: Bench): Promise<void> {
    switch (order.order) {
      case 'fault':
        await bench.inject(order)
        return
      case 'heal':
        for (const { number } of healedBy(order.on, bench.faults)) await bench.heal(number)
        return
      case 'status':
        this.say(statusLines(bench.faults, this.#plan).join('\n'))
        return
      case 'help':
        this.say(HELP.trimEnd())
        return
      case 'watch':
        this.#watch(order.traffic)
        return
      case 'wait':
        await wait(order.forNs, bench.faults)
        return
      case 'save':
        saveLab(order.file, bench.faults, this.#plan, this.#labFile)
        this.say(`saved; backhoe run ${order.file}`)
        return
    }
  }

  #watch(traffic: string | null): void {
    if (traffic === null) {
      this.#watched.clear()
      return
    }
    if (!this.#traffic.includes(traffic))
      fail({ code: 'unknown-flow', what: `the lab has no flow ${traffic}`, ...remedyFor(traffic, this.#traffic) })
    this.#watched.add(traffic)
  }
}

/** @throws BackhoeError `nothing-to-heal` */
function healedBy(on: string | null, faults: readonly BenchFault[]): readonly BenchFault[] {
  const there = faults.filter(({ healedNs }) => healedNs === null)
  const last = there.slice(-1)
  const named = there.filter(({ words, variant, number }) =>
    [words.on, variant.on, `#${String(number)}`, String(number)].includes(on ?? ''),
  )
  const chosen = on === null ? last : on === 'all' ? there.toReversed() : named
  if (chosen.length > 0) return chosen
  return fail({
    code: 'nothing-to-heal',
    what: on === null || on === 'all' ? 'no fault is there' : `no fault is there at ${on}`,
    ...(there.length === 0 ? {} : { allowed: ['all', ...there.map(nameOf)].join(', ') }),
  })
}

/** For so long, or until each fault is measured, or is there and costs nothing more: `quiet` is not asked, its windows are. */
async function wait(forNs: number | null, faults: readonly BenchFault[]): Promise<void> {
  if (forNs !== null) {
    await timeout(forNs / 1e6)
    return
  }
  while (faults.some(({ isWatched }) => isWatched)) await timeout(LOOK_MS)
}
