// Writes docs/reference.md from the doc comments of what a lab may import, and docs/mechanisms.md from the folders of mechanisms.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mechanisms } from './reference/mechanisms.ts'
import { reference } from './reference/page.ts'

for (const [file, { text, missing }] of [
  ['reference.md', reference()],
  ['mechanisms.md', mechanisms()],
] as const) {
  if (missing.length > 0) throw new Error(`the sources do not say:\n${missing.join('\n')}`)
  writeFileSync(join(import.meta.dirname, '../docs', file), text)
}
