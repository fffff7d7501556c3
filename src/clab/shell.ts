import { placeIn } from '../model/own-file.ts'
import type { ContainerCommand } from '../model/told.ts'
import { fromWorkingDirectory } from '../words/callsite.ts'
import type { Binds } from './binds.ts'

/** What containerlab tells a node, taken apart: it runs an item without a shell, so that operators mean something only in `sh -c '…'`. */
export function commandsOf(text: string, where: string): readonly ContainerCommand[] {
  const words = wordsOf(text)
  const script = inlineOf(words)
  return script === null ? [{ words, text, where }] : statementsOf(script).map((one) => statement(one, where))
}

/** `sh -c 'ip link set eth1 up; ip route add …'`; null: it is no shell, or one that runs a file. */
function inlineOf([program = '', ...rest]: readonly string[]): string | null {
  if (!isShell(program)) return null
  const flag = rest.findIndex((word) => /^-[a-z]*c$/.test(word))
  return flag < 0 || rest.slice(0, flag).some((word) => !word.startsWith('-')) ? null : (rest[flag + 1] ?? null)
}

/** The lines of a script that a command runs, where the container is given that file; null: it runs none. */
export function scriptOf({ words }: ContainerCommand, bound: Binds): readonly ContainerCommand[] | null {
  const [program = '', ...rest] = words
  const path = isShell(program) ? rest.find((word) => !word.startsWith('-')) : program
  const file = path?.startsWith('/') === true && rest.length < MOST_WORDS ? bound.file(path) : null
  if (file === null) return null
  return file.text.split('\n').flatMap((line, index) => {
    const where = placeIn({ name: fromWorkingDirectory(file.path) }, index + 1, line.search(/\S|$/) + 1)
    return statementsOf(line).map((one) => statement(one, where))
  })
}

/** `sh -e /up.sh` */
const MOST_WORDS = 3

const isShell = (program: string): boolean => /^(\/(usr\/)?bin\/)?(sh|bash|ash|dash)$/.test(program)

/** Quotes and backslashes as a shell has them. */
function wordsOf(text: string): readonly string[] {
  const words: string[] = []
  for (const [whole] of text.matchAll(new RegExp(`(?:${PIECE})+`, 'g')))
    words.push(whole.replaceAll(new RegExp(PIECE, 'g'), plain))
  return words
}

const PIECE = String.raw`"(?:[^"\\]|\\[^])*"|'[^']*'|\\[^]|[^\s"'\\]`

function plain(piece: string): string {
  if (piece.startsWith('"')) return piece.slice(1, -1).replaceAll(/\\(["\\$\x60])/g, '$1')
  if (piece.startsWith("'")) return piece.slice(1, -1)
  return piece.startsWith('\\') ? piece.slice(1) : piece
}

/** Separated by `;`, `&&`, `&` and ends of lines; `|| true` changes nothing but an exit code. */
function statementsOf(script: string): readonly string[] {
  const parts: string[] = ['']
  const tokens = new RegExp(String.raw`"(?:[^"\\]|\\[^])*"|'[^']*'|\\[^]|\d?>&\d|&>|&&|[;&\n]|[^]`, 'g')
  for (const [token] of script.replaceAll(/\|\|\s*(true|:)/g, '').matchAll(tokens)) {
    if (/^(&&|[;&\n])$/.test(token)) parts.push('')
    else parts.push((parts.pop() ?? '') + token)
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '' && !part.startsWith('#'))
}

/** What a shell would fill in, branch or pipe is not followed. */
const OPERATORS = /[$`|<(){}]|^(if|then|else|fi|for|do|done|while|until|case|!)\b/
const PROC = /^echo\s+(?:-n\s+)?"?'?(\S+?)'?"?\s*>\s*\/proc\/sys\/(\S+)$/
const TO_FILE = /\s*\d?&?>>?\s*(&\d|\S+)/g

function statement(text: string, where: string): ContainerCommand {
  const [, value = '', key = ''] = PROC.exec(text) ?? []
  if (key !== '') return { words: ['sysctl', '-w', `${key.replaceAll('/', '.')}=${value}`], text, where }
  const outside = text.replaceAll(/'[^']*'/g, '')
  if (OPERATORS.test(outside)) return { words: [], text, where }
  // What is written into a file elsewhere than in a log may be configuration.
  const targets = [...outside.matchAll(TO_FILE)].map(([, to = '']) => to)
  if (targets.some((to) => !/^&\d$|^\/dev\/null$|\.log$/.test(to))) return { words: [], text, where }
  return { words: wordsOf(text.replaceAll(TO_FILE, '')), text, where }
}
