import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { backhoe } from '../../cli/backhoe.ts'
import { Scratch } from '../../run/scratch.ts'

interface Summary {
  readonly experiments: readonly {
    readonly windows: readonly { direction: string; lowMs: number; highMs: number | null }[]
    readonly trials: readonly {
      readonly doubts: readonly string[]
      readonly flows: readonly { direction: string; outageMs: number | null; outcome: string; errorMs: number }[]
    }[]
  }[]
}

async function run(lab: 'metric' | 'refused') {
  using scratch = new Scratch()
  const path = fileURLToPath(new URL(`labs/${lab}.lab.ts`, import.meta.url))
  const { stderr } = await backhoe(['run', path, '--kernel', 'virtual', '--out', scratch.path])
  const [experiment] = (JSON.parse(scratch.latest('summary.json')) as Summary).experiments
  expect(experiment, stderr).toBeDefined()
  expect(experiment?.trials.flatMap(({ doubts }) => doubts)).toEqual([])
  const of = (direction: string) => ({
    window: experiment?.windows
      .filter((one) => one.direction === direction)
      .map(({ lowMs, highMs }) => [lowMs, highMs]),
    flows: experiment?.trials.flatMap(({ flows }) => flows.filter((one) => one.direction === direction)) ?? [],
  })
  return { there: of('forward'), back: of('backward') }
}

// The kernel reports a lost carrier at its next tick, 10 ms later at most, and only then looks at the next metric.
test('the next metric takes over in main and in a table asked by a mark, where dark interfaces are ignored', async () => {
  const { there, back } = await run('metric')
  for (const { window, flows } of [there, back]) {
    expect(window).toEqual([[0, 10]])
    expect(flows).toHaveLength(4)
    for (const { outageMs, errorMs } of flows) expect(outageMs ?? 0).toBeLessThanOrEqual(10 + errorMs)
  }
})

test('no larger network takes what a route refuses, and no metric what a dark interface has by default', async () => {
  const { there, back } = await run('refused')
  for (const { window, flows } of [there, back]) {
    // Packets of the last 200 ms may wait for a neighbour's answer until the light is back.
    expect(window).toEqual([[800, null]])
    expect(flows.map(({ outcome }) => outcome)).toEqual(Array(2).fill('never'))
  }
})
