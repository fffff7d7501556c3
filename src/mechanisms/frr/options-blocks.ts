import { placeIn, type OwnFile, type Unread } from '../../model/own-file.ts'
import type { NounContext } from '../contract/options.ts'

/** A line of one of FRR's files. `text` keeps its indentation. */
export interface FrrLine {
  readonly text: string
  readonly words: readonly string[]
  /** `r1/frr.conf:12:2`. */
  readonly where: string
}

/** A line at the margin and those that are indented below it: `router ospf`, `interface eth0`, or a command that stands alone. */
export interface FrrBlock {
  readonly head: FrrLine
  readonly lines: readonly FrrLine[]
}

/** Lines that open a block. */
const OPENS = /^(interface|router|route-map|bfd|vrf|line vty)\b/
/** Lines that go back into an earlier block of the same head. Each entry of a route map stays a block of its own. */
const MERGES = /^(interface|router|bfd) ?/
/** A part of a block, which has an `exit` of its own. */
const INNER = /^(address-family|peer|profile) /

export const isOpening = ({ words }: FrrLine): boolean => OPENS.test(words.join(' '))

/**
 * A file as `show running-config` and vtysh write it; `!` and `#` begin a comment. Blocks of one name are one, with their lines in the file's
 * order. What is indented behind an `exit` belongs to no block, and stands alone.
 */
export function blocksOf(file: OwnFile): readonly FrrBlock[] {
  const blocks: { readonly head: FrrLine; readonly lines: FrrLine[] }[] = []
  let open: (typeof blocks)[number] | undefined
  let isInner = false
  for (const line of readLines(file).lines) {
    const text = line.text.trim()
    const isIndented = text !== line.text
    if (text === 'exit-address-family' || (text === 'exit' && isInner && isIndented)) isInner = false
    else if (text === 'exit') open = undefined
    else if (isIndented && open !== undefined) {
      open.lines.push(line)
      isInner ||= INNER.test(text)
    } else {
      const same = MERGES.test(line.text) ? blocks.find(({ head }) => head.text === line.text) : undefined
      open = same ?? { head: line, lines: [] }
      isInner = false
      if (same === undefined) blocks.push(open)
    }
  }
  return blocks
}

/** What stands behind `end`: a daemon is no longer configured there, and knows no command of it. */
export const linesAfterEnd = (file: OwnFile): readonly FrrLine[] => readLines(file).rest

/** Without empty lines and comments. */
export const linesOf = (file: OwnFile): readonly FrrLine[] =>
  file.text.split('\n').flatMap((raw, index): FrrLine[] => {
    const text = raw.trimEnd()
    if (text === '' || /^\s*[!#]/.test(text)) return []
    return [{ text, words: text.trim().split(/\s+/), where: placeIn(file, index + 1, text.search(/\S/) + 1) }]
  })

function readLines(file: OwnFile): { readonly lines: readonly FrrLine[]; readonly rest: readonly FrrLine[] } {
  const all = linesOf(file)
  const end = all.findIndex(({ text }) => text.trim() === 'end')
  const isEnd = ({ text }: FrrLine): boolean => /^\s*(end|exit)$/.test(text)
  return end < 0
    ? { lines: all, rest: [] }
    : { lines: all.slice(0, end), rest: all.slice(end).filter((one) => !isEnd(one)) }
}

/** These blocks as a daemon reads them, of each those lines that it knows. */
export const textOf = (
  blocks: readonly FrrBlock[],
  isKnown: (line: FrrLine) => boolean = () => true,
): readonly string[] =>
  blocks.flatMap(({ head, lines }) => {
    const own = lines.filter(isKnown).map(({ text }) => text)
    return [head.text, ...own, ...(isOpening(head) ? ['exit'] : [])]
  })

export const unreadLine = ({ text, where }: FrrLine): Unread => ({ what: `“${text.trim()}”`, where, device: null })

/** Reads it, and has the first block of this head say one line more at the end of the file, by which its protocol is watched. */
export const watchedBlock =
  (read: (file: OwnFile, node: NounContext) => string, head: RegExp, line: string) =>
  (file: OwnFile, node: NounContext): string => {
    const text = read(file, node)
    const block = blocksOf(file).find((one) => head.test(one.head.text))
    return block === undefined ? text : `${text}\n${block.head.text}\n${line}\nexit\n`
  }

/** The node has called `noun`, and brings a file that says the same in this block. */
export function refuseTwice(node: NounContext, noun: string, { head }: FrrBlock): void {
  node.problem({
    code: 'configured-twice',
    what: `${node.node} declares ${noun} and brings an frr.conf with it`,
    where: head.where,
    allowed: 'one of the two',
    next: `leave “router ${noun}” out of the file, or the call of ${noun}`,
  })
}
