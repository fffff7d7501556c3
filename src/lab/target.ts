import { fail } from '../model/problem.ts'
import type { Bound, Statistic } from '../model/target.ts'
import type { DurationText } from '../model/time.ts'
import { parseDuration } from '../model/time.ts'

/** A bound as a lab writes it: `'< 4s'`, `'<= 200ms'`, `'p95 < 3s'`, `'median < 1s'`. */
export type BoundText = `${'' | 'median ' | `p${number} `}${'<' | '<='} ${DurationText}`

const ALLOWED = "'< 4s', '<= 200ms', 'median < 1s', 'p95 < 3s'"

/** Parses a bound, or throws a BackhoeError (`bad-target`) with a caret under what is wrong. */
export function parseBound(text: string): Bound {
  const cursor: Cursor = new Cursor(text)
  const { said, statistic } = readStatistic(cursor)
  const relation = cursor.take(/<=|</)
  if (relation === null) cursor.fail(said === '' ? 'expected <, <=, median or a percentile' : 'expected < or <=')
  const duration = cursor.take(/.*[^\s]/s)
  if (duration === null) cursor.fail('expected a time')
  const limitNs = parseDuration(duration)
  if (limitNs === null) cursor.fail('not a time: a number and ns, us, ms, s, min or h', duration)
  if (limitNs === 0) cursor.fail('nothing is shorter than no time', duration)
  return { text: `${said}${relation} ${duration}`, statistic, relation: relation === '<' ? '<' : '<=', limitNs }
}

function readStatistic(cursor: Cursor): { said: string; statistic: Statistic } {
  if (cursor.take(/median(?![\w.])/) !== null) return { said: 'median ', statistic: { of: 'quantile', quantile: 0.5 } }
  const percentile = cursor.take(/p\d+(?:\.\d+)?(?![\w.])/)
  if (percentile === null) return { said: '', statistic: { of: 'every' } }
  const percent = Number(percentile.slice(1))
  if (percent <= 0 || percent >= 100) cursor.fail('a percentile lies between 0 and 100', percentile)
  return { said: `${percentile} `, statistic: { of: 'quantile', quantile: Number((percent / 100).toPrecision(12)) } }
}

/** Takes tokens from the left, skipping blanks. */
class Cursor {
  private readonly text: string
  private at: number
  private tokenAt = 0

  constructor(text: string) {
    this.text = text.replaceAll(/\s/g, ' ')
    this.at = this.afterBlanks(0)
  }

  take(pattern: RegExp): string | null {
    const sticky = new RegExp(pattern.source, `${pattern.flags}y`)
    sticky.lastIndex = this.at
    const token = sticky.exec(this.text)?.[0]
    if (token === undefined) return null
    this.tokenAt = this.at
    this.at = this.afterBlanks(this.at + token.length)
    return token
  }

  /** Under `token`, the last one taken; without it, under what comes next. */
  fail(what: string, token?: string): never {
    const column = token === undefined ? this.at : this.tokenAt
    const length = token?.length ?? Math.max(1, this.text.trimEnd().length - column)
    return fail({ code: 'bad-target', what, allowed: ALLOWED, caret: { text: this.text, column, length } })
  }

  private afterBlanks(from: number): number {
    return from + this.text.slice(from).search(/[^ ]|$/)
  }
}
