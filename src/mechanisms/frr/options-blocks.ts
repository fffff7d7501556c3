import { placeIn, type OwnFile } from '../../model/own-file.ts'

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
