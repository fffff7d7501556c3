import { placeIn, type OwnFile } from '../../model/own-file.ts'

/** A line of keepalived.conf, and the block that it opens. */
export interface Statement {
  readonly words: readonly string[]
  readonly block: readonly Statement[]
  /** `r1/keepalived.conf:12:5`. */
  readonly where: string
}

/** What cannot be read as statements: braces that do not match, an include that is not there, a variable, a condition. */
export interface Unreadable {
  readonly what: string
  readonly where: string
}

export interface Parsed {
  readonly statements: readonly Statement[]
  readonly unreadable: readonly Unreadable[]
  /** The text with its includes in their places. */
  readonly text: string
}

const DEEPEST_INCLUDE = 8

/**
 * keepalived.conf(5): a statement a line, `{` opens a block, `!` and `#` begin a comment, quotes hold words together, `include` names
 * further files.
 */
export function statementsOf(file: OwnFile): Parsed {
  const unreadable: Unreadable[] = []
  const lines = linesOf(file, unreadable, 0)
  const root: Statement[] = []
  const open: { readonly block: Statement[]; readonly where: string }[] = []
  for (const { words, where } of lines) {
    let said: string[] = []
    const say = (block: Statement[] = []): void => {
      if (said.length > 0) (open.at(-1)?.block ?? root).push({ words: said, block, where })
      said = []
    }
    for (const word of words) {
      if (word === '{') {
        const block: Statement[] = []
        if (said.length === 0) last(open.at(-1)?.block ?? root, block)
        say(block)
        open.push({ block, where })
      } else if (word === '}') {
        say()
        if (open.pop() === undefined) unreadable.push({ what: 'a } that closes nothing', where })
      } else said.push(word)
    }
    say()
  }
  for (const { where } of open) unreadable.push({ what: 'a { that nothing closes', where })
  return { statements: root, unreadable, text: lines.map(({ text }) => `${text}\n`).join('') }
}

/** A brace on a line of its own opens the block of the line before. */
function last(of: Statement[], block: readonly Statement[]): void {
  const before = of.pop()
  if (before !== undefined) of.push({ ...before, block })
}

interface Line {
  readonly text: string
  readonly words: readonly string[]
  readonly where: string
}

function linesOf(file: OwnFile, unreadable: Unreadable[], depth: number): readonly Line[] {
  return file.text.split('\n').flatMap((text, index): readonly Line[] => {
    const words = wordsOf(text)
    const [first] = words
    const where = placeIn(file, index + 1, text.search(/\S|$/) + 1)
    if (first === undefined) return [{ text, words, where }]
    if (/^(@|~|\$\w+=)|\$\{?\w/.test(first) || words.some((word) => /\$\{?\w/.test(word))) {
      unreadable.push({ what: `a variable or a condition, “${text.trim()}”`, where })
      return [{ text, words: [], where }]
    }
    if (!/^include[rmwbac]?$/.test(first)) return [{ text, words, where }]
    const found = depth < DEEPEST_INCLUDE ? file.included(words[1] ?? '') : null
    if (found === null || found.length === 0) {
      unreadable.push({ what: `“${text.trim()}”, and no such file is known`, where })
      return [{ text, words: [], where }]
    }
    return found.flatMap((one) => linesOf(one, unreadable, depth + 1))
  })
}

function wordsOf(line: string): readonly string[] {
  const words: string[] = []
  const word = /\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([!#].*)|([{}])|([^\s{}"']+))/gy
  for (let match = word.exec(line); match !== null; match = word.exec(line)) {
    const [, double, single, comment, brace, plain] = match
    if (comment !== undefined) break
    words.push(double ?? single ?? brace ?? plain ?? '')
  }
  return words
}
