import { describe, expect, it } from 'vitest'
import { lineOf, placesFrom } from '../../src/lab/locate.ts'

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

describe('the line of a key', () => {
  it.each([
    [['topology'], 4],
    [['experiments', 'r1 loses "it"', 'hold'], 8],
    [['experiments', "r1's LAN is cut", 'targets', 'web', 'outage'], 12],
    [['experiments', 'plain', 'hold'], 15],
    // What cannot be found lies where its parent does.
    [['experiments', 'computed', 'hold'], 6],
    [['experiments', 'plain', 'targets'], 15],
    [[], 3],
  ])('%j is %i', (path, line) => {
    expect(lineOf(lab, 3, path)).toBe(line)
  })

  it('is the call itself where the file cannot be read, and unknown without a call', () => {
    expect(placesFrom('/nowhere/x.lab.ts:7')(['experiments'])).toBe('/nowhere/x.lab.ts:7')
    expect(placesFrom(undefined)(['experiments'])).toBeUndefined()
  })
})
