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

// Some 30 s: the package is made and installed as npm does it, without a registry.
test('what npm packs installs into an empty folder, type-checks a lab there, and runs it', async () => {
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
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

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
