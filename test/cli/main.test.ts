import { expect, test } from 'vitest'
import { backhoe } from './backhoe.ts'

test.each(['', 'run'])('help: backhoe %s', async (verb) => {
  const { code, stdout, stderr } = await backhoe([...words(verb), '--help'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  await expect(stdout).toMatchFileSnapshot(`../golden/cli/${['help', ...words(verb)].join('-')}.txt`)
})

test.each([
  'run',
  'plan',
  'generate',
  'report',
  'doctor',
  'kernel build',
  'kernel status',
  'image build',
  'image status',
])('an example stands in the help: backhoe %s', async (verb) => {
  const { code, stdout } = await backhoe([...words(verb), '--help'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/\nExamples?:\n.*backhoe/)
})

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '')

test('help comes by three ways', async () => {
  const { stdout } = await backhoe(['--help'])
  for (const args of [[], ['help']]) expect(await backhoe(args)).toEqual({ code: 0, stdout, stderr: '' })
  expect((await backhoe(['help', 'run'])).stdout).toBe((await backhoe(['run', '--help'])).stdout)
})

test('version', async () => {
  expect(await backhoe(['--version'])).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' })
})

const wrong: readonly string[][] = [
  ['rum'],
  ['--hel'],
  ['run'],
  ['run', '--trails', '3', 'x'],
  ['run', 'x', '--trials', '0'],
  ['run', 'x', '--trials', '-3'],
  ['run', 'x', '--trials', '1.5'],
  ['run', 'x', '--trials', 'many'],
  ['run', 'x', '--seed', '-1'],
  ['run', 'x', '--seed', 'luck'],
  ['run', 'x', '--seed', '99999999999999999999'],
  ['run', 'x', '--trial', '-1'],
  ['plan', 'x', '--trials', '0'],
  ['run', 'x', '--kernel', 'vmware'],
  ['kernel'],
  ['kernel', 'bild'],
  ['run', 'x', '--out', ''],
  ['generate', 'x', '--out', ''],
  ['run', 'x', '--reporter', 'junti'],
]

test('whatever is wrong with the arguments ends with 64 and says what is right', async () => {
  const texts: string[] = []
  for (const args of wrong) {
    const { code, stdout, stderr } = await backhoe(args)
    expect({ args, code, stdout }).toEqual({ args, code: 64, stdout: '' })
    texts.push(`$ backhoe ${args.join(' ')}\n${stderr}`)
  }
  await expect(texts.join('\n')).toMatchFileSnapshot('../golden/cli/usage.txt')
})

// Exit codes 0, 1 and 2 are verdicts: no crash may end with one of them.
test('too few open files are said before anything is read', async () => {
  const under = ['sh', '-c', 'ulimit -n 20 && exec "$@"', 'sh']
  const { code, stderr } = await backhoe(['plan', 'labs/gateway-pair.lab.ts'], { under })
  await expect(`${stderr}exit ${String(code)}\n`).toMatchFileSnapshot('../golden/errors/too-few-files.txt')
})

test('an error that nobody catches ends with 70', async () => {
  // Once the command listens: what comes before is Node's own start.
  const thrown = 'setInterval(() => { if (process.listenerCount("uncaughtException")) throw new Error("late") }, 1)'
  const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(thrown)}` }
  const { code, stderr } = await backhoe(['--version'], { env })
  expect(code).toBe(70)
  expect(stderr).toMatch(/^error\[backhoe-failed\]: Error: late\n/)
})

test('a reader that closes stderr does not change the exit code', async () => {
  // The reader is gone long before Node has started.
  const under = ['sh', '-c', '{ { "$@" 2>&1 >&3; echo "exit $?" >&3; } | true; } 3>&1', 'sh']
  const piped = await backhoe(['plan', 'labs/no-such.lab.ts'], { under })
  expect(piped.stdout).toBe('exit 64\n')
})
