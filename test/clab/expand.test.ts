import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { expand, ExpansionError } from '../../src/clab/expand.ts'

const env = { A: 'alpha', B: '', LONG_1: 'x y', É: 'e' }
const expanded = (text: string): string | null => {
  try {
    return expand(text, env).text
  } catch (error) {
    if (error instanceof ExpansionError) return null
    throw error
  }
}

/** Texts made of what matters, and what containerlab 0.79's own library (hellt/envsubst 0.2.0) answered; null: refused. */
const recorded = JSON.parse(
  readFileSync(new URL('../fixtures/clab/expansion.json', import.meta.url), 'utf8'),
) as readonly (readonly [string, string | null])[]

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/)
const plain = fc.stringMatching(/^[a-z0-9 .:/\n-]{0,20}$/)

describe('the environment in a topology file', () => {
  it('expands as in containerlab, oddities included', () => {
    expect(recorded.length).toBeGreaterThan(200)
    for (const [text, answer] of recorded) expect([text, expanded(text)]).toEqual([text, answer])
  })

  it('a variable that is set is its value, in each of its forms', () => {
    fc.assert(
      fc.property(word, fc.stringMatching(/^[a-z0-9]{1,8}$/), plain, (name, value, around) => {
        for (const form of [`$${name}.`, `\${${name}}.`, `\${${name}:=no}.`, `\${${name}:-no}.`, `\${${name}-no}.`])
          expect(expand(`${around}${form}`, { [name]: value }).text).toBe(`${around}${value}.`)
      }),
    )
  })

  it('one that is not set is its default, or stays', () => {
    fc.assert(
      fc.property(word, fc.stringMatching(/^[a-z0-9][a-z0-9./]{0,7}$/), (name, fallback) => {
        for (const operator of [':=', ':-', '=', '-'])
          expect(expand(`\${${name}${operator}${fallback}}`, {}).text).toBe(fallback)
        expect(expand(`\${${name}} $${name}`, {}).text).toBe(`$${name} $${name}`)
      }),
    )
  })

  it('with its dollars doubled any text comes out as it was: what we derive is not expanded twice', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(expand(text.replaceAll('$', '$$$$'), env).text).toBe(text)
      }),
    )
  })

  it('knows where each part of it stood', () => {
    fc.assert(
      fc.property(plain, plain, (before, after) => {
        const result = expand(`${before}\${A}|${after}`, env)
        const { text } = result
        expect(result.origin(text.indexOf('|'))).toBe(before.length + '${A}'.length)
        expect(result.origin(before.length + 1)).toBe(before.length)
        expect(result.origin(text.length)).toBe(before.length + 5 + after.length)
      }),
    )
  })
})
