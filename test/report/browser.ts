import axe, { type AxeResults } from 'axe-core'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

/** Debian's, without a window; its package is chromium-headless-shell. */
const EXECUTABLE = '/usr/bin/chromium-headless-shell'

export interface Look {
  readonly widthPx: number
  readonly theme: 'light' | 'dark'
}

/** 400 px is a phone, 2560 a wall. */
export const LOOKS: readonly Look[] = [400, 1280, 2560].flatMap((widthPx) =>
  (['light', 'dark'] as const).map((theme) => ({ widthPx, theme })),
)

/** A page as it was opened from disk, and what it said and asked for meanwhile. */
export interface Opened {
  readonly page: Page
  readonly console: readonly string[]
  readonly requests: readonly string[]
}

/** One browser for a file of tests. As root it needs to be told that a sandbox of its own is not wanted. */
export class TestBrowser {
  readonly #browser: Browser
  readonly #folder = mkdtempSync(join(tmpdir(), 'backhoe-html-'))

  private constructor(browser: Browser) {
    this.#browser = browser
  }

  static async launch(): Promise<TestBrowser> {
    return new TestBrowser(await chromium.launch({ executablePath: EXECUTABLE, args: ['--no-sandbox'] }))
  }

  async open(html: string, { widthPx, theme }: Look): Promise<Opened> {
    const file = this.#write(html)
    const page = await this.#browser.newPage({ viewport: { width: widthPx, height: 900 }, colorScheme: theme })
    const [console, requests]: [string[], string[]] = [[], []]
    page.on('console', (message) => console.push(message.text()))
    page.on('pageerror', (error) => console.push(error.message))
    page.on('request', (request) => {
      if (request.url() !== `file://${file}`) requests.push(request.url())
    })
    await page.goto(`file://${file}`)
    return { page, console, requests }
  }

  /** In a browser that runs no script. */
  scriptless(html: string, look: Look): Promise<Page> {
    return this.#openAs(html, look, { javaScriptEnabled: false })
  }

  /** For a reader who has asked for less motion. */
  still(html: string, look: Look): Promise<Page> {
    return this.#openAs(html, look, { reducedMotion: 'reduce' })
  }

  async #openAs(html: string, { widthPx, theme }: Look, as: BrowserContextOptions): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: widthPx, height: 900 },
      colorScheme: theme,
      ...as,
    })
    const page = await context.newPage()
    await page.goto(`file://${this.#write(html)}`)
    return page
  }

  #write(html: string): string {
    const file = join(this.#folder, 'report.html')
    writeFileSync(file, html)
    return file
  }

  async close(): Promise<void> {
    await this.#browser.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** What WCAG 2.2 A and AA and best practice find wrong, a line each. */
export async function findingsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const results = await page.evaluate<AxeResults>('axe.run()')
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}
