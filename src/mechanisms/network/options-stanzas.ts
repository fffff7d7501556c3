import { placeIn, type OwnFile } from '../../model/own-file.ts'

/** A line of interfaces(5), its comment and continuation taken away. */
export interface InterfacesLine {
  readonly words: readonly string[]
  readonly where: string
}

/** `iface bond0 inet static` and its options. */
export interface Stanza {
  readonly name: string
  /** `inet`, `inet6`. */
  readonly family: string
  /** `static`, `manual`, `loopback`. */
  readonly method: string
  readonly options: readonly InterfacesLine[]
  readonly where: string
}

export interface InterfacesFile {
  readonly stanzas: readonly Stanza[]
  /** Interfaces that `auto` or `allow-hotplug` raises when the machine starts, in this order. */
  readonly raised: readonly string[]
  /** Lines that are none of these. */
  readonly unread: readonly InterfacesLine[]
}

/** /etc/network/interfaces, and what it includes by `source` and `source-directory`, in the order of the lines. */
export function stanzasOf(file: OwnFile): InterfacesFile {
  const stanzas: (Stanza & { readonly options: InterfacesLine[] })[] = []
  const raised: string[] = []
  const unread: InterfacesLine[] = []
  const read = (one: OwnFile, depth: number): void => {
    for (const line of linesOf(one)) {
      const [word = '', first = '', family = 'inet', method = ''] = line.words
      const rest = line.words.slice(1)
      if (word === 'auto' || word === 'allow-auto' || word === 'allow-hotplug') raised.push(...rest.map(unaliased))
      else if (word === 'iface')
        stanzas.push({ name: unaliased(first), family, method, options: [], where: line.where })
      else if (word === 'source' || word === 'source-directory') {
        const pattern = first.replace(/^\/etc\/network\//, '')
        const found = depth > DEEPEST ? null : one.included(word === 'source' ? pattern : `${pattern}/*`)
        if (found === null) unread.push(line)
        for (const other of found ?? []) read(other, depth + 1)
      } else if (/^(mapping|template|rename|no-auto-down|no-scripts|allow-.*)$/.test(word) || stanzas.length === 0)
        unread.push(line)
      else stanzas.at(-1)?.options.push(line)
    }
  }
  read(file, 0)
  return { stanzas, raised, unread }
}

/** Files may include each other. */
const DEEPEST = 8

/** `bond0:1` is another address of bond0. */
const unaliased = (name: string): string => name.replace(/:.*/, '')

/** A backslash at its end continues a line; `#` begins a comment only at the beginning of one. */
function linesOf(file: OwnFile): readonly InterfacesLine[] {
  const lines: { words: string[]; where: string; open: boolean }[] = []
  file.text.split('\n').forEach((text, index) => {
    const open = text.endsWith('\\')
    const words = text
      .replace(/\\$/, '')
      .trim()
      .split(/\s+/)
      .filter((word) => word !== '')
    const last = lines.at(-1)
    if (last?.open === true) {
      last.words.push(...words)
      last.open = open
    } else if (words.length > 0 && words[0]?.startsWith('#') !== true)
      lines.push({ words, where: placeIn(file, index + 1, text.search(/\S/) + 1), open })
  })
  return lines
}
