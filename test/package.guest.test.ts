import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ROOT } from './cli/backhoe.ts'

const run = promisify(execFile)

/** Handles are typed for whoever compiles with checks as strict as ours, without skipping those of declarations. */
const TSCONFIG = {
  compilerOptions: { target: 'ES2023', module: 'NodeNext', strict: true, noEmit: true, skipLibCheck: false, types: [] },
  include: ['*.ts'],
}

// Some 60 s: the package is made and installed as npm does it, without a registry.
test('what npm packs installs into an empty folder, type-checks a lab there, runs it, and is a suite of vitest', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'backhoe-package-'))
  try {
    const clone = join(folder, 'clone')
    // From a copy: packing builds, and other tests run from dist/ meanwhile.
    for (const file of tracked()) cpSync(join(ROOT, file), join(clone, file))
    symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'))
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: clone })
    const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('[\n'))) as [{ filename: string }]

    const home = join(folder, 'home')
    mkdirSync(home)
    writeFileSync(join(home, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    writeFileSync(join(home, 'tsconfig.json'), JSON.stringify(TSCONFIG))
    cpSync(join(ROOT, 'test/fixtures/package/first.lab.ts'), join(home, 'first.lab.ts'))
    for (const path of dependencies()) cpSync(join(ROOT, path), join(home, path), { recursive: true })
    const install = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', join(folder, filename)]
    await run('npm', install, { cwd: home })

    await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: home })
    const backhoe = join(home, 'node_modules/.bin/backhoe')
    const ended = await run(backhoe, ['run', 'first', '--seed', '1', '--json'], { cwd: home })
    expect(JSON.parse(ended.stdout)).toMatchObject({ counts: { met: 1, missed: 0, unknown: 0 } })
    await runsInVitest(home)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

/** examples/vitest as its user has it, and a lab that keeps nothing: what cannot fail proves nothing. */
async function runsInVitest(home: string): Promise<void> {
  const suite = join(home, 'suite')
  cpSync(join(ROOT, 'examples/vitest'), suite, { recursive: true })
  cpSync(join(ROOT, 'test/fixtures/package/broken-suite.ts'), join(suite, 'broken.test.ts'))
  for (const name of ['vitest', 'typescript'])
    symlinkSync(join(ROOT, 'node_modules', name), join(home, 'node_modules', name))
  await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: suite })
  // Apart from the environment of the vitest that runs this.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^VITEST|^NODE_ENV$|^TEST$/.test(name)),
  )
  const vitest = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=json']
  const ended = await run(process.execPath, vitest, { cwd: suite, env }).catch(
    (error: unknown) => error as { stdout: string },
  )
  const { testResults } = JSON.parse(ended.stdout.slice(ended.stdout.indexOf('{'))) as VitestResult
  const results = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ fullName, status, failureMessages }) => [
      fullName,
      status,
      failureMessages[0]?.split('\n')[0] ?? '',
    ]),
  )
  expect(results.toSorted()).toEqual([
    [
      'broken cut web outage < 300ms',
      'failed',
      expect.stringMatching(/^Error: missed: web: outage < 300ms: \d+ ms ± 10 ms \(worst of 2\)$/),
    ],
    ['neither a claim nor its opposite passes where nothing is known', 'passed', ''],
    ['pair r1 loses its LAN cable ssh atLeast survived', 'passed', ''],
    ['pair r1 loses its LAN cable web outage < 1s', 'passed', ''],
    ['the pair is as fast as its timers, and ssh lives through it', 'passed', ''],
  ])
}

interface VitestResult {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

const tracked = (): string[] =>
  execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' })
    .split('\0')
    .filter((file) => file !== '')

/** Folders of what the package needs at run time; what lies within another one comes with it. */
function dependencies(): string[] {
  const text = readFileSync(join(ROOT, 'package-lock.json'), 'utf8')
  const { packages } = JSON.parse(text) as { packages: Record<string, { dev?: true }> }
  return Object.entries(packages).flatMap(([path, { dev }]) => {
    const within = dirname(path).includes('/node_modules')
    // Those of other platforms are not here.
    return path === '' || dev === true || within || !existsSync(join(ROOT, path)) ? [] : [path]
  })
}
