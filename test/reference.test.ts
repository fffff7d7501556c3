import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mechanisms } from '../tools/reference/mechanisms.ts'
import { reference } from '../tools/reference/page.ts'

const { text, missing } = reference()

test('every public call and option has a comment, and every option that may be left out says its default there', () => {
  expect(missing).toEqual([])
})

test('docs/reference.md is what the doc comments of the sources say: make docs writes it', () => {
  expect(readFileSync(join(import.meta.dirname, '../docs/reference.md'), 'utf8')).toBe(text)
})

test('every link of the reference into itself leads to a heading', () => {
  const headings = text.split('\n').flatMap((line) => /^#+ (.*)/.exec(line)?.[1] ?? [])
  const anchors = headings.map((heading) => heading.toLowerCase().replaceAll(/[^\w-]/g, ''))
  const links = [...text.matchAll(/\]\(#([^)]*)\)/g)].map(([, anchor]) => anchor ?? '')
  expect(links.length).toBeGreaterThan(50)
  expect(links.filter((link) => !anchors.includes(link))).toEqual([])
})

test('docs/mechanisms.md is what the folders of mechanisms say: make docs writes it', () => {
  const { text: page, missing: unsaid } = mechanisms()
  expect(unsaid).toEqual([])
  expect(readFileSync(join(import.meta.dirname, '../docs/mechanisms.md'), 'utf8')).toBe(page)
})

test('docs/mechanisms.md says of each kind what it is, and leads to calls that the reference has', () => {
  const { text: page } = mechanisms()
  expect(page.match(/\| {2}\|$/gm)).toBeNull()
  const anchors = text.split('\n').flatMap(
    (line) =>
      /^#+ (.*)/
        .exec(line)?.[1]
        ?.toLowerCase()
        .replaceAll(/[^\w-]/g, '') ?? [],
  )
  const links = [...page.matchAll(/reference\.md#([^)]*)\)/g)].map(([, anchor]) => anchor ?? '')
  expect(links.length).toBeGreaterThan(8)
  expect(links.filter((link) => !anchors.includes(link))).toEqual([])
})
