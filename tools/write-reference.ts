// Writes docs/reference.md from the doc comments of what a lab may import.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { reference } from './reference/page.ts'

const { text, missing } = reference()
if (missing.length > 0) throw new Error(`the doc comments do not say:\n${missing.join('\n')}`)
writeFileSync(join(import.meta.dirname, '../docs/reference.md'), text)
