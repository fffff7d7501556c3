/** Timers of a program that can stand still: what falls due meanwhile happens when it goes on, as in a stopped process. */
export class Timers {
  #still = false
  #due: Timer[] = []

  after(ms: number, act: () => void): Timer {
    const timer: Timer = {
      clear: () => {
        clearTimeout(timeout)
        this.#due = this.#due.filter((one) => one !== timer)
      },
      act,
    }
    const timeout = setTimeout(() => {
      if (this.#still) this.#due.push(timer)
      else act()
    }, ms)
    return timer
  }

  standStill(still: boolean): void {
    this.#still = still
    if (still) return
    const due = this.#due
    this.#due = []
    for (const { act } of due) act()
  }
}

export interface Timer {
  clear(): void
  readonly act: () => void
}
