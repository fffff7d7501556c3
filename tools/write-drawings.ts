// Writes what `backhoe graph` draws into docs/topologies.md.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawings, withDrawing } from './drawings.ts'

const PAGE = join(import.meta.dirname, '../docs/topologies.md')

const page = Object.entries(drawings).reduce(
  (text, [name, draw]) => withDrawing(text, name, draw()),
  readFileSync(PAGE, 'utf8'),
)
writeFileSync(PAGE, page)
