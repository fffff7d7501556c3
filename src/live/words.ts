import { FAULT_WORDS, type FaultOptions, type FaultWord } from '../lab/live-fault.ts'
import { fail } from '../model/problem.ts'
import { parseDuration, type Ns } from '../model/time.ts'
import { remedyFor } from '../words/nearest.ts'

/** What a person at the prompt asks for. */
export type Order =
  | { readonly order: 'fault'; readonly word: FaultWord; readonly on: string; readonly options: FaultOptions }
  /** `all`: every fault; null: the latest that is there. */
  | { readonly order: 'heal'; readonly on: string | null }
  | { readonly order: 'status' | 'help' | 'quit' }
  | { readonly order: 'watch'; readonly traffic: string | null }
  /** null: until nothing that is watched is going on any more. */
  | { readonly order: 'wait'; readonly forNs: Ns | null }
  | { readonly order: 'save'; readonly file: string }

const OTHER_WORDS = ['heal', 'status', 'watch', 'wait', 'save', 'help', 'quit'] as const

const WORDS: readonly string[] = [...Object.keys(FAULT_WORDS), ...OTHER_WORDS]

export const HELP = `faults, on a cable, an end of one, a role or a node:
  cut CABLE                 both ends lose carrier; end=near or end=far: one of them
  silent CABLE              every frame is lost and carrier stays; direction=fromNear or toNear, only=lacp
  flap CABLE period=4s count=3
  impair CABLE loss=2% delay=50ms jitter=10ms rate=10mbit
  vlan CABLE vlan=10        a bridge port no longer carries the VLAN; end=near or end=far
  off NODE                  loses its power          hang NODE   its processes stand still
and besides:
  heal                      the latest fault; heal NAME that one, heal all everything
  status                    faults, traffic, and what each fault has cost
  watch FLOW                its losses every half a second while it loses; watch alone ends that
  wait                      until every fault that is watched is measured; wait 5s so long
  save FILE.lab.ts          a lab with an experiment of every fault that was alone and is measured
  quit                      ends the lab
Tab completes words, nodes, cables and roles. In another shell: backhoe exec NODE -- COMMAND
`

/** null: an empty line. @throws BackhoeError (64) `unknown-word`, `word-missing`, `bad-option` */
export function readOrder(line: string): Order | null {
  const [word = '', ...rest] = line.trim().split(/\s+/)
  if (word === '') return null
  if (Object.hasOwn(FAULT_WORDS, word)) return faultOrder(word as FaultWord, rest)
  const [first = null] = rest
  switch (word) {
    case 'heal':
      return { order: 'heal', on: first }
    case 'status':
    case 'help':
    case 'quit':
      return { order: word }
    case 'watch':
      return { order: 'watch', traffic: first }
    case 'wait':
      return { order: 'wait', forNs: first === null ? null : durationOf(first) }
    case 'save':
      return { order: 'save', file: fileOf(first) }
    default:
      return fail({ code: 'unknown-word', what: `there is no ${word}`, ...remedyFor(word, WORDS) })
  }
}

function faultOrder(word: FaultWord, rest: readonly string[]): Order {
  const [on, ...given] = rest
  if (on === undefined) return missing(word, 'a cable, a role or a node; Tab shows them')
  return { order: 'fault', word, on, options: Object.fromEntries(given.map(optionOf)) }
}

function optionOf(text: string): [string, string | number] {
  const [, name, value = ''] = /^(\w+)=(.+)$/.exec(text) ?? []
  if (name === undefined)
    return fail({ code: 'bad-option', what: `${text} is no option`, allowed: 'NAME=VALUE, such as end=near' })
  return [name, /^\d+(\.\d+)?$/.test(value) ? Number(value) : value]
}

const durationOf = (text: string): Ns =>
  parseDuration(text) ?? fail({ code: 'bad-duration', what: `wait is given ${text}`, allowed: "a time, such as '5s'" })

function fileOf(text: string | null): string {
  const allowed = 'a file that ends in .lab.ts, such as mine.lab.ts'
  if (text === null) return missing('save', allowed)
  if (text.endsWith('.lab.ts')) return text
  return fail({ code: 'not-a-lab-file', what: `save is given ${text}`, allowed })
}

const missing = (word: string, allowed: string): never =>
  fail({ code: 'word-missing', what: `${word} needs one more word`, allowed })

/** Words that may end the line, and the part of it that they complete: what readline asks for. */
export function complete(line: string, names: readonly string[], traffic: readonly string[]): [string[], string] {
  const words = line.trimStart().split(/\s+/)
  const last = words.at(-1) ?? ''
  const known =
    words.length <= 1 ? WORDS : words[0] === 'watch' ? traffic : words[0] === 'heal' ? ['all', ...names] : names
  if (words.length > 1 && !['heal', 'watch', ...Object.keys(FAULT_WORDS)].includes(words[0] ?? '')) return [[], last]
  return [known.filter((one) => one.startsWith(last)), last]
}
