import { fail } from '../model/problem.ts'
import type { LossBound, Statistic, TimeBound } from '../model/target.ts'
import type { DurationText } from '../model/time.ts'
import { parseDuration } from '../model/time.ts'

type Relation = `${'' | 'median ' | `p${number} `}${'<' | '<='}`

/** A bound of a time as a lab writes it: `'< 4s'`, `'<= 200ms'`, `'p95 < 3s'`, `'median < 1s'`. */
export type BoundText = `${Relation} ${DurationText}`

/** A bound of lost packets: a share of those that were sent, `'< 0.1%'`, or a number, `'<= 20 packets'`. */
export type LossBoundText = `${Relation} ${number}${'%' | ' packet' | ' packets'}`

/** Parses a bound of a time, or throws a BackhoeError (`bad-target`) with a caret under what is wrong. */
export function parseBound(text: string): TimeBound {
  const cursor: Cursor = new Cursor(text, "'< 4s', '<= 200ms', 'median < 1s', 'p95 < 3s'")
  const { head, rest: duration } = readHead(cursor, 'expected a time')
  const limitNs = parseDuration(duration)
  if (limitNs === null) cursor.fail('not a time: a number and ns, us, ms, s, min or h', duration)
  if (limitNs === 0) cursor.fail('nothing is shorter than no time', duration)
  return { ...head, limitNs }
}

/** Parses a bound of lost packets, or throws a BackhoeError (`bad-target`) with a caret under what is wrong. */
export function parseLossBound(text: string): LossBound {
  const cursor: Cursor = new Cursor(text, "'< 0.1%', '<= 20 packets', 'p95 < 1%'")
  const { head, rest } = readHead(cursor, 'expected a share or a number of packets')
  const match = /^(?:(\d+(?:\.\d+)?)\s*%|(\d+)\s*packets?)$/.exec(rest)
  if (match === null) cursor.fail('neither a share (a number and %) nor a number of packets', rest)
  const [, percent, packets] = match
  const limit = percent === undefined ? Number(packets) : Number((Number(percent) / 100).toPrecision(12))
  if (limit === 0 && head.relation === '<') cursor.fail('nothing is less than none: say <=', rest)
  if (percent !== undefined && limit > 1) cursor.fail('a share is 100% at most', rest)
  return { ...head, unit: percent === undefined ? 'packets' : 'share', limit }
}

/** All before the quantity itself. */
function readHead(cursor: Cursor, missing: string): { head: Omit<TimeBound, 'limitNs'>; rest: string } {
  const { said, statistic } = readStatistic(cursor)
  const relation = cursor.take(/<=|</)
  if (relation === null) cursor.fail(said === '' ? 'expected <, <=, median or a percentile' : 'expected < or <=')
  const rest = cursor.take(/.*[^\s]/s)
  if (rest === null) cursor.fail(missing)
  const text = `${said}${relation} ${rest}`
  return { head: { text, statistic, relation: relation === '<' ? '<' : '<=' }, rest }
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
  private readonly allowed: string
  private at: number
  private tokenAt = 0

  constructor(text: string, allowed: string) {
    this.allowed = allowed
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
    return fail({ code: 'bad-target', what, allowed: this.allowed, caret: { text: this.text, column, length } })
  }

  private afterBlanks(from: number): number {
    return from + this.text.slice(from).search(/[^ ]|$/)
  }
}
