import { describe, expect, it } from 'vitest'
import { placesFrom, positionOf } from '../../src/words/locate.ts'

const lab = `
const hold = '1s'
export default defineLab({
  topology,
  traffic: { web: flow(site.host, site.server) },
  experiments: {
    'r1 loses "it"': { fault: cut,
      hold: '10s', targets: { web: { outage: '< 4s' } } },
    "r1's LAN is cut": {
      fault: cut,
      targets: { web: {
        outage: '< 4s',
      } },
    },
    plain: { hold, trials: 3 },
  },
})`.split('\n')

describe('the place of a key', () => {
  it.each([
    [['topology'], '4:3'],
    [['experiments', 'r1 loses "it"', 'hold'], '8:7'],
    [['experiments', "r1's LAN is cut", 'targets', 'web', 'outage'], '12:9'],
    [['experiments', 'plain', 'hold'], '15:14'],
    // What cannot be found lies where its parent does.
    [['experiments', 'computed', 'hold'], '6:3'],
    [['experiments', 'plain', 'targets'], '15:5'],
    // An empty name is no part of what stands there.
    [['experiments', ''], '6:3'],
    [[], '3:16'],
  ])('%j is %s', (path, place) => {
    const { line, column } = positionOf(lab, { line: 3, column: 16 }, path)
    expect(`${line}:${column}`).toBe(place)
  })

  it('ends with the call: what it was given by a variable is not found in a call below', () => {
    const text = ["flow(a, b, { size: '(' /* ) */, ...fast }) // )", "flow(a, b, { rate: '5pps' })"]
    expect(positionOf(text, { line: 1, column: 1 }, ['rate'])).toEqual({ line: 1, column: 1 })
    expect(positionOf(text, { line: 2, column: 1 }, ['rate'])).toEqual({ line: 2, column: 14 })
  })

  it('is the call itself where the file cannot be read, and unknown without a call', () => {
    expect(placesFrom('/nowhere/x.lab.ts:7:3')(['experiments'])).toBe('/nowhere/x.lab.ts:7:3')
    expect(placesFrom(undefined)(['experiments'])).toBeUndefined()
  })
})
