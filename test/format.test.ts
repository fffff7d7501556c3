import { readdirSync, readFileSync } from 'node:fs'
import { getFileInfo, resolveConfig } from 'prettier'
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

// Of `.prettierrc.json` and `.editorconfig` the first wins, so a width that differs between them would show nowhere else.
test.each(['index.ts', 'build.mjs', 'recipe.cjs', 'package.json'])(
  '.editorconfig agrees with the formatter on %s',
  async (file) => {
    const formatter = await resolveConfig(file, { editorconfig: false })
    const both = await resolveConfig(file, { editorconfig: true })
    // Prettier's own defaults, which `.prettierrc.json` leaves as they are.
    expect(both).toEqual({ ...formatter, useTabs: false, tabWidth: 2, endOfLine: 'lf' })
    expect(readFileSync('.editorconfig', 'utf8')).toContain(`max_line_length = ${String(formatter?.printWidth)}\n`)
  },
)
