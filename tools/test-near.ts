// Runs the tests that are nearest to what has changed against main, in less than a minute: `npm run test:near`.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { secondsOf } from '../test/seconds.ts'
import { choose, sum, type Candidate } from './near/choose.ts'
import { graphOf } from './near/graph.ts'

/** Of one core: two of them need half of it, and the rest of the minute is for starting and for a slow machine. */
const BOUNDS = { seconds: 45, guests: 3 }

const root = join(import.meta.dirname, '..')
const git = (...args: readonly string[]): string[] =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)

/** What this branch has changed, committed or not; on main itself what is not committed. */
function changedFiles(): string[] {
  const [main] = git('branch', '--all', '--format=%(refname:short)').filter((name) => /^(origin\/)?main$/.test(name))
  const [base = 'HEAD'] = main === undefined ? [] : git('merge-base', main, 'HEAD')
  const files = [...git('diff', '--name-only', base), ...git('ls-files', '--others', '--exclude-standard')]
  return files.filter((file) => existsSync(join(root, file)))
}

const tests = readdirSync(join(root, 'test'), { encoding: 'utf8', recursive: true })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => join('test', name))
const changed = changedFiles()
const { run, left } = choose(tests, await graphOf(root, tests, changed), new Set(changed), secondsOf, BOUNDS)

const row = ({ test, away, seconds }: Candidate): string =>
  `  ${test.padEnd(56)} ${away === 0 ? 'changed itself' : `${String(away)} away`.padEnd(14)} ${String(seconds).padStart(4)} s`
console.log(['changed against main', ...changed.map((file) => `  ${file}`)].join('\n'))
console.log(`${String(run.length)} tests are nearest by their imports, about ${sum(run).toFixed(0)} s of one core`)
for (const candidate of run) console.log(row(candidate))
for (const { test } of left.filter(({ away }) => away === 0))
  console.log(`  not ${test}: too long, though it has changed`)
if (left.length > 0)
  console.log(`${String(left.length)} more reach them, ${sum(left).toFixed(0)} s: npm test and make test have them`)

if (run.length > 0) {
  spawnSync(process.execPath, ['tools/build.mjs'], { cwd: root, stdio: 'inherit' })
  const { status } = spawnSync('npx', ['vitest', 'run', ...run.map(({ test }) => test)], {
    cwd: root,
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
}
