/** Text after expansion, and where each part of it comes from. */
export interface Expanded {
  readonly text: string
  /** The offset in the original text of an offset in the expanded one. */
  origin(offset: number): number
}

/** An expansion that containerlab refuses too; `offset` is in the original text. */
export class ExpansionError extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

interface Item {
  readonly kind: 'text' | 'operator' | 'variable' | 'left' | 'right'
  readonly text: string
  readonly at: number
}

/**
 * `$VAR`, `${VAR}`, `${VAR:-x}`, `${VAR:=x}`, `${VAR-x}`, `${VAR=x}`, `${VAR:+x}`, `${VAR+x}` and `$$` as containerlab
 * expands them before it reads the YAML, comments included: a variable that is not set or empty stays as `$VAR`, names that
 * begin with a digit are left alone, a default is plain text or one variable and ends at the first `}`
 * (github.com/hellt/envsubst 0.2.0, BytesRestrictedNoReplace with noDigit and noReplace).
 * @throws ExpansionError where a brace is not closed on its line
 */
export function expand(text: string, env: Environment): Expanded {
  const parts: { readonly from: number; readonly to: number; readonly whole: boolean }[] = []
  let out = ''
  const emit = (piece: string, from: number, whole: boolean): void => {
    parts.push({ from, to: out.length, whole })
    out += piece
  }
  const items = lex(text)
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (item === undefined) break
    if (item.kind === 'variable') emit(valueOf(nameOf(item), env), item.at, false)
    else if (item.kind === 'left' && items[index + 1]?.kind === 'variable') {
      const { value, next } = substitution(items, index + 1, env)
      emit(value, item.at, false)
      index = next
    } else emit(item.text, item.at, true)
  }
  return {
    text: out,
    origin: (offset) => {
      const part = parts.findLast(({ to }) => to <= offset)
      if (part === undefined) return offset
      return part.from + (part.whole ? offset - part.to : 0)
    },
  }
}

const nameOf = (item: Item): string => item.text.replace(/^\$/, '')
const isSet = (name: string, env: Environment): boolean => Object.hasOwn(env, name) && env[name] !== undefined
const valueOf = (name: string, env: Environment): string => (isSet(name, env) && env[name]) || `$${name}`

/** From the variable behind `${` to the closing brace. */
function substitution(items: readonly Item[], start: number, env: Environment): { value: string; next: number } {
  const name = items[start]?.text ?? ''
  let operator = ''
  let fallback: string | null = null
  let index = start + 1
  for (let item = items[index]; item !== undefined && item.kind !== 'right'; item = items[++index]) {
    if (item.kind === 'variable') fallback = valueOf(nameOf(item), env)
    else if (item.kind === 'text') {
      fallback = item.text
      for (let more = items[index + 1]; more !== undefined && more.kind !== 'right'; more = items[++index + 1])
        fallback += more.text
    } else operator = item.text
  }
  return { value: substituted(name, operator, fallback, env), next: index }
}

function substituted(name: string, operator: string, fallback: string | null, env: Environment): string {
  const own = valueOf(name, env)
  if (operator === '' || fallback === null) return own
  if (operator.endsWith('+')) return isSet(name, env) ? fallback : ''
  if (operator.startsWith(':')) return own === `$${name}` ? fallback : own
  return isSet(name, env) ? own : fallback
}

const LETTER = /[\p{L}\p{Nd}_]/u
const DIGIT = /\p{Nd}/u

/** The items of the whole text; a state machine with two states, text and substitution, as the original has. */
function lex(text: string): readonly Item[] {
  const items: Item[] = []
  let start = 0
  let at = 0
  let depth = 0
  const push = (kind: Item['kind']): void => {
    items.push({ kind, text: text.slice(start, at), at: start })
    start = at
  }
  const char = (): string => String.fromCodePoint(text.codePointAt(at) ?? 0)
  const is = (pattern: RegExp): boolean => at < text.length && pattern.test(char())

  /** Gives whether the next state is inside of braces. */
  const variable = (): boolean => {
    while (is(LETTER)) at += char().length
    const name = text.slice(start, at)
    if (name === '_' || name === '$_') return false
    push('variable')
    return depth > 0
  }

  const plain = (): boolean => {
    while (at < text.length) {
      const dollar = text.indexOf('$', at)
      if (dollar < 0) break
      at = dollar
      if (at > start) push('text')
      at++
      if (is(DIGIT)) {
        at += char().length
        push('text')
      } else if (text[at] === '$') {
        start = at
        at++
        push('text')
      } else if (text[at] === '{') {
        at++
        if (is(DIGIT)) {
          at += char().length
          push('text')
          continue
        }
        depth++
        push('left')
        return true
      } else if (is(LETTER)) return variable()
    }
    at = text.length
    if (at > start) push('text')
    return false
  }

  const inside = (): boolean => {
    const open = items.at(-1)?.kind === 'left' && start === at
    if (at >= text.length || text[at] === '\n' || text[at] === '\r')
      throw new ExpansionError('closing brace expected', Math.min(start, text.length - 1))
    const one = char()
    at += one.length
    if (one === '}') {
      depth--
      push('right')
      return false
    }
    if (one === '$' || (open && LETTER.test(one))) return variable()
    if (one === ':' && ['-', '=', '+'].includes(text[at] ?? '')) {
      at++
      push('operator')
    } else if (['+', '-', '='].includes(one)) push('operator')
    else {
      if (one === ':' && at < text.length) at += char().length
      push('text')
    }
    return true
  }

  for (let braces = plain(); at < text.length || braces;) braces = braces ? inside() : plain()
  at = text.length
  if (at > start) push('text')
  return items
}
