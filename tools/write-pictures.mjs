// `make pictures`: the README's picture of a report, from a run of its own, as a browser shows it.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const EXECUTABLE = '/usr/bin/chromium-headless-shell'
/** As README shows it: broken by design, so that causes are in it. */
const LAB = 'labs/vlan-missing.lab.ts'
const SIZE = { width: 1280, height: 900 }

const runs = mkdtempSync(join(tmpdir(), 'backhoe-pictures-'))
try {
  const run = spawnSync('node', ['bin/backhoe.js', 'run', LAB, '--seed', '1', '--out', runs], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  // A missed target is what the picture is of.
  if (run.status !== 1) throw new Error(`backhoe run ended with ${String(run.status)}`)
  const folder = join(ROOT, 'docs/pictures')
  mkdirSync(folder, { recursive: true })
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] })
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'light' })
  await page.goto(`file://${join(runs, 'latest/report.html')}`)
  await page.screenshot({ path: join(folder, 'report.png') })
  await browser.close()
  process.stdout.write(execFileSync('ls', ['-l', join(folder, 'report.png')], { encoding: 'utf8' }))
} finally {
  rmSync(runs, { recursive: true, force: true })
}
