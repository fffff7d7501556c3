import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { renderProblems } from '../../src/cli/output.ts'
import { chooseReporters } from '../../src/cli/reporters.ts'
import { backhoe, ROOT, type Ended } from './backhoe.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reporters-'))
  cpSync(join(ROOT, 'test/fixtures/recorded/composed'), join(folder, 'run'), { recursive: true })
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

const report = (...reporters: readonly string[]): Promise<Ended> =>
  backhoe(['report', 'run', ...reporters.flatMap((one) => ['--reporter', one])], {
    cwd: folder,
    env: { GITHUB_STEP_SUMMARY: '' },
  })

test('several at once, each with its file, and the terminal’s text beside them', async () => {
  const alone = await backhoe(['report', 'run'], { cwd: folder })
  const { code, stdout, stderr } = await report('junit=out/x.xml', 'json=out/{lab}.json', 'line=lines.txt')
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: alone.stdout, stderr: '' })
  const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
  expect([text('out/x.xml'), text('out/composed.json')]).toEqual([text('run/junit.xml'), text('run/summary.json')])
  expect(text('lines.txt')).toMatch(/: completed: 2 met, 0 missed, 0 unknown: run\n$/)
})

test('the reporter of docs/reporters.md', async () => {
  const [, code = ''] = /^```js\n([^]*?)^```/m.exec(readFileSync(join(ROOT, 'docs/reporters.md'), 'utf8')) ?? []
  writeFileSync(join(folder, 'slowest.mjs'), code)
  const { code: exit, stdout } = await report('./slowest.mjs')
  await expect(`${stdout}exit ${String(exit)}\n`).toMatchFileSnapshot('../golden/cli/reporter-of-ones-own.txt')
})

test('whatever is wrong with reporters is said at once, and nothing is written', async () => {
  writeFileSync(join(folder, 'half.mjs'), 'export function begin() {}\nexport const end = 7\n')
  writeFileSync(join(folder, 'broken.mjs'), "throw new Error('no network')\n")
  writeFileSync(join(folder, 'file'), '')
  const { code, stdout, stderr } = await report(
    ...['junti', 'github', 'json', 'line', './no-such.mjs', './half.mjs', './broken.mjs', 'junit=', '=x.txt'],
    ...['github=x.md', 'junit=file/x.xml', 'json=same', 'junit=same'],
  )
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
  await expect(stderr).toMatchFileSnapshot('../golden/cli/reporters-refused.txt')
  expect(existsSync(join(folder, 'same'))).toBe(false)
})

test('several labs need a file each', async () => {
  const place = { env: {}, cwd: '/', err: () => undefined }
  const choose = async (file: string): Promise<string> => {
    const { problems } = await chooseReporters([`junit=${join(folder, file)}`], ['a', 'b'], place)
    return renderProblems(problems, { color: false, cwd: folder }).replaceAll(`${folder}/`, '')
  }
  expect(await choose('{lab}.xml')).toBe('')
  await expect(await choose('x.xml')).toMatchFileSnapshot('../golden/cli/reporters-share-file.txt')
})

test('a reporter that throws is left out, and the others report', async () => {
  const throws =
    'export const begin = () => {}\nexport const event = begin\nexport const end = () => { throw "no network" }\n'
  writeFileSync(join(folder, 'mine.mjs'), throws)
  const { code, stdout, stderr } = await report('./mine.mjs=mine.txt', 'line')
  expect(stdout).toContain('completed: 2 met')
  await expect(`${stderr}exit ${String(code)}\n`).toMatchFileSnapshot('../golden/cli/reporter-fails.txt')
})

/** Of a file system with so little room at /mnt; Linux takes what fits, and refuses only what comes then. */
const onFullDisk = (size: string, command: string): readonly string[] => [
  ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'],
  ...[`mount -t tmpfs -o size=${size} none /mnt && exec ${command}`, 'sh'],
]

test('a disk that fills while a report is written: one of half its length looked written', async () => {
  const args = ['report', 'run', '--reporter', 'html=/mnt/x.html', '--reporter', 'line']
  const { code, stdout, stderr } = await backhoe(args, { cwd: folder, under: onFullDisk('16k', '"$@"') })
  expect(stdout).toContain('completed: 2 met')
  await expect(`${stderr}exit ${String(code)}\n`).toMatchFileSnapshot('../golden/cli/reporter-disk-full.txt')
})

