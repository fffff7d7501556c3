import { Resvg } from '@resvg/resvg-js'
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { htmlOf } from '../../src/report/reporters/html/page.ts'
import { vlanMissing } from '../page/told.ts'
import { findingsOf, TestBrowser, type Look } from './browser.ts'

/** A bond is cut, moves 55 ms later to a switch without the VLAN, and is healed 5 s after the cut. */
const html = htmlOf(await vlanMissing())

const WIDE: Look = { widthPx: 1280, theme: 'light' }

let browser: TestBrowser
beforeAll(async () => {
  browser = await TestBrowser.launch()
})
afterAll(async () => {
  await browser.close()
})

const open = async (look = WIDE): Promise<Page> => (await browser.open(html, look)).page
const instant = (page: Page): Promise<string> => page.locator('.ctl output').innerText()
const said = (page: Page): Promise<string> => page.locator('.saying p').first().innerText()
/** Whose class names say it. */
const count = (page: Page, kind: string): Promise<number> => page.locator(`#replay svg .${kind}`).count()

const OUTPUT = `document.querySelector('.ctl output').textContent`

/** The median time from a move of the slider until all is drawn and has its place. */
const SLIDE = `(async () => {
  const slider = document.querySelector('.ctl input[type=range]')
  const [from, to] = [Number(slider.min), Number(slider.max)]
  const times = []
  for (let at = 0; at < 50; at += 1) {
    const [before, began] = [${OUTPUT}, performance.now()]
    slider.value = String(from + ((to - from) * (at + 0.5)) / 50)
    slider.dispatchEvent(new Event('input', { bubbles: true }))
    while (${OUTPUT} === before) await null
    document.querySelector('#replay').getBoundingClientRect()
    times.push(performance.now() - began)
  }
  return times.sort((a, b) => a - b)[25]
})()`

