import { differences } from '../inject/dump.ts'
import { placeOf } from '../model/operation.ts'
import type { FaultVariant, Plan } from '../model/plan.ts'
import { BackhoeError, fail } from '../model/problem.ts'
import { formatNs, seconds, type Ns } from '../model/time.ts'
import type { TrialContext } from './context.ts'
import {
  chooseVariant,
  heal,
  inject,
  kernelState,
  nobodyActive,
  prove,
  removeEmpty,
  switchState,
  type State,
} from './fault.ts'
import type { RunningLab } from './lab.ts'

/** Every stream must have been clean for so long before a fault whose outage is to be compared with a window. */
const CLEAN_NS: Ns = seconds(1)
/** What an impairment still holds when it is healed may leave until then. */
const EMPTY_NS: Ns = seconds(5)

interface LiveFault {
  readonly variant: FaultVariant
  readonly injectedNs: Ns
  /** Sends no batch any more. */
  readonly stop: AbortController
  /** All of its batches have been sent, or it was stopped. */
  readonly sent: Promise<unknown>
}

/** The faults of a lab that is up, each by the request that injected it. */
export class LiveFaults {
  readonly #lab: RunningLab
  readonly #settle: Plan['settle']
  readonly #context: TrialContext
  readonly #there = new Map<number, LiveFault>()
  /** Of the lab without any fault. Taken before there is one: it keeps the agent from everything else for a while. */
  #before: State
  /** What has been injected since the lab was without any fault. */
  #since: FaultVariant[] = []

  constructor(lab: RunningLab, settle: Plan['settle'], context: TrialContext) {
    this.#before = kernelState(lab)
    this.#lab = lab
    this.#settle = settle
    this.#context = context
  }

  /**
   * Injects at once, and resolves when its first batch is in the kernel.
   * @throws BackhoeError `nobody-active`, `fault-there`
   */
  async inject(id: number, variants: readonly FaultVariant[]): Promise<void> {
    const chosen = chooseVariant(this.#lab, variants) ?? fail(nobodyActive(variants.map(({ on }) => on).join(' or ')))
    const { variant } = chosen
    this.#refuseTaken(variant)
    if (this.#there.size === 0) this.#since = []
    // An Open vSwitch that the faults which are there have not touched is as it was before them.
    this.#before = new Map([...switchState(this.#lab, [variant]), ...this.#before])
    this.#since.push(variant)
    await this.#examine()

    const stop = new AbortController()
    const { clock } = this.#context
    await new Promise<void>((struck, failed) => {
      const sent = inject(
        this.#lab,
        chosen,
        clock.now(),
        this.#context,
        (injectedNs) => {
          this.#there.set(id, { variant, injectedNs, stop, sent })
          struck()
        },
        stop.signal,
      )
      sent.catch(failed)
    })
  }

  /** Proves that it was live, and takes it back. */
  async heal(id: number): Promise<void> {
    const fault = this.#there.get(id) ?? fail({ code: 'not-there', what: 'the fault is not there any more' })
    const { variant, injectedNs, stop, sent } = fault
    stop.abort()
    await sent
    this.#there.delete(id)
    prove(this.#lab, variant, injectedNs, this.#context)
    const healedNs = await heal(this.#lab, variant, this.#context)
    await this.#lab.apply(await removeEmpty(this.#lab, variant, healedNs + EMPTY_NS, this.#context))
  }

  /** Proves that nothing is left, where no fault is there. It keeps the agent from everything else for a while. */
  verify(): void {
    if (this.#there.size > 0) return
    const now = new Map([...kernelState(this.#lab), ...switchState(this.#lab, this.#since)])
    const left = differences(this.#before, now)
    this.#context.journal.write({
      ev: 'removed',
      removed: left.length === 0,
      evidence: left.length === 0 ? ['the state is what it was before'] : left,
    })
  }

  #refuseTaken({ inject }: FaultVariant): void {
    const places = placesOf(inject)
    for (const { variant } of this.#there.values()) {
      if (!placesOf(variant.inject).some((place) => places.includes(place))) continue
      fail({
        code: 'fault-there',
        what: `a fault is there already, at ${variant.on}`,
        next: `heal ${variant.on}`,
      })
    }
  }

  /** Is the lab as theory takes it to be when a fault strikes? The answer is written down, and the fault strikes all the same. */
  async #examine(): Promise<void> {
    const { settled, evidence, because } = await this.health()
    this.#context.journal.write({ ev: 'gate', passed: settled, because, evidence })
  }

  /** Every protocol in its expected state, every stream clean and every session fresh; asked once. */
  async health(): Promise<{
    readonly settled: boolean
    readonly because: string
    readonly evidence: readonly string[]
  }> {
    const { clock } = this.#context
    const evidence: string[] = []
    try {
      for (const { wait } of this.#settle) evidence.push(await this.#lab.watcher.waitFor(wait, clock.now()))
      const nowNs = clock.now()
      const isRecent = (lossNs: Ns | null): boolean => (lossNs ?? -Infinity) > nowNs - CLEAN_NS
      for (const { flow, direction, firstReceivedNs, lastLossNs } of await this.#lab.probes.quality())
        if (firstReceivedNs === null || isRecent(lastLossNs)) unclean(`${flow} ${direction} lost packets`)
      for (const { name, hasWorked, lastStallNs } of this.#lab.sessionQualities())
        if (!hasWorked || isRecent(lastStallNs)) unclean(`${name} stalled`)
      const because = `every stream clean and every session fresh for ${formatNs(CLEAN_NS)}`
      return { settled: true, because, evidence: [...evidence, because] }
    } catch (error) {
      const [problem] = error instanceof BackhoeError ? error.problems : []
      if (problem === undefined) throw error
      return { settled: false, because: problem.what, evidence }
    }
  }
}

const unclean = (what: string): never => fail({ code: 'unclean', what: `${what} in the ${formatNs(CLEAN_NS)} before` })

const placesOf = (inject: FaultVariant['inject']): readonly string[] =>
  inject.flatMap(({ operations }) => operations.flatMap((operation) => placeOf(operation) ?? []))
