/** What the files of a run hold, as far as the second opinion reads them: restated here, and not imported from src/. */

/** In the journal: nanoseconds since the agent's start. */
export type Ns = number

export interface End {
  readonly node: string
  readonly interface: string
}

export interface Cable {
  readonly name: string
  readonly a: End
  readonly b: End
}

export interface Socket {
  readonly node: string
  readonly address: string
  readonly port: number
  readonly replicas?: readonly string[]
}

export interface Flow {
  readonly name: string
  readonly sizeBytes: number
  readonly overdueNs: Ns
  readonly streams: readonly { readonly direction: string; readonly from: Socket; readonly to: Socket }[]
}

/** One operation of the plan's build; which fields there are depends on `op`. */
export interface Operation {
  readonly op: string
  readonly ns?: string
  readonly node?: string
  readonly name?: string
  readonly mac?: string
  readonly master?: string | null
  readonly parent?: string
  readonly address?: string
  readonly text?: string
  readonly peer?: { readonly ns: string; readonly name: string; readonly mac: string }
}

/** What shows that a timer has run; which fields there are depends on `event`. */
export interface TimerEvent {
  readonly event: string
  readonly node: string
  readonly interface?: string
  readonly vrid?: number
  readonly rapid?: boolean
  readonly targets?: readonly string[]
}

export interface Phase {
  readonly after: TimerEvent
  /** The timer's name. */
  readonly because: string
}

export interface Plan {
  readonly cables: readonly Cable[]
  readonly build: readonly Operation[]
  readonly flows: readonly Flow[]
  /** The timers from whose events a fault's instant may be counted. */
  readonly experiments: readonly {
    readonly variants: readonly {
      readonly phases: { readonly named: readonly Phase[]; readonly others: readonly Phase[] }
    }[]
  }[]
  readonly watch: {
    readonly bonds: readonly { readonly node: string; readonly name: string; readonly mode: string }[]
    readonly virtualRouters: readonly { readonly node: string; readonly name: string }[]
    readonly stpPorts?: readonly { readonly node: string; readonly name: string }[]
  }
}

/** One line of the journal; which fields there are depends on `ev`. */
export interface Event {
  readonly t: Ns
  readonly ev: string
  readonly [field: string]: unknown
}

export interface State {
  /** When the change was seen. */
  readonly t: Ns
  /** The earliest instant at which it can have happened; absent: it was seen at once. */
  readonly sinceNs?: Ns
  readonly watch: string
  readonly node: string
  readonly name: string
  /** null: the first sighting. */
  readonly from: string | null
  readonly to: string
}

type Ranges = readonly (readonly [first: number, last: number])[]

/** What became of the packets of one stream, by the account of the program. */
export interface Account {
  /** When the account was closed. */
  readonly t: Ns
  readonly flow: string
  readonly direction: string
  readonly stream: number
  readonly firstNs: Ns
  readonly stepNs: Ns
  readonly sent: number
  /** Sequence numbers of what never arrived, or too late. */
  readonly lost: Ranges
  /** Of them those that arrived too late. */
  readonly overdue: Ranges
  /** Sequence number, and how often it arrived beyond the first time. */
  readonly duplicated: readonly (readonly [sequence: number, times: number])[]
  /** What arrived after a higher number. */
  readonly reordered: readonly number[]
  readonly late: readonly (readonly [sequence: number, lateNs: Ns])[]
  readonly delay: { readonly minNs: Ns; readonly medianNs: Ns; readonly maxNs: Ns } | null
  readonly clockErrorNs: Ns
}
