import { Lexer } from 'yaml'

/**
 * The same text, of the same length, in which no `[…]` or `{…}` is broken off by a line that begins too far to the left:
 * YAML forbids that, and the library that containerlab reads with allows it. Line breaks and comments inside of such a
 * collection become spaces.
 */
export function joinFlows(text: string): string {
  let joined = text
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const broken = brokenFlows(joined)
    if (broken.length === 0) break
    const parts = broken.map(({ from, end }, index) => {
      const before = joined.slice(broken[index - 1]?.end ?? 0, from)
      return before + onOneLine(joined.slice(from, end))
    })
    joined = parts.join('') + joined.slice(broken.at(-1)?.end)
  }
  return joined
}

/** What is broken off hides what is broken off within. */
const MOST_PASSES = 5

interface Flow {
  readonly from: number
  readonly end: number
}

/** What the lexer puts where a flow collection ends without its bracket. */
const BROKEN_OFF = '\u0018'
/** What it puts before documents and scalars; neither has a place in the text. */
const NO_TEXT = new Set(['\u0002', '\u001f', BROKEN_OFF])

function brokenFlows(text: string): readonly Flow[] {
  const found: Flow[] = []
  const open: number[] = []
  let at = 0
  for (const token of new Lexer().lex(text)) {
    const [from] = open
    if (token === BROKEN_OFF && from !== undefined && from >= (found.at(-1)?.end ?? 0)) {
      const end = endOfFlow(text, from)
      // What never ends is no YAML in any library.
      if (end === null) return found
      found.push({ from, end })
    }
    if (token === BROKEN_OFF) open.length = 0
    if (NO_TEXT.has(token)) continue
    if (token === '[' || token === '{') open.push(at)
    else if (token === ']' || token === '}') open.pop()
    at += token.length
  }
  return found
}

/** A quoted text, a comment, a bracket, or a character that is part of neither. */
const PART = /(?<=[\s,[{:])(?:"(?:\\[^]|[^"\\])*"|'(?:''|[^'])*')|(?<=[\s,[\]{}"'])#[^\n]*|[[\]{}]|[^]/gy

function endOfFlow(text: string, from: number): number | null {
  let depth = 0
  PART.lastIndex = from
  for (let match = PART.exec(text); match !== null; match = PART.exec(text)) {
    const [part] = match
    if (part === '[' || part === '{') depth++
    if ((part === ']' || part === '}') && --depth === 0) return PART.lastIndex
  }
  return null
}

const onOneLine = (flow: string): string =>
  flow.replaceAll(new RegExp(PART.source, 'g'), (part) => {
    if (part.startsWith('#')) return ' '.repeat(part.length)
    return part === '\n' || part === '\r' ? ' ' : part
  })