describe('the replay', () => {
  test('opens where something is lost, with the cable cut and the place where packets end', async () => {
    const page = await open()
    expect(await said(page)).toBe('Packets end at sw2:eth1: sw2:eth1 does not carry the VLAN of the packets.')
    expect([await count(page, 'n-cut'), await count(page, 'n-hole'), await count(page, 'n-missing')]).toEqual([1, 1, 1])
    expect(await findingsOf(page)).toEqual([])
    await page.close()
  })

  test('by keys alone: from event to event, to the ends, to another trial and the other direction, and it plays', async () => {
    const page = await open()
    await page.locator('#replay .play').focus()
    await page.keyboard.press('Home')
    expect(await said(page)).toMatch(/^Packets arrive: host → sw1 → server/)
    expect([await count(page, 'n-cut'), await count(page, 'n-arrow')]).toEqual([0, 2])
    await page.keyboard.press('.')
    expect(await instant(page)).toBe('0')
    await page.keyboard.press('.')
    await page.keyboard.press('.')
    expect(await count(page, 'n-cut')).toBe(1)
    const after = await instant(page)
    await page.keyboard.press(',')
    expect(await instant(page)).not.toBe(after)
    await page.keyboard.press('f')
    expect(await page.locator('.pick select').nth(3).locator('option:checked').innerText()).toBe('app ←')
    const trial = page.locator('.pick select').nth(1)
    const before = await trial.inputValue()
    await page.keyboard.press(before === '0' ? ']' : '[')
    expect(await trial.inputValue()).not.toBe(before)
    await page.keyboard.press('End')
    expect(await said(page)).toMatch(/^Packets arrive/)
    await page.keyboard.press('Home')
    const start = await instant(page)
    await page.keyboard.press('k')
    expect(await instant(page)).toBe(start)
    await page.locator('#replay .happened button').first().focus()
    await page.locator('#replay .play').click()
    await expect.poll(() => instant(page), { timeout: 10_000 }).not.toBe(start)
    await page.close()
  })

  test('a click on an event goes there, and past events differ from those to come', async () => {
    const page = await open()
    const moved = page.locator('.happened button', { hasText: 'bond host bond0: eth0 → eth1' })
    await moved.click()
    expect(await moved.getAttribute('aria-current')).toBe('step')
    expect(await instant(page)).toBe(await moved.locator('time').innerText())
    expect(await page.locator('.happened .future').first().innerText()).toContain('healed')
    await page.close()
  })

  test('a click on the lanes sets the instant, and the axis can be shortened', async () => {
    const page = await open()
    const before = await page.locator('.strip').first().innerHTML()
    await page
      .locator('.strip')
      .nth(1)
      .click({ position: { x: 5, y: 5 } })
    expect(await instant(page)).toMatch(/^−/)
    await page.getByRole('button', { name: 'its end' }).click()
    expect(await page.locator('.strip').first().innerHTML()).not.toBe(before)
    // By the journal: packets 150 to 649 are lost, the first of them 8.71 ms after the cut, and 10 ms lie between two.
    expect(await instant(page)).toMatch(/^\+5\.01 s/)
    await page.getByRole('button', { name: 'its start' }).click()
    expect(await instant(page)).toBe('+8.71 ms')
    await page.getByRole('button', { name: 'outage' }).click()
    expect(await instant(page)).toBe('+8.71 ms')
    await page.close()
  })

  test('the address is that of what is shown, and opens it again', async () => {
    const page = await open()
    await page.locator('.happened button', { hasText: 'healed' }).click()
    await page.getByRole('button', { name: 'outage' }).click()
    await expect.poll(() => new URL(page.url()).hash, { timeout: 10_000 }).toContain('from=')
    const [hash, was, axis] = [
      new URL(page.url()).hash,
      await instant(page),
      await page.locator('.strip').first().innerHTML(),
    ]
    expect(hash).toMatch(/^#experiment=0&trial=\d+&at=\d+.*ms&flow=app&direction=forward&from=-.*ms&to=.*ms$/)
    const again = await open()
    await again.evaluate(`location.hash = ${JSON.stringify(hash)}`)
    await expect.poll(() => instant(again), { timeout: 10_000 }).toBe(was)
    expect(await again.locator('.strip').first().innerHTML()).toBe(axis)
    await Promise.all([page.close(), again.close()])
  })

  test('setting an instant takes less than a frame, 16 ms', async () => {
    const page = await open()
    const ms = await page.evaluate<number>(SLIDE)
    expect(ms).toBeLessThan(16)
    await page.close()
  })

  test('another trial stands beside it, at the same time since its fault', async () => {
    const page = await open()
    await page.getByLabel('beside it').selectOption({ index: 1 })
    expect(await page.locator('.lanes.dense').count()).toBe(2)
    const heads = page.locator('.lanes.dense .strip:first-of-type .l-head')
    const [first, second] = [await heads.first().getAttribute('x1'), await heads.last().getAttribute('x1')]
    expect([first, second]).toEqual([first, first])
    await page.close()
  })

  test('what every lane shows at the instant is there as text, with its interval', async () => {
    const page = await open()
    await page.getByText('All values at this instant').click()
    const values = await page.locator('.values dl').innerText()
    expect(values).toMatch(/bond host bond0\s+eth1: \+[\d.]+ ms to \+5[\d.]* s/)
    expect(values).toMatch(/app →\s.*\n?.*lost/)
    await page.close()
  })

  test('a row of the table of trials leads to its replay, and the table is copied as CSV', async () => {
    const page = await open()
    await page.locator('#trials details').first().locator('summary').click()
    const link = page.locator('#trials a').first()
    const trial = await link.innerText()
    await page.evaluate('navigator.clipboard.writeText = async (text) => { document.body.dataset.copied = text }')
    await page.locator('#trials .save').first().click()
    const copied = (await page.locator('body').getAttribute('data-copied')) ?? ''
    expect(copied.split('\r\n')[1]?.split(',')[0]).toBe(trial)
    await link.click()
    await expect.poll(() => instant(page), { timeout: 10_000 }).toBe('0')
    expect(await page.locator('.pick select').nth(1).inputValue()).toBe(trial)
    await page.close()
  })

  test('pictures are saved with the colours that they have', async () => {
    const page = await open({ widthPx: 1280, theme: 'dark' })
    for (const button of await page.locator('#replay .save').all()) {
      const [file] = await Promise.all([page.waitForEvent('download'), button.click()])
      const svg = readFileSync(await file.path(), 'utf8')
      expect(file.suggestedFilename()).toMatch(/\.svg$/)
      expect(svg).not.toMatch(/var\(|class=/)
      expect(svg).toContain('rgb(19, 22, 26)')
      // A program that reads SVG draws it.
      expect(new Resvg(svg).render().width).toBeGreaterThan(300)
    }
    await page.close()
  })

  test('what is looked for is marked, by address too, and keys are letters there', async () => {
    const page = await open()
    await page.getByLabel('find').fill('10.0.10.20')
    expect(await page.locator('.find [role=status]').innerText()).toBe('1 node, 0 cables')
    const before = await page.locator('#replay svg.bk').getAttribute('width')
    await page.getByLabel('find').press('f')
    expect(await page.getByLabel('find').inputValue()).toBe('10.0.10.20f')
    await page.getByRole('button', { name: 'smaller picture' }).click()
    expect(Number(await page.locator('#replay svg.bk').getAttribute('width'))).toBeLessThan(Number(before))
    await page.close()
  })

  test('without a picture of the network there are lanes and events, and it is said', async () => {
    const bare = htmlOf({ ...(await vlanMissing()), layout: 'no picture' })
    const { page, console } = await browser.open(bare, WIDE)
    expect(await page.locator('.scene .note').innerText()).toContain('no picture of the network')
    expect(await page.locator('.lanes.dense').count()).toBe(1)
    expect(console).toEqual([])
    await page.close()
  })

  test('who wants no motion gets event after event', async () => {
    const page = await browser.still(html, WIDE)
    await page.locator('#replay .play').focus()
    await page.keyboard.press('Home')
    const start = await instant(page)
    const events = await page.locator('.happened time').allInnerTexts()
    await page.locator('#replay .play').click()
    await expect.poll(() => instant(page), { timeout: 10_000 }).not.toBe(start)
    expect(events).toContain(await instant(page))
    await page.close()
  })

  test('without JavaScript it says that it is missing, and the promises are there', async () => {
    const page = await browser.scriptless(html, WIDE)
    expect(await page.locator('#replay').innerText()).toContain('The replay needs JavaScript')
    expect(await page.locator('.promise').count()).toBeGreaterThan(0)
    await page.close()
  })
})
