import { placeIn, type OwnFile, type Unread } from '../../model/own-file.ts'
import type { NounContext } from '../contract/options.ts'

/** A line of frr.conf. */
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

/** A file as `show running-config` and vtysh write it; `!` and `#` begin a comment, `exit` and `end` close what the margin closes anyway. */
export function blocksOf(file: OwnFile): readonly FrrBlock[] {
  const blocks: { readonly head: FrrLine; readonly lines: FrrLine[] }[] = []
  file.text.split('\n').forEach((text, index) => {
    const words = text.trim().split(/\s+/)
    if (text.trim() === '' || /^(\s*[!#]|\s*(exit|end|exit-address-family)\s*$)/.test(text)) return
    const indent = text.search(/\S/)
    const line = { text: text.trimEnd(), words, where: placeIn(file, index + 1, indent + 1) }
    const open = blocks.at(-1)
    if (indent > 0 && open !== undefined) open.lines.push(line)
    else blocks.push({ head: line, lines: [] })
  })
  return blocks
}

/** These blocks as a daemon reads them, of each those lines that it knows. */
export const textOf = (
  blocks: readonly FrrBlock[],
  isKnown: (line: FrrLine) => boolean = () => true,
): readonly string[] =>
  blocks.flatMap(({ head, lines }) => {
    const own = lines.filter(isKnown).map(({ text }) => text)
    const isOpen = /^(interface|router|route-map|bfd|vrf)\b/.test(head.text)
    return [head.text, ...own, ...(isOpen ? ['exit'] : [])]
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
