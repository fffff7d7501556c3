import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

const textOf = (document: string): string => readFileSync(join(root, document), 'utf8')

/** Without blocks of code, whose lines are no headings and whose words are no paths of ours. */
const proseOf = (document: string): string => textOf(document).replaceAll(/^```[^]*?^```/gm, '')

/** As GitHub makes them of headings. */
const anchorsOf = (document: string): readonly string[] =>
  [...proseOf(document).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

test.each(documents)('%s names no file of the sources that is not there', (document) => {
  const paths = [
    ...proseOf(document).matchAll(/`((?:src|test|topologies|chaos|labs|docs|tools|kernel|schema|bench)\/[^`\s]*)`/g),
  ]
  // NAME, SERIES: for the reader to fill in.
  const named = paths.map(([, path = '']) => path).filter((path) => !/[A-Z]{4}|[*…]/.test(path))
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

test.each(documents)('every link of %s into the repository leads to a file, and to a heading of it', (document) => {
  const links = [...proseOf(document).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)]
  const broken = links.filter(([, path = '', anchor]) => {
    const target = path === '' ? document : relative(root, join(root, dirname(document), path))
    if (!existsSync(join(root, target))) return true
    return anchor !== undefined && !anchorsOf(target).includes(anchor)
  })
  expect(broken.map(([link]) => link)).toEqual([])
})

test('each word of the glossary stands there once, in the order of the alphabet within its part', () => {
  const parts = textOf('docs/glossary.md').split(/^## /m).slice(1)
  const words = parts.map((part) =>
    [...part.matchAll(/^\| (?!word )([^|]+) \|/gm)].map(([, word = '']) => word.toLowerCase()),
  )
  expect(words.flat().length).toBeGreaterThan(80)
  expect(new Set(words.flat()).size).toBe(words.flat().length)
  for (const part of words) expect(part).toEqual([...part].sort())
})
