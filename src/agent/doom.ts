/** What may end a trial from outside its own course: its deadline, a daemon that died. The first reason counts. */
export class Doom {
  /** Rejects with the reason; never resolves. */
  readonly sealed: Promise<never>
  /** Ends the trial. */
  readonly seal: (reason: unknown) => void

  constructor() {
    let reject: (reason: unknown) => void = () => undefined
    this.sealed = new Promise<never>((_, refuse) => {
      reject = refuse
    })
    // Whoever awaits it hears of it; a doom that nobody awaits any more harms nobody.
    this.sealed.catch(() => undefined)
    this.seal = reject
  }
}
