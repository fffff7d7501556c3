import { readdirSync } from 'node:fs'
import { getFileInfo } from 'prettier'
import { expect, test } from 'vitest'

test('the formatter sees every source: a folder that is ignored hides no other one of its name', async () => {
  const sources = ['src', 'topologies', 'chaos', 'labs', 'tools', 'bench'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  )
  expect(sources.length).toBeGreaterThan(300)
  const hidden: string[] = []
  for (const file of sources)
    if ((await getFileInfo(file, { ignorePath: '.prettierignore' })).ignored) hidden.push(file)
  expect(hidden).toEqual([])
})