test('a disk that fills while something is printed', async () => {
  const under = onFullDisk('4k', '"$@" > /mnt/out')
  const { code, stderr } = await backhoe(['report', 'run'], { cwd: folder, under })
  expect(`${stderr}exit ${String(code)}\n`).toBe(
    'error[disk-full]: what was printed does not fit on the disk\n  next: make room there, or print to another disk\nexit 70\n',
  )
})

const module = (end: string, top = ''): string =>
  `${top}\nexport const begin = () => {}\nexport const event = begin\nexport ${end}\n`

test('one that waits for what never comes is left out once nothing else is left to do, and the others report', async () => {
  writeFileSync(join(folder, 'hangs.mjs'), module('const end = () => new Promise(() => {})'))
  writeFileSync(join(folder, 'begins.mjs'), module('const end = () => {}').replace('{}', 'new Promise(() => {})'))
  const { code, stdout, stderr } = await report('./begins.mjs=b.txt', './hangs.mjs=h.txt', 'line', 'junit=x.xml')
  expect(stdout).toContain('completed: 2 met')
  expect(readFileSync(join(folder, 'x.xml'), 'utf8')).toBe(readFileSync(join(folder, 'run/junit.xml'), 'utf8'))
  await expect(`${stderr}exit ${String(code)}\n`).toMatchFileSnapshot('../golden/cli/reporter-hangs.txt')
})

test('a module that never ends to load is refused as any that cannot be loaded', async () => {
  writeFileSync(join(folder, 'top.mjs'), module('const end = () => {}', 'await new Promise(() => {})'))
  const { code, stderr } = await report('./top.mjs=t.txt', 'junit=x.xml')
  await expect(`${stderr}exit ${String(code)}\n`).toMatchFileSnapshot('../golden/cli/reporter-hangs-loading.txt')
})

test('no reporter can change what the others and the exit code are made of', async () => {
  const falsify = 'function end(report) { report.summary.counts = { met: 0, missed: 9, unknown: 9 } }'
  const deeper = 'function end({ journal, plan }) { plan.experiments[0].name = "x"; journal.length = 0 }'
  writeFileSync(join(folder, 'one.mjs'), module(falsify))
  writeFileSync(join(folder, 'two.mjs'), module(deeper))
  const { code, stdout, stderr } = await report('./one.mjs=o.txt', './two.mjs=t.txt', 'line', 'json=x.json')
  expect(stdout).toContain('completed: 2 met')
  expect(readFileSync(join(folder, 'x.json'), 'utf8')).toBe(readFileSync(join(folder, 'run/summary.json'), 'utf8'))
  const texts = stderr.replaceAll(/^ +at .*\n/gm, '')
  await expect(`${texts}exit ${String(code)}\n`).toMatchFileSnapshot('../golden/cli/reporter-falsifies.txt')
})

test('no report is written over what it is made from, nor over a lab or a reporter, by whatever path', async () => {
  symlinkSync('run/meta.json', join(folder, 'link.json'))
  symlinkSync('run', join(folder, 'again'))
  writeFileSync(join(folder, 'mine.mjs'), module('const end = () => {}'))
  const lab = join(folder, 'short.lab.ts')
  writeFileSync(lab, 'the lab')
  const before = readdirSync(join(folder, 'run')).map((name) => readFileSync(join(folder, 'run', name), 'utf8'))
  const { code, stdout, stderr } = await report(
    ...['junit=run/journal.ndjson', 'markdown=again/plan.json', 'json=link.json', './mine.mjs=./mine.mjs'],
    ...['html=new/folder/x.html', 'line=again/same', 'terminal=run/same'],
  )
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' })
  symlinkSync('short.lab.ts', join(folder, 'linked.lab.ts'))
  const asked = [`json=${lab}`, `junit=${folder}/linked.lab.ts`, `html=${folder}/{lab}.lab.ts`]
  const place = { env: {}, cwd: '/', err: () => undefined }
  const { problems } = await chooseReporters(asked, ['other', 'short'], place, ['', lab])
  const ofLab = renderProblems(problems, { color: false, cwd: folder }).replaceAll(`${folder}/`, '')
  await expect(`${stderr}\n${ofLab}`).toMatchFileSnapshot('../golden/cli/reporters-over-sources.txt')
  const after = readdirSync(join(folder, 'run')).map((name) => readFileSync(join(folder, 'run', name), 'utf8'))
  expect([after, readFileSync(lab, 'utf8'), existsSync(join(folder, 'new'))]).toEqual([before, 'the lab', false])
})
