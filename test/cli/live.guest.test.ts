import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from './backhoe.ts'
import { Scratch } from '../run/scratch.ts'

/** The command on a terminal of its own, however it ends; what it shows, with all control sequences. */
function onTerminal(args: readonly string[]): string {
  const command = ['node', join(ROOT, 'bin/backhoe.js'), ...args].map((word) => `'${word}'`).join(' ')
  return execFileSync('script', ['-qc', `stty cols 100 rows 30; ${command}`, '/dev/null'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, CI: '', TERM: 'xterm' },
  })
}

test('a run on a terminal is watched live, and leaves nothing of that behind', () => {
  using scratch = new Scratch()
  const args = [
    'test/run/labs/silent.lab.ts',
    '--only',
    'cut',
    '--trials',
    '1',
    '--seed',
    '1',
    '--kernel',
    'virtual',
    '--out',
    scratch.path,
  ]
  const watched = onTerminal(['run', ...args, '--reporter', 'line'])
  expect(watched).toMatch(/guest 1 +\d+ s {2}cut, (control|trial \d)/)
  expect(watched).toMatch(/trial 1 of 2 {2}about \d+ s left/)
  // The last thing is what stays: the reporter's line, after the live ones were erased.
  const last = watched.slice(watched.lastIndexOf('guest 1'))
  expect(last).toContain('\u001B[2K')
  expect(last.slice(last.lastIndexOf('\u001B[2K'))).toContain('silent: completed: ')

  const quiet = onTerminal(['run', ...args, '--reporter', 'line', '--quiet'])
  expect(quiet).not.toMatch(/guest 1|network {3}|trial 1 of 2 {2}/)
  expect(quiet).toContain('silent: 2 trials and controls, seed 1')
})
