import type { Arrival } from './arrivals.ts'
import type { Account, Ns } from './files.ts'

interface Packet {
  readonly fate: 'arrived' | 'overdue' | 'lost'
  readonly more: number
}

interface Given {
  readonly overdueNs: Ns
  /** How far the stamps of the capture and of the receiving socket may lie apart. */
  readonly stampNs: Ns
}

/** What the wire says of one stream and its account says otherwise, a line for each kind; empty: they agree to the packet. */
export function recount(account: Account, arrivals: readonly Arrival[], { overdueNs, stampNs }: Given): string[] {
  const differences = new Differences()
  const counted = arrivals.filter(({ atNs }) => atNs <= account.t)
  const copies = copiesOf(counted)
  const [isLost, isOverdue, more] = [within(account.lost), within(account.overdue), new Map(account.duplicated)]
  for (let sequence = 0; sequence < account.sent; sequence++) {
    const [first, ...others] = copies.get(sequence) ?? []
    if ([first, ...others].some((copy) => copy?.unsure === true)) continue
    if (first !== undefined && Math.abs(delayOf(first) - overdueNs) <= stampNs) continue
    const wire: Packet = {
      fate: first === undefined ? 'lost' : delayOf(first) > overdueNs ? 'overdue' : 'arrived',
      more: others.length,
    }
    const said: Packet = {
      fate: isOverdue(sequence) ? 'overdue' : isLost(sequence) ? 'lost' : 'arrived',
      more: more.get(sequence) ?? 0,
    }
    if (wire.fate !== said.fate || wire.more !== said.more)
      differences.note(`${textOf(wire)} on the wire, ${textOf(said)} in the account`, sequence)
  }
  for (const sequence of copies.keys())
    if (sequence >= account.sent) differences.note('seen on the wire, never sent by the account', sequence)
  orderOf(account, counted, overdueNs, differences)
  departuresOf(account, counted, differences)
  return [...differences.lines(), ...delaysOf(account, counted, { overdueNs, stampNs })]
}

const textOf = ({ fate, more }: Packet): string => (more === 0 ? fate : `${fate} and ${String(more)} copies more`)
const delayOf = ({ atNs, departedNs }: Arrival): Ns => atNs - departedNs

/** Of what arrived in time: which packets came after a higher number. */
function orderOf(account: Account, arrivals: readonly Arrival[], overdueNs: Ns, differences: Differences): void {
  const seen = new Set<number>()
  const reordered = new Set(account.reordered)
  let highest = -1
  for (const arrival of arrivals) {
    const { sequence } = arrival
    if (seen.has(sequence)) continue
    seen.add(sequence)
    if (arrival.unsure || delayOf(arrival) > overdueNs) continue
    const behind = sequence < highest
    if (behind !== reordered.has(sequence))
      differences.note(
        behind ? 'behind a higher number on the wire only' : 'behind a higher number in the account only',
        sequence,
      )
    highest = Math.max(highest, sequence)
  }
}

/** Each packet carries the instant at which it left: its place in the schedule, and no later than the account admits. */
function departuresOf(account: Account, arrivals: readonly Arrival[], differences: Differences): void {
  const { firstNs, stepNs, clockErrorNs } = account
  const late = new Map(account.late)
  for (const { sequence, departedNs } of arrivals) {
    const lateNs = departedNs - (firstNs + sequence * stepNs)
    const named = late.get(sequence)
    const agrees = named === undefined ? lateNs >= 0 && lateNs <= Math.min(clockErrorNs, stepNs / 2) : lateNs === named
    if (!agrees) differences.note('left at another instant than the account says', sequence)
  }
}

function delaysOf({ delay }: Account, arrivals: readonly Arrival[], { overdueNs, stampNs }: Given): string[] {
  const seen = new Set<number>()
  const first = arrivals.filter(({ sequence }) => !seen.has(sequence) && seen.add(sequence))
  const delays = first
    .filter(({ unsure }) => !unsure)
    .map(delayOf)
    .filter((ns) => ns <= overdueNs)
    .sort((a, b) => a - b)
  const [least, most] = [delays[0], delays.at(-1)]
  if (least === undefined || most === undefined || delay === null) return []
  const isWithin = least >= delay.minNs - stampNs && most <= delay.maxNs + stampNs
  const reaches = least <= delay.minNs + stampNs && most >= delay.maxNs - stampNs
  if (isWithin && (reaches || arrivals.some(({ unsure }) => unsure))) return []
  const text = (low: Ns, high: Ns): string => `${String(low)} to ${String(high)} ns`
  return [`on their way for ${text(least, most)} on the wire, ${text(delay.minNs, delay.maxNs)} in the account`]
}

function copiesOf(arrivals: readonly Arrival[]): ReadonlyMap<number, readonly Arrival[]> {
  const copies = new Map<number, Arrival[]>()
  for (const arrival of arrivals) {
    const known = copies.get(arrival.sequence)
    if (known === undefined) copies.set(arrival.sequence, [arrival])
    else known.push(arrival)
  }
  return copies
}

/** Whether a number lies in one of the ranges; asked for numbers that rise. */
function within(ranges: Account['lost']): (sequence: number) => boolean {
  let at = 0
  return (sequence) => {
    while (sequence > (ranges[at]?.[1] ?? Infinity)) at++
    return sequence >= (ranges[at]?.[0] ?? Infinity)
  }
}

/** Sequence numbers, by how they differ. */
class Differences {
  readonly #kinds = new Map<string, number[]>()

  note(kind: string, sequence: number): void {
    const known = this.#kinds.get(kind)
    if (known === undefined) this.#kinds.set(kind, [sequence])
    else known.push(sequence)
  }

  lines(): string[] {
    return [...this.#kinds].map(([kind, sequences]) => {
      const shown = sequences.slice(0, 5).map(String).join(', ')
      return `${String(sequences.length)} packets ${kind}: ${shown}${sequences.length > 5 ? ', …' : ''}`
    })
  }
}
