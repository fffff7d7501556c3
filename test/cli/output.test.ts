import { expect, test } from 'vitest'
import { renderProblems } from '../../src/cli/output.ts'

const plain = { color: false, cwd: '/home/me/lab' }

test('a problem with everything', async () => {
  const text = renderProblems(
    [
      {
        code: 'bad-target',
        what: '“< 4 parsecs” is no bound',
        where: '/home/me/lab/labs/x.lab.ts:12',
        caret: { text: "outage: '< 4 parsecs'", column: 11, length: 9 },
        allowed: "'< 4s', 'p95 <= 200ms'",
        next: 'backhoe plan /home/me/lab/labs/x.lab.ts',
      },
      { code: 'unknown-node', what: 'no node r3 in gateway-pair', allowed: 'r1, r2 (did you mean r2?)' },
    ],
    plain,
  )
  await expect(text).toMatchFileSnapshot('../golden/cli/problems.txt')
})

test('a file elsewhere keeps its whole path', () => {
  const text = renderProblems([{ code: 'no-file', what: 'no such lab', where: '/srv/y.lab.ts:1' }], plain)
  expect(text).toBe('error[no-file]: no such lab\n  --> /srv/y.lab.ts:1\n')
})

test('paths below the working directory are short, and web addresses are left alone', () => {
  const next = 'see https://x.dev/srv/lab/install or /srv/lab/a.ts'
  const shown = (cwd: string): string => renderProblems([{ code: 'x', what: 'y', next }], { color: false, cwd })
  expect(shown('/srv/lab')).toContain('next: see https://x.dev/srv/lab/install or a.ts')
  expect(shown('/')).toContain(`next: ${next}`)
})

test('colour only where it is asked for', () => {
  const problem = { code: 'x', what: 'y' }
  expect(renderProblems([problem], plain)).not.toContain('\u001B')
  expect(renderProblems([problem], { ...plain, color: true })).toBe(
    '\u001B[31merror[x]\u001B[39m: \u001B[1my\u001B[22m\n',
  )
})
