import { expect, test } from 'vitest'
import { backhoe } from '../../cli/backhoe.ts'
import { Scratch } from '../../run/scratch.ts'

// 12 s of darkness are longer than 3 s and the longest wait that may follow, 3.2 s and a question for the neighbour; the kernel's own
// patience is 924.6 s.
test('a node with tcp_retries2 gives its connection up, and its neighbour with the default keeps it', async () => {
  using scratch = new Scratch()
  const lab = 'test/mechanisms/tcp/labs/retries.lab.ts'
  const ended = await backhoe(['run', lab, '--kernel', 'virtual', '--out', scratch.path])
  const [experiment] = scratch.summary(ended).experiments
  const verdicts = (name: string) =>
    experiment?.trials.flatMap(({ sessions }) =>
      sessions.filter((one) => one.name === name).map(({ verdict }) => verdict),
    )
  expect(verdicts('hasty'), ended.stderr).toEqual(['reconnected', 'reconnected'])
  expect(verdicts('patient')).toEqual(['survived', 'survived'])
})
